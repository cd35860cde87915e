"""How far the roll goes, and that nobody has to remember to say that it was changed."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.journal import KEPT_DAYS, JournalFile
from devices.printer.paper import PACE_DAYS, USUAL_SLIP_MM, DayUse, forecast
from devices.printer.roll import Roll
from kiosk.ports import PaperLeft
from tests.devices.printer.conftest import Desk, slip_for

MONDAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return MONDAY - timedelta(days=days)


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def test_slips_are_reckoned_by_their_usual_length_and_days_by_the_pace() -> None:
    use = [DayUse(ago(1), 2000.0, 10), DayUse(MONDAY, 1000.0, 5)]
    assert forecast(15_000.0, use, MONDAY) == PaperLeft(15_000.0, slips=75, days=10.0)


def test_a_day_without_slips_slows_the_pace() -> None:
    assert forecast(6000.0, [DayUse(ago(2), 600.0, 3)], MONDAY).days == 30.0


def test_only_the_last_days_make_the_pace() -> None:
    use = [DayUse(ago(PACE_DAYS), 9000.0, 60), DayUse(MONDAY, 1000.0, 6)]
    assert forecast(2000.0, use, MONDAY).days == 2.0


def test_a_printer_that_has_not_printed_yet_has_no_pace() -> None:
    assert forecast(1500.0, [], MONDAY) == PaperLeft(1500.0, int(1500 / USUAL_SLIP_MM), None)


@given(
    st.floats(min_value=-1e6, max_value=1e6),
    st.lists(
        st.builds(
            DayUse,
            st.integers(min_value=-3, max_value=60).map(ago),
            st.floats(min_value=0, max_value=1e5),
            st.integers(min_value=0, max_value=1000),
        )
    ),
)
def test_a_forecast_is_never_negative(left_mm: float, use: list[DayUse]) -> None:
    told = forecast(left_mm, use, MONDAY)
    assert min(told.mm, told.slips, told.days or 0) >= 0


def test_nothing_is_known_until_a_roll_was_put_in(journal: JournalFile) -> None:
    roll = Roll(journal, 80_000.0, lambda: MONDAY)
    roll.used(150.0)
    assert roll.left is None

    roll.put_in()
    roll.write_down()
    assert roll.left == PaperLeft(80_000.0, slips=533, days=533.3)


def test_the_roll_is_remembered_over_a_restart(journal: JournalFile, tmp_path: Path) -> None:
    roll = Roll(journal, 80_000.0, lambda: MONDAY)
    roll.put_in()
    roll.write_down()
    for _ in range(10):
        roll.used(200.0)
    journal.close()

    after = Roll(JournalFile(tmp_path / "journal.db"), 80_000.0, lambda: MONDAY)
    assert after.left == PaperLeft(78_000.0, slips=390, days=39.0)


def test_a_roll_that_ran_out_and_is_there_again_is_a_new_one(journal: JournalFile) -> None:
    roll = Roll(journal, 80_000.0, lambda: MONDAY)
    roll.put_in()
    roll.write_down()
    roll.used(5000.0)

    roll.seen({"paper_out", "offline"}, knows_paper=True)
    assert roll.left is not None
    assert roll.left.mm == 0
    roll.seen(set(), knows_paper=False)  # nothing was said: nothing is concluded
    assert roll.left.mm == 0
    roll.seen(set(), knows_paper=True)
    assert roll.left.mm == 80_000.0


def test_a_cover_that_is_opened_does_not_end_the_roll(journal: JournalFile) -> None:
    roll = Roll(journal, 80_000.0, lambda: MONDAY)
    roll.put_in()
    roll.write_down()
    roll.used(5000.0)

    roll.seen({"paper_out", "cover_open"}, knows_paper=True)
    roll.seen(set(), knows_paper=True)
    assert roll.left is not None
    assert roll.left.mm == 75_000.0


def test_old_days_are_forgotten(journal: JournalFile) -> None:
    for days in range(KEPT_DAYS + 10, -1, -1):
        journal.used(ago(days), 100.0)
    assert [each.day for each in journal.use()] == [ago(d) for d in range(KEPT_DAYS - 1, -1, -1)]


def test_the_technician_is_told_what_was_printed_off_the_new_roll(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.driver.paper_left() is None
    desk.driver.refilled()
    desk.wait_until(lambda: desk.driver.paper_left() is not None)
    _, result = desk.print(slip_for("陈海英", "A-1"))
    left = desk.driver.paper_left()
    desk.close()

    assert left is not None
    assert left.mm == pytest.approx(80_000 - result.paper_mm)
    assert left.slips == int(left.mm / result.paper_mm)


def test_a_refill_said_while_the_printer_is_away_is_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.do("unplug")
    desk.driver.refilled()
    desk.switch_off()
    desk.do("replug")
    desk.switch_on()
    left = desk.driver.paper_left()
    desk.close()

    assert left is not None
    assert left.mm == 80_000.0
