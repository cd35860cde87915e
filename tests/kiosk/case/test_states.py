"""What can never become of a case, whoever tries it and in whatever order."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import load_calendar
from kiosk.case.clocks import Lamp, clock_of
from kiosk.case.states import (
    EDGES,
    REFUSALS,
    Actor,
    CaseState,
    IllegalTurn,
    Progress,
    Turn,
    begun,
    handed_in,
    turned,
)

S, A = CaseState, Actor
MONDAY = date(2026, 11, 23)
CALENDAR = load_calendar()


def go(*turns: tuple[CaseState, Actor], on: date = MONDAY) -> Progress:
    progress = begun(on)
    for to, actor in turns:
        progress = turned(progress, whole(to, actor, on))
    return progress


def whole(to: CaseState, actor: Actor, on: date = MONDAY) -> Turn:
    """A turn with all that it may have to say."""
    return Turn(to, actor, on, reason="照片不合要求", items=("photo",), due=on + timedelta(days=9))


SUBMITTED = (S.SUBMITTED, A.CITIZEN)
ACCEPTED = (S.ACCEPTED, A.PLATFORM)
REVIEW = (S.REVIEW, A.DEPARTMENT)


def test_a_card_from_draft_to_archive() -> None:
    progress = go(
        SUBMITTED, ACCEPTED, REVIEW,
        (S.GRANTED, A.DEPARTMENT), (S.PRODUCING, A.DEPARTMENT), (S.READY, A.DEPARTMENT),
        (S.DELIVERED, A.TERMINAL), (S.CLOSED, A.PLATFORM), (S.ARCHIVED, A.SCHEDULER),
    )  # fmt: skip
    assert progress.state is S.ARCHIVED
    assert len(progress.turns) == 9


def test_an_offline_case_waits_and_is_handed_over_by_the_terminal_alone() -> None:
    progress = go((S.PENDING_UPLOAD, A.CITIZEN))
    for actor in set(A) - {A.TERMINAL}:
        with pytest.raises(IllegalTurn):
            turned(progress, whole(S.SUBMITTED, actor))
    assert turned(progress, whole(S.SUBMITTED, A.TERMINAL)).state is S.SUBMITTED


@pytest.mark.parametrize("state", [S.SUBMITTED, S.REVIEW])
def test_only_platform_and_department_move_a_case_that_is_theirs(state: CaseState) -> None:
    actors = {actor for (before, _), known in EDGES.items() if before is state for actor in known}
    assert actors <= {A.PLATFORM, A.DEPARTMENT}
    assert actors


steps = st.lists(st.tuples(st.sampled_from(S), st.sampled_from(A)), max_size=40)


@given(steps)
@settings(max_examples=150)
def test_no_way_leads_over_an_edge_that_is_not_there(tried: list[tuple[CaseState, Actor]]) -> None:
    progress = begun(MONDAY)
    for to, actor in tried:
        before = progress
        try:
            progress = turned(progress, whole(to, actor))
        except IllegalTurn:
            assert progress is before
        else:
            assert actor in EDGES[before.state, to]
            assert not (to is S.GRANTED and before.lacking)


@given(st.lists(st.integers(0, 10_000), max_size=60))
@settings(max_examples=60)
def test_along_any_legal_way_no_result_comes_before_what_was_promised(choices: list[int]) -> None:
    progress = begun(MONDAY)
    for choice in choices:
        onward = sorted(to for before, to in EDGES if before is progress.state)
        if not onward:
            break
        to = onward[choice % len(onward)]
        actor = min(EDGES[progress.state, to])
        try:
            progress = turned(progress, whole(to, actor))
        except IllegalTurn:
            assert to is S.GRANTED
            progress = handed_in(progress, "photo")
    if progress.state in (S.GRANTED, S.PRODUCING, S.READY, S.DELIVERED):
        assert not progress.lacking


def test_from_every_state_the_archive_can_be_reached() -> None:
    reached = {S.ARCHIVED}
    while new := {before for before, to in EDGES if to in reached} - reached:
        reached |= new
    assert reached == set(S)


@pytest.mark.parametrize("state", sorted(REFUSALS))
def test_a_refusal_has_a_reason_and_its_remedies(state: CaseState) -> None:
    progress = go(SUBMITTED) if state is S.NOT_ACCEPTED else go(SUBMITTED, ACCEPTED, REVIEW)
    with pytest.raises(IllegalTurn, match="reason"):
        turned(progress, Turn(state, A.DEPARTMENT, MONDAY))
    refused = turned(progress, Turn(state, A.DEPARTMENT, MONDAY, reason="照片不合要求"))
    assert refused.has_remedies


def test_who_has_not_the_remit_names_who_has() -> None:
    no = Turn(S.NOT_ACCEPTED, A.PLATFORM, MONDAY, reason="不归本机关", outside_remit=True)
    with pytest.raises(IllegalTurn, match="organ"):
        turned(go(SUBMITTED), no)


def test_what_is_lacking_is_told_at_once_and_with_a_day() -> None:
    with pytest.raises(IllegalTurn, match="lacking"):
        turned(go(SUBMITTED), Turn(S.TO_SUPPLEMENT, A.PLATFORM, MONDAY))
    with pytest.raises(IllegalTurn, match="day"):
        turned(go(SUBMITTED), Turn(S.TOLERANT, A.PLATFORM, MONDAY, items=("lease",)))


def test_a_tolerant_case_is_reviewed_and_granted_only_when_complete() -> None:
    progress = go(SUBMITTED, (S.TOLERANT, A.PLATFORM), REVIEW)
    with pytest.raises(IllegalTurn, match="promised"):
        turned(progress, whole(S.GRANTED, A.DEPARTMENT))
    complete = handed_in(progress, "photo")
    assert turned(complete, whole(S.GRANTED, A.DEPARTMENT)).state is S.GRANTED
    with pytest.raises(IllegalTurn):
        handed_in(complete, "photo")


def test_nothing_happens_before_what_was_before_it() -> None:
    with pytest.raises(IllegalTurn, match="before"):
        turned(go(SUBMITTED), whole(S.ACCEPTED, A.PLATFORM, MONDAY - timedelta(days=1)))


# ---- clocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "lamp", "deemed"),
    [
        (date(2026, 11, 23), Lamp.GREEN, False),
        (date(2026, 11, 25), Lamp.GREEN, False),
        (date(2026, 11, 26), Lamp.YELLOW, False),
        (date(2026, 11, 27), Lamp.RED, False),  # the fourth day: it can still be answered in time
        (date(2026, 11, 29), Lamp.RED, False),  # a Sunday does not count
        (date(2026, 11, 30), Lamp.RED, False),
        (date(2026, 12, 1), Lamp.RED, True),  # 逾期视为受理
    ],
)
def test_nobody_answers_a_case(today: date, lamp: Lamp, deemed: bool) -> None:
    clock = clock_of(go(SUBMITTED), 10, CALENDAR, today)
    assert clock is not None
    assert (clock.lamp, clock.deemed_accepted) == (lamp, deemed)
    assert clock.due == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "lamp"),
    [
        (date(2026, 12, 2), Lamp.GREEN),
        (date(2026, 12, 3), Lamp.YELLOW),
        (date(2026, 12, 7), Lamp.YELLOW),
        (date(2026, 12, 8), Lamp.RED),
    ],
)
def test_a_review_has_its_promised_days(today: date, lamp: Lamp) -> None:
    clock = clock_of(go(SUBMITTED, ACCEPTED, REVIEW), 10, CALENDAR, today)
    assert clock is not None
    assert (clock.lamp, clock.due) == (lamp, date(2026, 12, 7))


def test_a_case_that_was_accepted_anew_has_its_days_anew() -> None:
    """What was promised never came; the time until all of it was there is the applicant's."""
    progress = go(SUBMITTED, (S.TOLERANT, A.PLATFORM))
    progress = turned(progress, whole(S.TO_SUPPLEMENT, A.SCHEDULER, date(2026, 11, 30)))
    progress = turned(progress, Turn(S.SUBMITTED, A.CITIZEN, date(2026, 12, 7)))
    progress = turned(progress, Turn(S.ACCEPTED, A.PLATFORM, date(2026, 12, 8)))
    clock = clock_of(progress, 10, CALENDAR, date(2026, 12, 9))
    assert clock is not None
    assert (clock.lamp, clock.due) == (Lamp.GREEN, date(2026, 12, 22))


