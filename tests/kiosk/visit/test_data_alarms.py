"""Data that ends or breaks takes nobody's service away, and somebody is told."""

from dataclasses import replace
from datetime import datetime, timedelta

from config.problem import Problem
from kiosk.attention import LoadCalendar, MendCatalogue
from kiosk.events.program import Tick
from kiosk.events.touches import ContinuePressed
from kiosk.rules import Rules
from kiosk.technician.items import items
from kiosk.technician.state import Maintenance
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

LATE = datetime(2026, 12, 20, 23, 59, 30)


def needs(kiosk: Kiosk) -> set[object]:
    lines = items(kiosk.rules, kiosk.state, Maintenance(0.0, datetime.min))
    return {line.attention for line in lines}


def broken() -> Rules:
    rules = demo_rules()
    problem = Problem("ID-77.toml", "fee", "missing")
    return replace(rules, catalogue=replace(rules.catalogue, problems=(problem,)))


def test_past_the_calendars_end_working_days_are_told_without_a_date_and_an_alarm_is_raised() -> (
    None
):
    kiosk = Kiosk(now=LATE)
    assert kiosk.audited("calendar_ends") == [{}]
    assert LoadCalendar in needs(kiosk)
    kiosk.to_done()
    rows = [row.when for row in kiosk.shown.timeline]  # type: ignore[union-attr]
    assert rows[-1] == "10 个工作日内"
    kiosk.tell(ContinuePressed())
    midnight = LATE + timedelta(seconds=40)
    kiosk.tell(Tick(kiosk.state.at_s + 40, midnight))
    assert len(kiosk.audited("calendar_ends")) == 2, "told again with each new day"
    kiosk.wait(3)
    assert len(kiosk.audited("calendar_ends")) == 2


def test_while_the_calendar_reaches_far_nobody_is_alarmed(kiosk: Kiosk) -> None:
    assert not kiosk.audited("calendar_ends")
    assert LoadCalendar not in needs(kiosk)


def test_a_catalogue_with_problems_is_told_to_technician_and_audit_log_and_works_on() -> None:
    kiosk = Kiosk(broken())
    assert kiosk.audited("catalogue_refused") == [{"problems": 1}]
    assert MendCatalogue in needs(kiosk)
    kiosk.to_the_card()
    assert kiosk.page == "PlaceCardView"
