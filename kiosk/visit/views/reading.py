"""Pages to read, with an action or none."""

from dataclasses import dataclass, field

from kiosk.case.timeline import TimelineRow
from kiosk.visit.views.parts import Button, Frame, IconRow


@dataclass(frozen=True, slots=True)
class NeedToKnowView:
    """window_title, window_text: empty where the self-check says who must go to a window."""

    frame: Frame
    title: str
    facts: tuple[IconRow, ...]
    window_title: str
    window_text: str
    secondary: Button
    check: Button | None  # 先自查, where the matter has questions
    primary: Button


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A page to read, then one action: privacy notice, eligibility, window number, goodbye.

    big and lead stand above the slip; rows are on it; paragraphs follow the rows on the slip.
    """

    frame: Frame
    name: str  # "privacy", "eligible", "not_eligible", "ticket", "goodbye", ...
    title: str
    lead: str
    rows: tuple[IconRow, ...] = ()
    paragraphs: tuple[str, ...] = field(default=(), repr=False)
    big: str = ""  # e.g. the window number
    more: Button | None = None  # a page beside the way; stands above the two actions
    secondary: Button | None = None
    primary: Button | None = None
    code: str = ""  # the small code for the technician
    picture: str = "lantern"


@dataclass(frozen=True, slots=True)
class ConsentView:
    frame: Frame
    title: str
    rows: tuple[IconRow, ...]
    ways_title: str
    ways: tuple[IconRow, ...]
    refuse: Button
    agree: Button


@dataclass(frozen=True, slots=True)
class BusyView:
    """The kiosk is at work and asks for nothing: submitting, printing, starting.

    rows: what is good to know and can be read while it works.
    """

    frame: Frame
    name: str
    title: str
    lead: str
    progress: float | None = None
    rows: tuple[IconRow, ...] = ()
    picture: str = "lantern"


@dataclass(frozen=True, slots=True)
class DoneView:
    frame: Frame
    title: str
    lead: str
    number_label: str
    number: str = field(repr=False)
    qr: str = field(repr=False)
    about: tuple[str, ...] = field(repr=False)
    stamp: str  # 演示 无效, or empty
    next_title: str
    timeline: tuple[TimelineRow, ...]
    notes: tuple[str, ...]
    slip_hint: str  # where the paper comes out, or what has become of it
    slip_below: bool  # whether there is paper in the slot to point at
    secondary: Button | None
    primary: Button
