"""A machine takes every way out of every page of every plan that is done here to its end.

A story goes once through each plan; at every state on its way the machine tries whatever can be
pressed there and whatever can happen there, and then only waits. What must never be is held after
every event (`test_every_way.Watched`). One representative stands for each kind of event: a letter
for the keyboard's, a row for a list's.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.effects import BindBlank, Effect, EndBlank, PrintLicence, Spell, SubmitCase
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.events.keeping import BlankBound, BlankNotBound
from kiosk.events.platforms import Answered
from kiosk.events.touches import (
    ContinuePressed,
    DoorPressed,
    HandInPressed,
    LeavePressed,
    MatterPressed,
    PrintListPressed,
    RatingPressed,
    Spelled,
    WayPressed,
)
from kiosk.ports import DocumentResult, PrintResult, ScannedCode
from kiosk.questions import Bill, BillState, Credit
from kiosk.rules import Rules
from kiosk.visit.state import State
from kiosk.visit.steps.progress import Scanning, Telling
from kiosk.vocabulary import AnswerCode, CompletionCode, PrintOutcome
from tests.kiosk.visit.form_visits import SPELLINGS
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of, controls, paying_rules
from tests.kiosk.visit.shop import HELD, LICENCE, SERIALS, Shopkeeper
from tests.kiosk.visit.shop import RULES as SHOP_RULES
from tests.kiosk.visit.test_business_lookup import SHOP, USCC, Curious
from tests.kiosk.visit.test_every_way import (
    Watched,
    time_may_pass,
    waits_itself_home,
    what_devices_may_say,
)
from tests.kiosk.visit.test_lost_and_damaged import ENTRY, Cardless
from tests.kiosk.visit.test_opening_a_shop import PHONE, Founder
from tests.kiosk.visit.test_photo_later import ComesBack
from tests.kiosk.visit.test_progress import PASSWORD, PROJID
from tests.kiosk.visit.test_supplement import Completing, shop

DEAD, OTHERWISE = replace(ENTRY, household="deceased"), replace(ENTRY, name="陈海鹰")

Stand = tuple[State, list[Effect]]


def remembering(kind: type[Kiosk]) -> type[Kiosk]:
    """The same visitor, and where they stood after each event."""

    class Remembering(kind):  # type: ignore[valid-type,misc]
        stands: list[Stand]

        def happen(self, event: Event) -> None:
            super().happen(event)
            self.__dict__.setdefault("stands", []).append((self.state, list(self.effects)))

    return Remembering


def ends_with_a_slip(kiosk: Kiosk) -> None:
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    kiosk.tell(ContinuePressed(), RatingPressed(5))


def renews(kiosk: Any) -> None:
    """The first one may not, and takes the list of reasons along; the next pays by phone, so that
    the pages of paying are walked too.
    """
    kiosk.to_the_card()
    kiosk.reads_card(card_of("zhang-yuming"))
    kiosk.tell(PrintListPressed())
    kiosk.completes(PrintResult(PrintOutcome.PARTIAL, 20.0), CompletionCode.HARDWARE_ERROR)
    kiosk.tell(LeavePressed(), ContinuePressed())
    kiosk.to_done()
    kiosk.answered(Bill("33022520261123000417", BillState.PAID, 2000))


def opens_a_shop(kiosk: Any) -> None:
    """And thinks better of it: what was to follow is promised instead."""
    kiosk.to_the_shop()
    kiosk.digits(PHONE)
    kiosk.press("continue")
    kiosk.fills_self_employed("place-proof", "promise")
    while "change-place" not in {control.name for control in controls(kiosk.shown)}:
        kiosk.press("next-page")
    kiosk.press("change-place", "place-declare", "promise")
    kiosk.is_received()


def replaces_a_card(kiosk: Any) -> None:
    kiosk.passes()
    kiosk.answers_everything()
    kiosk.submits()


def hands_in(kiosk: Any) -> None:
    kiosk.completes_it()


def looks_up_a_case(kiosk: Any) -> None:
    """First by the other ways, which find nothing, then by the slip; and stops there: what leads on
    to another matter is that one's story.
    """
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
    kiosk.tell(WayPressed("number"))
    for figures in (PROJID, PASSWORD):
        kiosk.digits(figures)
        kiosk.press("continue")
    kiosk.answered(code=AnswerCode.REFUSED, reason="no_such_case")
    kiosk.press("another", "by-card", "continue")
    kiosk.reads_card()
    kiosk.answered(())
    kiosk.press("another")
    kiosk.tell(LeavePressed(), ContinuePressed())
    kiosk.looks_it_up(shop())
    kiosk.press("print")


def looks_up_a_business(kiosk: Any) -> None:
    kiosk.types("uscc", USCC)
    kiosk.answered(SHOP)
    kiosk.tell(PrintListPressed())
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 60.0))


def prints_a_licence(kiosk: Any) -> None:
    kiosk.loaded()
    kiosk.to_the_look()
    kiosk.tell(ContinuePressed())


STORIES: dict[str, tuple[Callable[[], Kiosk], Callable[[Any], None]]] = {
    "ID-01": (lambda: remembering(Kiosk)(paying_rules()), renews),
    "ID-02": (lambda: remembering(Cardless)("ID-02"), replaces_a_card),  # type: ignore[arg-type]
    "ID-03": (lambda: remembering(Cardless)("ID-03"), replaces_a_card),  # type: ignore[arg-type]
    "BL-02": (lambda: remembering(Founder)(), opens_a_shop),
    "BL-17": (lambda: remembering(Completing)(), hands_in),
    "ID-13": (lambda: remembering(ComesBack)(), hands_in),
    "ID-09": (lambda: remembering(Completing)(), looks_up_a_case),
    "BL-13": (lambda: remembering(Curious)(), looks_up_a_business),
    "BL-08": (lambda: remembering(Shopkeeper)(), prints_a_licence),
}
"""By matter: who goes through its plan to the end."""


def stands(matter: str) -> Iterator[tuple[Rules, Stand]]:
    """Where the visitor of this matter stood, each kind of place once."""
    begin, story = STORIES[matter]
    kiosk: Any = begin()
    story(kiosk)
    ends_with_a_slip(kiosk)
    seen = set()
    for state, effects in kiosk.stands:
        place = _place(state)
        if place is not None and place not in seen:
            seen.add(place)
            yield kiosk.rules, (state, effects)


def _place(state: State) -> object:
    """What tells one stand from another: the step, what is under way in it, what it asks for."""
    if state.visit is None:
        return None
    step: Any = state.visit.step
    names = ("phase", "asked", "reading", "kept", "held", "licence", "tries")
    rest = tuple(_kind(getattr(step, name, None)) for name in names)
    return (state.visit.position, type(step).__name__, *rest)


def _kind(value: object) -> object:
    """Ids of questions differ, and that there is one is all that counts here."""
    return bool(value) if isinstance(value, str) and "." in value else str(value)[:24]


def may_happen(kiosk: Watched) -> Iterator[Event]:
    """One of each kind: everything that can be pressed, everything that can come."""
    letters = 0
    for control in controls(kiosk.shown):
        if control.name.startswith(("key-", "digit-", "entry-", "town-")):
            letters += 1
            if letters > 2:
                continue
        yield control.press
    yield from what_devices_may_say(kiosk)
    yield from time_may_pass(kiosk)
    step: Any = kiosk.state.visit.step if kiosk.state.visit else None
    asked = getattr(step, "asked", "")
    if isinstance(asked, str) and asked:
        for answer in (HELD, (), LICENCE, ENTRY, DEAD, OTHERWISE, Credit(True), SHOP, shop()):
            yield Answered(asked, AnswerCode.ANSWERED, answer, what="anything")
        yield Answered(asked, AnswerCode.UNKNOWN, None, "seal_seal", what="anything")
        yield Answered(asked, AnswerCode.REFUSED, None, "no_record", what="anything")
    command = getattr(step, "command", "")
    if isinstance(step, Scanning | Telling):
        code = f"BDY:PROJID:{RECEIPT.projid}:{RECEIPT.password}"
        yield Completed(command, CompletionCode.SUCCESS, ScannedCode("progress_code", code))
        yield Completed(command, CompletionCode.SUCCESS, ScannedCode("intake_code", "BDY:CASE:X"))
        yield HandInPressed()
    if getattr(step, "phase", ""):
        for serial in SERIALS.values():
            yield Completed(command, CompletionCode.SUCCESS, ScannedCode("licence_blank", serial))
            yield from (BlankBound(serial), BlankNotBound(serial, "printed"))
        for outcome in PrintOutcome:
            yield Completed(command, CompletionCode.SUCCESS, DocumentResult(outcome, 1))


class Presser(Watched):
    """Stands where another visitor stood."""

    def __init__(self, rules: Rules, stand: Stand) -> None:
        super().__init__(rules)
        self.state, effects = stand
        self.effects = list(effects)

    def hold(self, effects: list[object]) -> None:
        super().hold(effects)
        visit = self.state.visit
        for effect in effects:
            if isinstance(effect, SubmitCase):
                matter = self.rules.matters[effect.case.matter]
                assert effect.case.identity_way or matter.identity not in ("L3", "L4")
                notice = {"visit": effect.case.visit, "purpose": "privacy_notice"}
                assert notice in self.audited("consent_given")
            if isinstance(effect, PrintLicence):
                assert visit is not None
                assert visit.facts.identity_way
                assert effect.licence.person == visit.facts.applicant.name
            if isinstance(effect, Spell):
                Kiosk.happen(self, SPELLINGS.get(effect.letters, Spelled(effect.letters, (), ())))
        printed = [effect.id for effect in self.did(PrintLicence)]
        assert len(printed) == len(set(printed))
        bound = {effect.serial for effect in self.did(BindBlank)}
        assert {effect.serial for effect in self.did(PrintLicence)} <= bound
        assert {end.serial for end in self.did(EndBlank)} <= bound


def walk(matter: str, every: int = 1) -> int:
    """Try every n-th way out of every stand; how many were tried."""
    tried = 0
    for rules, stand in stands(matter):
        for number, event in enumerate(may_happen(Presser(rules, stand))):
            if (number + tried) % every:
                continue
            kiosk = Presser(rules, stand)
            kiosk.happen(event)
            waits_itself_home(kiosk)
            tried += 1
    return tried


def test_a_story_reaches_every_step_of_its_plan() -> None:
    for matter in STORIES:
        met = {stand[0].visit.position for _, stand in stands(matter) if stand[0].visit}
        steps = SHOP_RULES.matters[matter].steps()
        passed_by = {"fingerprints"} & set(steps)  # without a page
        passed_by |= set() if matter == "ID-01" else {"fee"}  # where there is nothing to pay with
        asked = SHOP_RULES.matters[matter].eligibility
        if asked is not None and not asked.told:
            passed_by |= {"eligibility"} & set(steps)
        assert {steps[at] for at in met} == set(steps) - passed_by, matter


def test_every_plan_that_is_done_here_is_walked() -> None:
    """A plan that nobody walks is told here."""
    done = {code for code, matter in SHOP_RULES.matters.items() if matter.here == "done"}
    assert done == STORIES.keys()


@pytest.mark.parametrize("matter", STORIES)
def test_some_ways_out_of_every_page_of_a_plan(matter: str) -> None:
    assert walk(matter, every=23) > 5


@pytest.mark.long
@pytest.mark.parametrize("matter", STORIES)
def test_every_way_out_of_every_page_of_a_plan(matter: str) -> None:
    assert walk(matter) > 100
