"""What several pages are made of: controls, rows, the frame around every page."""

from dataclasses import dataclass

from kiosk.events import Event
from kiosk.vocabulary import Language, Theme


@dataclass(frozen=True, slots=True)
class Button:
    """A control. enabled False: drawn dashed, with `missing` telling what is still needed."""

    name: str
    label: str
    press: Event
    icon: str = ""  # a name of the icon font, e.g. "arrow-left"
    note: str = ""  # a second, smaller line
    enabled: bool = True
    missing: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class StepLabel:
    """One bar of the step indicator. state: done, now, to_come."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every screen: header, steps, the bar at the bottom."""

    title: str  # left in the header: the matter, or the zone
    clock: str  # "14:26"
    open_sign: str  # 不打烊
    steps: tuple[StepLabel, ...]
    step_sentence: str  # 第 2 步，共 5 步: what 长辈 shows instead of the bars
    back: Button | None
    leave: Button | None
    help: Button
    bar_sentence: str  # where back and leave are not: one sentence
    theme: Theme
    night: bool
    language: Language
    sound: bool
    demo: bool  # simulated hardware: generated people are labelled


@dataclass(frozen=True, slots=True)
class IconRow:
    """A row of a slip: icon, large words, small words beneath or beside."""

    icon: str
    big: str
    note: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The hint band: one sentence that matters now, and one that explains it."""

    icon: str
    big: str
    note: str
