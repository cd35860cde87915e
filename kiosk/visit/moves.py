"""How a step says what comes next, and what it may look at when it decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from config.forms import Form
from config.matters import Matter, kind_of, name_of
from config.words import Words
from kiosk.effects import Ask, Audit, Effect
from kiosk.events import Event
from kiosk.questions import Question
from kiosk.rules import Rules
from kiosk.visit.state import Facts, State, Step, Visit
from kiosk.visit.views import View
from kiosk.vocabulary import Device, LeaveReason, Platform


class Turn:
    """Where a visit goes from here."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Stay(Turn):
    """Go on in this step, with this state of it."""

    step: Step


@dataclass(frozen=True, slots=True)
class Next(Turn):
    """The step is done; the plan moves on, or back to the page that asked for a change."""


@dataclass(frozen=True, slots=True)
class GoTo(Turn):
    """To another step of the plan, as planned; a change returns to the step that asked for it.

    field: which answer of that step is to be changed, where it has more than one.
    """

    step: str
    and_back: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Detour(Turn):
    """To a step that is in no plan, e.g. the other ways."""

    step: Step


@dataclass(frozen=True, slots=True)
class Instead(Turn):
    """To another matter, which is the one that is meant. facts: all that goes along; whatever else
    this visit has learnt is forgotten, as at its end.
    """

    matter: str
    facts: Facts = field(default_factory=Facts, repr=False)


@dataclass(frozen=True, slots=True)
class Leave(Turn):
    reason: LeaveReason


@dataclass(frozen=True, slots=True)
class Move:
    """A turn, what was learnt, and what is to be done."""

    turn: Turn
    facts: Facts | None = field(default=None, repr=False)
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a step may look at."""

    rules: Rules
    state: State
    visit: Visit

    @property
    def words(self) -> Words:
        return self.rules.words[self.state.preferences.language]

    @property
    def matter(self) -> Matter:
        return self.rules.matters[self.visit.matter]

    @property
    def facts(self) -> Facts:
        return self.visit.facts

    @property
    def planned(self) -> str:
        """This step as the plan names it: kind or kind:name."""
        return self.matter.steps()[self.visit.position]

    @property
    def to_come(self) -> frozenset[str]:
        """The kinds of the steps that the plan still has after this one."""
        return frozenset(self.matter.kinds()[self.visit.position + 1 :])

    @property
    def name(self) -> str:
        """What a step of a named kind is for: "self_employed" of form:self_employed."""
        return name_of(self.planned)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms of the plan, in order."""
        steps = self.matter.steps()
        return tuple(self.rules.forms[name_of(step)] for step in steps if kind_of(step) == "form")

    @property
    def now(self) -> datetime:
        return self.state.now

    @property
    def today(self) -> date:
        return self.state.now.date()

    @property
    def at_s(self) -> float:
        return self.state.at_s

    def command_id(self, name: str) -> str:
        """An id that no other command of this kiosk has had: 326-51960.4.list.

        In groups, because seven digits in a row could be somebody's number to the audit log.
        """
        day, second = divmod(self.visit.number, 100_000)
        return f"{day}-{second:05d}.{self.visit.commands}.{name}"

    def ask(self, name: str, question: Question) -> Ask:
        """The effect that asks a platform; its `Answered` has the effect's id."""
        return Ask(self.command_id(name), question)

    def connected(self, platform: Platform) -> bool:
        """Whether this kiosk has such a platform at all."""
        if platform in (Platform.ACCEPTANCE, Platform.PROGRESS):
            return True  # no kiosk is without 统一受理平台
        return getattr(self.rules.config.platforms, platform.value, None) is not None

    def reaches(self, platform: Platform) -> bool:
        """Whether it also answered when it was last asked; a page offers it only then."""
        return self.connected(platform) and platform not in self.state.unreached

    def audit(self, event: str, **fields: str | int | float | bool) -> Audit:
        """An audit event of this visit."""
        return Audit(event, (("visit", self.visit.number), *fields.items()))


class StepModule(Protocol):
    """One kind of step: a module of `steps/` with these names."""

    NEEDS: tuple[Device, ...]
    """Devices without which a matter with this step cannot be begun."""

    WAITS: bool
    """Whether patience counts here (60 s, then 还在办理吗); else the step times itself."""

    def can_return(self, c: Context) -> bool:
        """Whether 返回 of a later step may stop here."""

    def enter(self, c: Context) -> Move:
        """The visit arrives. Usually Stay with the step's first state."""

    def advance(self, c: Context, step: Step, event: Event) -> Move | None:
        """What an event does here; None when it means nothing to this step."""

    def leave(self, c: Context, step: Step) -> Iterable[Effect]:
        """What must be stopped, whichever way the visit goes on."""

    def view(self, c: Context, step: Step) -> View: ...
