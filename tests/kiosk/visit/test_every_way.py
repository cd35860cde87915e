"""A machine presses whatever can be pressed and lets happen whatever can happen, in any order.

What must never be, must not be on any of these ways: a person remembered after the end, a camera
opened outside the two steps that look or without consent, a case submitted twice or without
identity, a page without a way out by waiting alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.attention import CheckCamera, RefillPaper, ResetReader
from kiosk.case.card_photo import PhotoRule
from kiosk.case.identity import camera_may_open
from kiosk.case.model import CardKind
from kiosk.effects import Print, StartFace, StartPhotos, SubmitCase
from kiosk.events import Event
from kiosk.events.devices import (
    CardFound,
    CardLifted,
    CardPresence,
    CardUnreadable,
    CodeRefused,
    Completed,
    DataCleared,
    FaceHint,
    PhotoHint,
    StatusChanged,
)
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused, StoreFailed, TicketTaken
from kiosk.events.platforms import Answered, PlatformReached
from kiosk.events.program import Tick
from kiosk.events.touches import StrokeDrawn, Touched
from kiosk.ports import (
    CardData,
    DeviceStatus,
    FaceScore,
    PhotosTaken,
    PrintResult,
    ScannedCode,
)
from kiosk.questions import Bill, BillState, CodeHolder, Place
from kiosk.visit.state import Paused
from kiosk.visit.steps.card_photo import Posing
from kiosk.visit.steps.face import Checking
from kiosk.visit.steps.fee import Paying
from kiosk.visit.steps.show_code import ShowingCode
from kiosk.vocabulary import (
    AnswerCode,
    CompletionCode,
    Device,
    DeviceState,
    Hint,
    Liveness,
    Platform,
    PrintOutcome,
)
from tests.kiosk.photos import SHOTS
from tests.kiosk.visit.kiosk import (
    A_STROKE,
    RECEIPT,
    Kiosk,
    card_of,
    controls,
    everything,
    paying_rules,
)

RULES = paying_rules()
CARDS = (
    card_of("chen-haiying"),
    card_of("lin-guobin"),
    card_of("zhang-yuming"),
    card_of("chen-haiying", valid_to=None),
    card_of("chen-haiying", kind=CardKind.FOREIGNER_2017),
    card_of("chen-haiying", birth=date(2015, 3, 7)),
)
SECRETS = (
    SHOTS.shots[1].jpeg,
    "陈海英",
    "林国斌",
    "张㛃明",
    "示例路",
    "330299",
    RECEIPT.projid,
    "19900006620",
)


def what_devices_may_say(kiosk: Kiosk) -> Iterator[Event]:
    step: Any = kiosk.state.visit.step if kiosk.state.visit else None
    command = getattr(step, "command", "") or getattr(step, "printing", "")
    yield StrokeDrawn(A_STROKE)
    yield from (CardFound(), CardLifted(), CardUnreadable("checksum"), DataCleared())
    yield from (CardPresence(True), CardPresence(False), PlatformReached(False))
    visit = kiosk.state.visits
    yield from (PlatformReached(True), StoreFailed(), StoreFailed(draft_of=visit))
    yield from (TicketTaken("0107-1123-001", each) for each in (visit, visit - 1))
    yield from (PhotoHint((), 3, 0), PhotoHint((PhotoRule.EYES_OPEN,), 0, 2))
    yield from (FaceHint(hint, 0.5) for hint in (Hint.COME_CLOSER, Hint.TURN_LEFT, Hint.COMPARING))
    for attention in (None, ResetReader):
        yield StatusChanged(DeviceStatus(Device.CARD_READER, DeviceState.ONLINE, attention))
    yield StatusChanged(DeviceStatus(Device.CAMERA, DeviceState.OFFLINE, CheckCamera))
    yield StatusChanged(DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper))
    results = [CardData(card, portrait) for card in CARDS for portrait in (True, False)]
    results += [
        FaceScore(d, 2, 0.8, "dlib", 0.1, liveness)
        for d in (0.2, 0.47, 0.7, float("nan"))
        for liveness in (Liveness.PASSED, Liveness.MISSED)
    ]
    results += [SHOTS, PhotosTaken(SHOTS.shots[:1], 0, False, 40.0)]
    results += [PrintResult(outcome, 90.0) for outcome in PrintOutcome]
    fitting = {"PlacingCard": CardData, "Checking": FaceScore, "Posing": PhotosTaken}
    wanted = fitting.get(type(step).__name__, PrintResult)
    for result in results:
        if isinstance(result, wanted):
            yield Completed(command, CompletionCode.SUCCESS, result)
    for code in CompletionCode:
        if code is not CompletionCode.SUCCESS:
            yield Completed(command, code)
    yield CodeRefused("not_wanted")
    yield from (PlatformReached(up, Platform.CLERK, "timeout") for up in (False, True))
    if isinstance(step, ShowingCode):
        yield Completed(command, CompletionCode.SUCCESS, ScannedCode("identity_qr", "BDYID1"))
    asked = getattr(step, "asked", "")
    if isinstance(asked, str) and asked:
        answers: list[object] = [Place("a1", 1), Place("a1", 0, True), Place("a1", 0, False)]
        if isinstance(step, ShowingCode):
            answers = [CodeHolder(card.number, card.name) for card in CARDS[:2]]
        if isinstance(step, Paying):
            answers = [Bill("B1", state, 2000, "pay:1") for state in BillState]
        ends = [(AnswerCode.ANSWERED, answer, "") for answer in answers]
        ends += [(code, None, "r") for code in list(AnswerCode)[1:]]
        yield from (Answered(asked, *end, what="anything") for end in ends)
    case = getattr(step, "case", None)
    if case is not None:
        yield from (CaseKept(case.number), CaseDelivered(case.number, RECEIPT))
        yield from (CaseRefused(case.number, "E1"), StoreFailed(case.number))


def time_may_pass(kiosk: Kiosk) -> Iterator[Event]:
    for seconds in (1, 9, 61, 100):
        now = kiosk.state.now + timedelta(seconds=seconds)
        yield Tick(kiosk.state.at_s + seconds, now)
    yield Touched()


class Watched(Kiosk):
    """Holds what must never be after every single event."""

    def happen(self, event: Event) -> None:
        seen = len(self.effects)
        super().happen(event)
        self.hold(self.effects[seen:])

    def hold(self, effects: list[object]) -> None:
        visit = self.state.visit
        if visit is None:
            held = everything(self.state)
            for secret in SECRETS:
                assert secret not in held, "somebody is remembered after the end"
        for effect in effects:
            if isinstance(effect, StartFace):
                assert visit is not None
                assert isinstance(visit.step, Checking)
                assert visit.facts.birth is not None
                assert camera_may_open(visit.facts.birth, self.state.now.date())
                purpose = self.rules.matters[visit.matter].face_purpose
                assert purpose
                agreed = {"visit": visit.number, "purpose": purpose}
                assert agreed in self.audited("consent_given")
            if isinstance(effect, StartPhotos):
                assert visit is not None
                assert isinstance(visit.step, Posing)
                assert visit.facts.birth is not None
                assert camera_may_open(visit.facts.birth, self.state.now.date())
                assert effect.same_person is (visit.facts.identity_way == "face")
                agreed = {"visit": visit.number, "purpose": "card_photo"}
                assert agreed in self.audited("consent_given")
            if isinstance(effect, SubmitCase):
                assert effect.case.identity_way
                said = {datum.name: datum.value for datum in effect.case.data}
                photo = effect.case.photo
                assert said.get("photo") == ("taken" if photo else said.get("photo") and "pending")
                assert said.get("photo_ref") == (photo.sha256 if photo else None)
                assert effect.case.phone
                assert effect.case.signature is not None
                cases = [effect.case for effect in self.did(SubmitCase)]
                assert len({case.number for case in cases}) == len({case.visit for case in cases})
            if isinstance(effect, Print):
                slips = [effect.slip.number for effect in self.did(Print)]
                assert slips.count(effect.slip.number) == 1, "one slip was printed twice"


def further(kiosk: Watched, choice: int, happening: int) -> None:
    """Mostly press; now and then something happens; always somewhere."""
    pressable = [control.press for control in controls(kiosk.shown)]
    happens = [*what_devices_may_say(kiosk), *time_may_pass(kiosk)]
    if pressable and happening % 3:
        kiosk.happen(pressable[choice % len(pressable)])
    else:
        kiosk.happen(happens[choice % len(happens)])


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["home", "card", "face", "ways", "photo", "answers", "review", "submit"]),
    st.lists(st.tuples(st.integers(0, 997), st.integers(0, 11)), max_size=30),
)
def test_whatever_is_pressed_and_whatever_happens(
    start: str, choices: list[tuple[int, int]]
) -> None:
    kiosk = Watched(RULES)
    if start == "card":
        kiosk.to_the_card()
    elif start == "face":
        kiosk.to_the_face()
    elif start == "ways":
        kiosk.to_the_ways()
    elif start == "photo":
        kiosk.to_the_photo()
    elif start == "answers":
        kiosk.to_the_phone()
    elif start == "review":
        kiosk.to_the_review()
    elif start == "submit":
        kiosk.to_done()
    for choice, happening in choices:
        further(kiosk, choice, happening)
    waits_itself_home(kiosk)


def waits_itself_home(kiosk: Watched) -> None:
    """A visitor who only walks away: every page ends by itself, and nobody is remembered. Before a
    fee is paid by phone that takes ten minutes."""
    for _ in range(60):
        if isinstance(kiosk.state.place, Paused):
            return
        if kiosk.state.visit is None and kiosk.page == "HomeView":
            return
        kiosk.happen(Tick(kiosk.state.at_s + 15, kiosk.state.now + timedelta(seconds=15)))
        step: Any = kiosk.state.visit.step if kiosk.state.visit else None
        if isinstance(step, Checking | Posing):  # the device ends each try by itself
            kiosk.happen(Completed(step.command, CompletionCode.TIME_OUT))
    raise AssertionError(f"{kiosk.page} does not end by itself")


def test_every_step_of_the_plan_is_reached_on_some_way() -> None:
    kiosk = Watched(RULES)
    kiosk.to_done()
    kiosk.answered(Bill("B1", BillState.PAID, 2000))
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    kiosk.tell(*(control.press for control in controls(kiosk.shown) if control.name == "finish"))
    reached = [row["step"] for row in kiosk.audited("step_reached")]
    planned = RULES.matters["ID-01"].steps()
    assert reached == [step for step in planned if step != "fingerprints"]  # which has no page
