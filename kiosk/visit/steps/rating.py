"""这次办得满意吗: asked by itself at the end, five equal answers, and not answering is an answer.

GB/T 39735-2020, 5.1.3: the terminal turns to the rating when a case is finished. Not rating is
never counted as satisfied.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.slips import shown_number
from kiosk.effects import Effect, Rate
from kiosk.events import Event, RatingPressed, Tick
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.state import Step
from kiosk.visit.views import Button, RatingView
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = False

LEVELS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Rating(Step):
    kind: ClassVar[str] = "rating"
    since_s: float


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    return Move(Stay(Rating(c.at_s)))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Rating) and c.facts.case is not None
    limit_s = stretched_s(c.rules, c.state, c.rules.config.patience.rating_s)
    match event:
        case RatingPressed(level=None):
            return Move(Next())
        case RatingPressed(level=int() as level) if level in LEVELS:
            return Move(Next(), effects=(Rate(c.facts.case.number, level),))
        case Tick() if c.at_s - step.since_s >= limit_s:
            return Move(Next())
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> RatingView:
    words, case = c.words, c.facts.case
    assert case is not None
    matter = words(f"matter.{c.matter.code}.name")
    return RatingView(
        frame=frame_of(c, back=False, steps=False),
        title=words("rating.title"),
        lead=words("rating.lead"),
        about=(words("rating.about", matter=matter), shown_number(case, c.facts.receipt)),
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
