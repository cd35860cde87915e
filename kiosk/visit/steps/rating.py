"""这次办得满意吗: asked by itself at the end, five equal answers, and not answering is an answer.

GB/T 39735-2020, 5.1.3: the terminal turns to the rating when a case is finished. Not rating is
never counted as satisfied. Who is not satisfied is asked why, with one touch: the platform starts
the 整改—反馈 loop from the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.model import Case
from kiosk.case.slips import shown_number
from kiosk.effects import Effect, Rate
from kiosk.events import Event
from kiosk.events.program import Tick
from kiosk.events.touches import LeavePressed, RatingPressed, ReasonPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Leave, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.state import Step
from kiosk.visit.views.answers import ChoiceView, RatingView
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = False

LEVELS = (5, 4, 3, 2, 1)
WANTS_REASON_AT_MOST = 2
REASONS = {"11": "machine", "12": "words", "13": "wait", "14": "trips", "99": "other"}
"""Codes of `evalDetail`, ours, and the texts `rating.reason.<name>`."""
UNSAID = "99"


@dataclass(frozen=True, slots=True)
class Rating(Step):
    """level: given already, and below satisfied; then it is asked why."""

    kind: ClassVar[str] = "rating"
    since_s: float
    level: int = 0


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    return Move(Stay(Rating(c.at_s)))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Rating)
    limit_s = stretched_s(c.rules, c.state, c.rules.config.patience.rating_s)
    over = isinstance(event, Tick) and c.at_s - step.since_s >= limit_s
    if step.level:
        return _why(c, step, event, over)
    match event:
        case RatingPressed(level=None):
            return Move(Next())
        case RatingPressed(level=int() as level) if level in LEVELS:
            if level <= WANTS_REASON_AT_MOST:
                return Move(Stay(Rating(c.at_s, level)))
            return Move(Next(), effects=(Rate(_done(c), level),))
        case _:
            return Move(Next()) if over else None


def _why(c: Context, step: Rating, event: Event, over: bool) -> Move | None:
    """Why not satisfied; whoever does not say it, is rated all the same."""
    unsaid = Rate(_done(c), step.level, UNSAID)
    match event:
        case ReasonPressed(reason=reason) if reason in REASONS:
            return Move(Next(), effects=(Rate(_done(c), step.level, reason),))
        case LeavePressed():
            return Move(Leave(LeaveReason.FINISHED), effects=(unsaid,))
        case _:
            return Move(Next(), effects=(unsaid,)) if over else None


def _done(c: Context) -> Case:
    """What is rated: the case, or what was done here without one."""
    done = c.facts.case or c.facts.service
    assert done is not None
    return done


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> RatingView | ChoiceView:
    words = c.words
    assert isinstance(step, Rating)
    if step.level:
        return ChoiceView(
            frame=frame_of(c, back=False, steps=False),
            name="rating_reason",
            title=words("rating.why"),
            lead=words("rating.why_lead"),
            choices=tuple(
                Button(f"reason-{code}", words(f"rating.reason.{name}"), ReasonPressed(code))
                for code, name in REASONS.items()
            ),
        )
    matter = words(f"matter.{c.matter.code}.name")
    return RatingView(
        frame=frame_of(c, back=False, steps=False),
        title=words("rating.title"),
        lead=words("rating.lead"),
        about=(
            words("rating.about", matter=matter),
            shown_number(c.facts.case, c.facts.receipt) if c.facts.case else "",
        ),
        levels=tuple(
            Button(
                f"rating-{level}",
                words(f"rating.level_{level}"),
                RatingPressed(level),
                icon=f"face-{level}",
            )
            for level in LEVELS
        ),
        skip=Button("no-rating", words("rating.skip"), RatingPressed(None)),
    )
