"""A visit without a kiosk: presses what the pages offer and answers what the steps ask for.

So that a configuration can be tried before anybody signs it: does a visit still come to its end,
and which pages does it pass? Pure; devices and platforms are answered for as when all is well, for
somebody on the reviewed list. It knows no matter and types no form: a matter that it cannot finish
with the program's own words is none of its business.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass

from config.problem import Problem
from kiosk.case.card_photo import CardPhoto
from kiosk.demonstration.slip_samples import MONDAY_AFTERNOON, RECEIPT, a_card
from kiosk.effects import (
    Ask,
    Audit,
    Effect,
    KeepDraft,
    Print,
    StartFace,
    StartPhotos,
    StartReading,
    SubmitCase,
)
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.events.keeping import CaseDelivered, CaseKept, TicketTaken
from kiosk.events.platforms import Answered
from kiosk.events.program import Started
from kiosk.events.touches import DoorPressed, MatterPressed, StrokeDrawn
from kiosk.ports import CardData, FaceScore, PhotosTaken, PrintResult
from kiosk.rules import Rules
from kiosk.visit.advance import advance, first_state
from kiosk.visit.state import State
from kiosk.visit.view import view
from kiosk.visit.views import View
from kiosk.visit.views.answers import SignatureView
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import AnswerCode, CompletionCode, LeaveReason, Liveness, PrintOutcome

MOST_PRESSES = 120
A_STROKE = ((100, 100), (900, 300))
PHONE = "19900006620"


@dataclass(slots=True)
class Rehearsal:
    """pages: name and state of each page that was met. finished: it came to its end."""

    pages: list[tuple[str, State]] = field(default_factory=list)
    finished: bool = False
    failure: str = ""


def rehearse(rules: Rules, code: str) -> Rehearsal:
    """One visit for this matter; what goes wrong in it is told, not raised."""
    done = Rehearsal()
    walk = _Walk(rules, done)
    try:
        walk.happen(Started(visits=1))
        walk.meet("home")
        door = rules.matters[code].door or ""
        walk.happen(DoorPressed(door))
        walk.meet(f"door {door}")
        walk.happen(MatterPressed(code))
        for _ in range(MOST_PRESSES):
            if walk.state.visit is None:
                break
            walk.go_on()
    except Exception as error:  # whatever the words or limits did to it
        done.failure = f"{type(error).__name__}: {error}"[:200]
    return done


def unfinished(rules: Rules, finished_before: frozenset[str]) -> Iterator[Problem]:
    """Visits that fail, of a matter that the program does not have too; and those that came to
    their end with the program's own words and limits, and do not now.
    """
    for code in sorted(offered(rules)):
        done = rehearse(rules, code)
        if done.failure:
            yield Problem(code, "(visit)", "a visit fails", done.failure)
        elif not done.finished and code in finished_before:
            yield Problem(code, "(visit)", "a visit does not come to its end")


def offered(rules: Rules) -> set[str]:
    """The matters that are done on this kiosk, and not switched off at this hour."""
    return {
        code
        for code, matter in rules.matters.items()
        if matter.here == "done" and rules.switched_off(code, MONDAY_AFTERNOON) is None
    }


class _Walk:
    def __init__(self, rules: Rules, done: Rehearsal) -> None:
        self._rules, self._done = rules, done
        self.state = first_state(0.0, MONDAY_AFTERNOON)
        self._asked: list[Effect] = []
        self._pressed: Counter[tuple[str, str]] = Counter()

    def happen(self, event: Event) -> None:
        self.state, effects = advance(self._rules, self.state, event)
        self._asked += effects
        for effect in effects:
            if isinstance(effect, Audit) and effect.event == "visit_ended":
                self._done.finished = dict(effect.fields)["reason"] == LeaveReason.FINISHED

    def meet(self, name: str) -> View:
        shown = view(self._rules, self.state)
        known = {met for met, _ in self._done.pages}
        if name not in known:
            self._done.pages.append((name, self.state))
        return shown

    def go_on(self) -> None:
        """Answer what was asked for; when nothing was, press something."""
        assert self.state.visit is not None
        kind = self.state.visit.step.kind or "begin"
        shown = self.meet(f"{self.state.visit.matter} {kind}")
        asked, self._asked = self._asked, []
        answers = [event for effect in asked for event in _answers(effect)]
        for event in answers:
            self.happen(event)
        if not answers:
            self._press(kind, shown)

    def _press(self, page: str, shown: View) -> None:
        if isinstance(shown, SignatureView) and not shown.strokes:
            self.happen(StrokeDrawn(A_STROKE))
            return
        own = [button for button in _controls(shown) if button not in _frame_of(shown)]
        if not own:
            return
        primary = getattr(shown, "primary", None) or getattr(shown, "agree", None)
        if primary in own:
            chosen = primary
        else:
            wanted = PHONE[self._pressed[page, "digits"] % len(PHONE)]
            digits = [button for button in own if button.name == f"digit-{wanted}"]
            chosen = (digits or sorted(own, key=lambda b: self._pressed[page, b.name]))[0]
            self._pressed[page, "digits"] += bool(digits)
        assert isinstance(chosen, Button)
        self._pressed[page, chosen.name] += 1
        self.happen(chosen.press)


def _answers(effect: Effect) -> Iterator[Event]:
    """What devices, store and platforms say when all is well."""
    well = CompletionCode.SUCCESS
    match effect:
        case StartReading(id=id):
            yield Completed(id, well, CardData(a_card(), True))
        case StartFace(id=id):
            yield Completed(id, well, FaceScore(0.31, 2, 0.9, "rehearsal", 0.1, Liveness.PASSED))
        case StartPhotos(id=id, same_person=compared):
            yield Completed(id, well, PhotosTaken((CardPhoto(""),), 0, compared, 4.0))
        case Print(id=id):
            yield Completed(id, well, PrintResult(PrintOutcome.PRINTED, 90.0))
        case SubmitCase(case=case):
            yield CaseKept(case.number)
            yield CaseDelivered(case.number, RECEIPT)
        case KeepDraft(visit=visit):
            yield TicketTaken("0107-1123-001", visit)
        case Ask(id=id):
            yield Answered(id, AnswerCode.UNREACHABLE)


def _controls(shown: object) -> Iterator[Button]:
    if isinstance(shown, Button):
        if shown.enabled:
            yield shown
    elif isinstance(shown, tuple):
        for item in shown:
            yield from _controls(item)
    elif is_dataclass(shown):
        for each in fields(shown):
            yield from _controls(getattr(shown, each.name))


def _frame_of(shown: View) -> list[Button]:
    return list(_controls(getattr(shown, "frame", ())))
