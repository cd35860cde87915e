"""What a citizen is asked for, one question to a page, and all of it once more."""

from dataclasses import dataclass, field

from kiosk.visit.views.parts import Button, Frame


@dataclass(frozen=True, slots=True)
class PlaceCardView:
    frame: Frame
    title: str
    lead: str
    place: tuple[str, str]  # 感应区 / 在屏幕下方
    waiting: str
    seconds_left: str
    reading: bool  # a card lies there and is being read
    trouble: str  # a hint after a failed read, or empty
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One question, a few equal answers: other ways, how to get the document."""

    frame: Frame
    name: str
    title: str
    lead: str
    choices: tuple[Button, ...]
    note: str = ""
    picture: str = "lantern"


@dataclass(frozen=True, slots=True)
class KeypadView:
    """A figure on twelve large keys: a phone number, a day, an amount."""

    frame: Frame
    name: str
    title: str
    lead: str
    value: str = field(repr=False)  # grouped: 138 0000 66
    missing: str  # 还差 2 位
    problem: str  # what is wrong with a complete number, or empty
    keys: tuple[Button, ...]  # twelve, in reading order
    primary: Button
    secondary: Button | None = None  # where the answer may stay open


@dataclass(frozen=True, slots=True)
class TypingView:
    """Words on the keyboard: what stands, the letters that are no words yet, what they may be."""

    frame: Frame
    name: str
    title: str
    lead: str
    value: str = field(repr=False)
    composing: str = field(repr=False)  # letters, syllables apart: "xiang shan"
    problem: str
    candidates: tuple[Button, ...] = field(repr=False)  # at most eight
    rows: tuple[tuple[Button, ...], ...]  # the keys, as they lie
    tools: tuple[Button, ...]  # what lies beneath them: which keys, clear, delete
    primary: Button
    secondary: Button | None = None


@dataclass(frozen=True, slots=True)
class PickView:
    """Many equal answers in a grid: a town, a kind of business; several may be chosen."""

    frame: Frame
    name: str
    title: str
    lead: str
    choices: tuple[Button, ...]
    wide: bool = False  # one to a row, with a note, instead of a grid
    problem: str = ""
    note: str = field(default="", repr=False)
    secondary: Button | None = None
    primary: Button | None = None


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A pad for one finger. strokes: what is written, in thousandths of the pad's width."""

    frame: Frame
    name: str
    title: str
    lead: str
    strokes: tuple[tuple[tuple[int, int], ...], ...] = field(repr=False)
    place: str  # what stands on the empty pad
    meaning: str
    secondary: Button
    primary: Button


@dataclass(frozen=True, slots=True)
class FeeView:
    """What is to be paid, and the code that the citizen's phone pays by."""

    frame: Frame
    name: str
    title: str
    lead: str
    qr: str = field(repr=False)
    rows: tuple[tuple[str, str], ...]
    hint: str
    secondary: Button
    primary: Button


@dataclass(frozen=True, slots=True)
class ReviewRow:
    label: str
    value: str = field(repr=False)
    change: Button | None = None


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    title: str
    rows: tuple[ReviewRow, ...]
    wrong: Button | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One page of what is to be submitted; without a fee on all but the last."""

    frame: Frame
    name: str
    title: str
    lead: str
    groups: tuple[ReviewGroup, ...]
    fee_label: str
    fee: str
    fee_note: str
    primary: Button


@dataclass(frozen=True, slots=True)
class RatingView:
    frame: Frame
    title: str
    lead: str
    about: tuple[str, str]  # what is being rated, and its number
    levels: tuple[Button, ...]  # five, best first; icon: "face-5" to "face-1"
    skip: Button
