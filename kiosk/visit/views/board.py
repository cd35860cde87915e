"""The technician's board."""

from dataclasses import dataclass

from kiosk.visit.views.parts import Button, Frame, IconRow


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One line of the technician's board. grade: ok, warning, fail, absent, not_run, testing.

    advice: what to do about it, told where it is the worst. button: what a touch on the row does.
    """

    grade: str
    name: str
    word: str
    detail: str
    advice: str = ""
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class StatusView:
    """The technician's board, or one device of it: lines, what to do, and what can be done."""

    frame: Frame
    name: str
    title: str
    lead: str
    rows: tuple[StatusRow, ...]
    notes: tuple[IconRow, ...]
    actions: tuple[Button, ...]
    primary: Button
    secondary: Button | None = None


@dataclass(frozen=True, slots=True)
class PaperStep:
    """state: done, now, to_come."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """The paper change, step by step; picture: "open", "roll" or "close"."""

    frame: Frame
    title: str
    lead: str
    steps: tuple[PaperStep, ...]
    picture: str
    primary: Button
