"""Figures on twelve keys: phone, day, amount, number, so many figures as stand on a slip, citizen's
number (its X in place of 清空).
"""

from dataclasses import dataclass, field, replace

from kiosk.case import contact, id_number
from kiosk.case.money import yuan
from kiosk.events import Event
from kiosk.events.touches import ClearPressed, ContinuePressed, DeletePressed, DigitPressed
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.views.answers import KeypadView
from kiosk.visit.views.parts import Button

LENGTHS = {"phone": contact.MOBILE_LENGTH, "date": 8, "id_number": id_number.LENGTH}
GROUPS = {"phone": (3, 4, 4), "date": (4, 2, 2), "id_number": (6, 8, 4)}
EXTRA = {"id_number": "X", "amount": "."}
MOST = 12
LONGEST_BESIDE = 18  # figures beside which there is room for how many are missing


@dataclass(frozen=True, slots=True)
class Typed(Page):
    value: str = field(default="", repr=False)


def begin(a: Asking, value: str) -> Page:
    match a.field.type:
        case "date":
            return Typed(value.replace("-", ""))
        case "amount" if value:
            return Typed(yuan(int(value)))
        case _:
            return Typed(value)


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Typed)
    kind, value = a.field.type, page.value
    match event:
        case DigitPressed(digit=digit) if len(value) < (_length(a) or MOST):
            if digit == EXTRA.get(kind) and not _extra_fits(kind, value):
                return Turned(page)
            return Turned(replace(page, value=value + digit))
        case DeletePressed():
            return Turned(replace(page, value=value[:-1]))
        case ClearPressed():
            return Turned(Typed())
        case ContinuePressed() if _complete(a, value):
            return Answered(value)
        case _:
            return None


def _extra_fits(kind: str, value: str) -> bool:
    """X is the last of a citizen's number; an amount has one point, after its first digit."""
    if kind == "id_number":
        return len(value) == id_number.LENGTH - 1
    return bool(value) and "." not in value


def _complete(a: Asking, value: str) -> bool:
    return len(value) == (_length(a) or len(value)) and bool(value)


def _length(a: Asking) -> int:
    """How many figures it has; 0: as many as are typed."""
    own = a.field.most if a.field.type == "digits" else None
    return own or LENGTHS.get(a.field.type, 0)


def view(a: Asking, page: Page) -> KeypadView:
    assert isinstance(page, Typed)
    words, kind, value = a.words, a.field.type, page.value
    missing = _length(a) - len(value)
    unit = f"field.{a.field.name}.unit"
    told = words("phone.missing", digits=missing) if missing > 0 else ""
    onward = a.onward(_complete(a, value))
    if _length(a) > LONGEST_BESIDE and told:  # the field is full of figures: the action says it
        told, onward = "", replace(onward, missing=told)
    return KeypadView(
        frame=a.frame,
        name=a.field.name,
        title=a.title,
        lead=a.help,
        value=_grouped(value, a.field.groups or GROUPS.get(kind, ())),
        missing=told or (words(unit) if words.has(unit) else ""),
        problem=a.trouble,
        keys=keys(a),
        primary=onward,
        secondary=a.skip,
    )


def keys(a: Asking) -> tuple[Button, ...]:
    words = a.words
    extra = EXTRA.get(a.field.type)
    left = (
        Button(f"digit-{extra}", extra, DigitPressed(extra))
        if extra
        else Button("clear", words("phone.clear"), ClearPressed())
    )
    return (
        *(Button(f"digit-{digit}", digit, DigitPressed(digit)) for digit in "123456789"),
        left,
        Button("digit-0", "0", DigitPressed("0")),
        Button("delete", words("phone.delete"), DeletePressed()),
    )


def _grouped(value: str, lengths: tuple[int, ...]) -> str:
    parts, at = [], 0
    for length in lengths:
        parts.append(value[at : at + length])
        at += length
    return " ".join(part for part in (*parts, value[at:]) if part)
