"""现在还不能在这里办: every reason at once (一口清), each with its remedy, and a list of them.

Reached by a detour from whoever judges: `eligibility` by the card, `register` by the number.
Nothing was applied for, so nothing is refused: page and list say so, and who looks at it once more.
Without paper the page keeps telling, and can be photographed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.dates import long_date
from kiosk.case.eligibility import Reason
from kiosk.case.slips import no_slip
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.devices import Completed, SlipTaken
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    PrintAgainPressed,
    PrintListPressed,
)
from kiosk.ports import Slip
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Stay
from kiosk.visit.slip_out import SlipOut, again_button, can_print_again, heard, print_again, printed
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class ToldWhy(Step):
    kind: ClassVar[str] = "not_eligible"
    against: tuple[Reason, ...]
    slip: SlipOut | None = None


def told(c: Context, *against: Reason) -> Move:
    """To this page, from the step that judges."""
    audits = tuple(c.audit("not_eligible", rule=reason.rule) for reason in against)
    return Move(Detour(ToldWhy(against)), effects=audits)


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("not_eligible is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, ToldWhy)
    match event:
        case ContinuePressed():
            return Move(Detour(SeekingHelp("not_eligible")))
        case DeclinePressed():
            return Move(Leave(LeaveReason.DECLINED))
        case PrintListPressed() if step.slip is None:
            slip, printing = printed(c, _slip(c, step))
            return Move(Stay(replace(step, slip=slip)), effects=(printing,))
        case PrintAgainPressed() if step.slip is not None and can_print_again(c, step.slip):
            slip, effects = print_again(c, step.slip, _slip(c, step))
            return Move(Stay(replace(step, slip=slip)), effects=effects)
        case Completed() | SlipTaken() if step.slip is not None:
            out = heard(step.slip, event)
            return None if out is None else Move(Stay(replace(step, slip=out)))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


# ---- what is told --------------------------------------------------------------------------------


def _said(c: Context, reason: Reason, part: str = "") -> str:
    """In the matter's own words where it has them: who is too young for one thing is not for
    another. Empty where nobody has any.
    """
    key = f"{reason.rule}{part}"
    own, shared = f"matter.{c.matter.code}.{key}", f"not_eligible.{key}"
    asked = c.matter.eligibility
    day = long_date(c.words, reason.day) if reason.day else ""
    for name in (own, shared):
        if c.words.has(name):
            return c.words(name, day=day, years=asked.least_age if asked else 0)
    return ""


def _to_bring(c: Context, against: tuple[Reason, ...]) -> Iterator[str]:
    """For each reason what its remedy takes; where that is the matter itself, what it asks for."""
    text = f"matter.{c.matter.code}.bring"
    matters_own = c.words("slip.list.both", what=c.words(text), note=c.words(f"{text}_note"))
    yield from dict.fromkeys(_said(c, reason, "_bring") or matters_own for reason in against)


def _slip(c: Context, step: ToldWhy) -> Slip:
    return no_slip(
        c.rules,
        c.words,
        c.matter,
        c.now,
        number=c.command_id("not_eligible"),
        reasons=[(_said(c, reason), _said(c, reason, "_remedy")) for reason in step.against],
        bring=_to_bring(c, step.against),
    )


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, ToldWhy)
    words = c.words
    return NoticeView(
        frame=frame_of(c),
        name="not_eligible",
        title=_title(c, step),
        lead=_lead(c, step.slip),
        rows=tuple(
            IconRow("information-outline", _said(c, reason), _said(c, reason, "_remedy"))
            for reason in step.against
        ),
        paragraphs=(words("not_eligible.review", phone=c.rules.config.identity.window_phone),),
        secondary=_beside(c, step.slip),
        primary=Button("window", words("not_eligible.window"), ContinuePressed()),
        picture="id_card",
    )


def _title(c: Context, step: ToldWhy) -> str:
    own = [_said(c, reason, "_title") for reason in step.against]
    return own[0] if len(own) == 1 and own[0] else c.words("not_eligible.title")


def _lead(c: Context, slip: SlipOut | None) -> str:
    if slip is None:
        return c.words("not_eligible.lead")
    if slip.missing:
        return c.words("done.again_lead" if can_print_again(c, slip) else "done.no_slip_lead")
    return c.words(f"done.slip.{slip.word}")


def _beside(c: Context, slip: SlipOut | None) -> Button | None:
    """First the list; once it is out, or cannot be had, the way out."""
    if slip is None:
        label = c.words("need_to_know.print_list")
        return Button("print-list", label, PrintListPressed(), icon="printer-outline")
    again = again_button(c, slip, PrintAgainPressed())
    return again or Button("leave-it", c.words("not_eligible.leave"), DeclinePressed())
