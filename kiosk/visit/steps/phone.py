"""您的手机号是多少: eleven digits on a large keypad; what is wrong is told at the field."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.case.contact import MOBILE_LENGTH, grouped, is_mobile, may_become_mobile
from kiosk.case.data import typed
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import ClearPressed, ContinuePressed, DeletePressed, DigitPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.answers import KeypadView
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

LENGTH = MOBILE_LENGTH


@dataclass(frozen=True, slots=True)
class TypingPhone(Step):
    kind: ClassVar[str] = "phone"
    value: str = field(default="", repr=False)


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(TypingPhone(c.facts.phone)))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, TypingPhone)
    match event:
        case DigitPressed(digit=digit) if len(step.value) < LENGTH and digit in "0123456789":
            return Move(Stay(replace(step, value=step.value + digit)))
        case DeletePressed():
            return Move(Stay(replace(step, value=step.value[:-1])))
        case ClearPressed():
            return Move(Stay(replace(step, value="")))
        case ContinuePressed() if is_mobile(step.value):
            return Move(Next(), facts=c.facts.told(typed("phone", step.value)))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> KeypadView:
    assert isinstance(step, TypingPhone)
    words = c.words
    missing = LENGTH - len(step.value)
    good = is_mobile(step.value)
    order = [*"123456789", "clear", "0", "delete"]
    actions = {"clear": ClearPressed(), "delete": DeletePressed()}
    keys = tuple(
        Button(key, words(f"phone.{key}"), actions[key])
        if key in actions
        else Button(f"digit-{key}", key, DigitPressed(key))
        for key in order
    )
    return KeypadView(
        frame=frame_of(c),
        name="phone",
        title=words("phone.title"),
        lead=words("phone.lead"),
        value=grouped(step.value),
        missing="",
        problem="" if may_become_mobile(step.value) else words("phone.problem"),
        keys=keys,
        primary=Button(
            "continue",
            words("phone.continue"),
            ContinuePressed(),
            enabled=good,
            missing=words("phone.missing", digits=missing) if missing else "",
        ),
    )