def test_a_special_procedure_stops_the_clock() -> None:
    progress = go(SUBMITTED, ACCEPTED, REVIEW)
    progress = turned(progress, Turn(S.SPECIAL, A.DEPARTMENT, date(2026, 11, 25)))
    assert clock_of(progress, 10, CALENDAR, date(2026, 12, 25)) is None
    progress = turned(progress, Turn(S.REVIEW, A.DEPARTMENT, date(2026, 11, 30)))
    clock = clock_of(progress, 10, CALENDAR, date(2026, 12, 8))
    assert clock is not None
    assert (clock.lamp, clock.due) == (Lamp.YELLOW, date(2026, 12, 10))


def test_where_the_calendar_ends_there_is_no_lamp_and_no_date() -> None:
    late = date(2026, 12, 30)
    clock = clock_of(go(SUBMITTED, ACCEPTED, REVIEW, on=late), 10, CALENDAR, date(2027, 1, 4))
    assert clock is not None
    assert (clock.lamp, clock.due) == (None, None)


@given(st.dates(date(2026, 1, 1), date(2026, 11, 1)), st.integers(0, 20))
@settings(max_examples=50)
def test_days_counted_forwards_are_counted_back(start: date, days: int) -> None:
    end = CALENDAR.after(start, days)
    assert end is not None
    assert CALENDAR.between(start, end) == days
