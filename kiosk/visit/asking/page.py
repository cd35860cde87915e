"""What the pages of a form have in common: a state, an answer, and the words of the field asked."""

from dataclasses import dataclass, field
from typing import Protocol

from config.forms import FormField
from config.words import Words
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import ContinuePressed, SkipPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context
from kiosk.visit.views import View
from kiosk.visit.views.parts import Button, Frame


class Page:
    """The state of the page that asks; each module of this folder derives its own."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """Go on asking, with this state of the page."""

    page: Page
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """The visitor is done with this field, as typed; empty: skipped. Whoever asked checks it."""

    value: str = field(repr=False)


Result = Turned | Answered | None


@dataclass(frozen=True, slots=True)
class Asking:
    """A field that is asked for. problem: a key of `problem.<key>`, told at the field."""

    c: Context
    field: FormField
    problem: str = ""

    @property
    def words(self) -> Words:
        return self.c.words

    @property
    def frame(self) -> Frame:
        return frame_of(self.c)

    @property
    def title(self) -> str:
        return self.words(f"field.{self.field.name}.title")

    @property
    def help(self) -> str:
        return self.words(f"field.{self.field.name}.help")

    @property
    def trouble(self) -> str:
        return self.words(f"problem.{self.problem}") if self.problem else ""

    @property
    def skip(self) -> Button | None:
        if not self.field.optional:
            return None
        return Button("skip", self.words("form.skip"), SkipPressed())

    def onward(self, ready: bool, missing: str = "form.type_first") -> Button:
        """The primary action; not ready: what is missing."""
        return Button(
            "continue",
            self.words("form.continue"),
            ContinuePressed(),
            enabled=ready,
            missing="" if ready else self.words(missing),
        )


class Asks(Protocol):
    """One way to ask: a module of this folder with these names."""

    def begin(self, a: Asking, value: str) -> Page:
        """The first page; value: what was answered before, or empty."""

    def advance(self, a: Asking, page: Page, event: Event) -> Result: ...

    def view(self, a: Asking, page: Page) -> View: ...
