"""换一种方式: the choice of ways where one did not work, and the window with its number to the end.

Reached by a detour from the card, the eligibility, the face check or the review. Whoever could not
or would not show their face may show a code on the phone (`show_code`) or ask a remote clerk
(`ask_clerk`); whose card cannot be read is shown the matter for that, where the file names one
(`unreadable`); everything else goes on at a window, with a number that keeps the draft.
"""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.case.hours import window_note
from kiosk.case.model import Source
from kiosk.case.slips import ticket_slip
from kiosk.effects import ClearFaces, Effect, KeepDraft, Print
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.events.keeping import StoreFailed, TicketTaken
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    LeavePressed,
    MatterPressed,
    WayPressed,
)
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Instead, Leave, Move, Stay
from kiosk.visit.state import Step
from kiosk.visit.steps import ask_clerk, show_code
from kiosk.visit.views import View
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import ASKED, SeekingHelp, meant_instead, ways
from kiosk.vocabulary import CompletionCode, Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True

SHORTAGE = "store"  # the reason when not even a draft could be kept


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("other_way is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, SeekingHelp)
    match event:
        case WayPressed(way=way) if step.asked or not _open(c, step, way):
            return None
        case WayPressed(way="code"):
            return show_code.begin(c, step.reason)
        case WayPressed(way="clerk"):
            return ask_clerk.begin(c, step.reason)
        case MatterPressed(matter=matter) if matter and matter == meant_instead(c, step.reason):
            return Move(Instead(matter))
        case WayPressed(way="window"):
            return Move(Stay(replace(step, asked=True)), effects=(ClearFaces(), _draft(c, step)))
        case TicketTaken(number=number, visit=c.visit.number) if step.asked and not step.ticket:
            command = c.command_id("ticket")
            slip = ticket_slip(
                c.rules, c.words, c.matter, c.now, ticket=number, card=c.facts.card, number=command
            )
            step = replace(step, ticket=number, printing=command)
            return Move(Stay(step), effects=(Print(command, slip),))
        case StoreFailed(draft_of=c.visit.number) if step.asked and not step.ticket:
            return Move(Stay(replace(step, asked=False, reason=SHORTAGE)))
        case Completed(id=id, code=code) if step.printing and id == step.printing:
            return Move(Stay(replace(step, printed=code is CompletionCode.SUCCESS)))
        case ContinuePressed() if step.ticket:
            return Move(Leave(LeaveReason.TO_WINDOW))
        case LeavePressed() if c.facts.case is not None:
            # The platform refused it: 办好了 would not be true.
            return Move(Leave(LeaveReason.DECLINED))
        case DeclinePressed():
            return Move(Leave(LeaveReason.DECLINED))
        case _:
            return None


def _open(c: Context, step: SeekingHelp, name: str) -> bool:
    return any(way.name == name and way.open for way in ways(c, step.reason))


def _draft(c: Context, step: SeekingHelp) -> KeepDraft:
    said = (datum for datum in c.facts.data if datum.source is not Source.CARD and datum.value)
    answers = [(datum.name, datum.value) for datum in said]
    if c.facts.delivery is not None:
        answers.append(("delivery", c.facts.delivery.value))
    return KeepDraft(
        visit=c.visit.number,
        matter=c.matter.code,
        reason=step.reason,
        card=c.facts.card,
        answers=tuple(answers),
    )


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> View:
    assert isinstance(step, SeekingHelp)
    words = c.words
    if step.ticket:
        return _ticket(c, step)
    if step.asked:
        return BusyView(frame_of(c, back=False), "taking", words("way.taking"), "")
    return ChoiceView(
        # Nobody has more tries than were announced.
        frame=frame_of(c, back=step.reason != "face"),
        name="other_way",
        title=words(f"way.reason.{step.reason}"),
        lead=words("way.lead_asked" if step.reason == ASKED else "way.lead"),
        choices=(
            *_instead(c, step),
            *(
                Button(
                    f"way-{way.name}",
                    words(f"way.{way.name}"),
                    WayPressed(way.name),
                    icon=way.icon,
                    note=way.note,
                    enabled=way.open,
                )
                for way in ways(c, step.reason)
            ),
            Button(
                "way-none",
                words("way.none"),
                DeclinePressed(),
                icon="exit-run",
                note=words("way.none_refused_note" if c.facts.case else "way.none_note"),
            ),
        ),
        note=words("way.instead_costs" if _instead(c, step) else "way.same_rights"),
    )


def _instead(c: Context, step: SeekingHelp) -> tuple[Button, ...]:
    if not (code := meant_instead(c, step.reason)):
        return ()
    name, note = c.words(f"matter.{code}.name"), c.words("way.instead_note")
    icon = "card-account-details-outline"
    return (Button("instead", name, MatterPressed(code), icon=icon, note=note),)


def _ticket(c: Context, step: SeekingHelp) -> NoticeView:
    words, identity = c.words, c.rules.config.identity
    printed = {None: "printing", True: "printed", False: "not_printed"}[step.printed]
    return NoticeView(
        frame=frame_of(c, back=False, steps=False),
        name="ticket",
        title=words("ticket.title"),
        lead=words(f"ticket.{printed}"),
        big=step.ticket,
        rows=(
            IconRow(
                "map-marker-outline", identity.window_in(words.language), words("ticket.where")
            ),
            IconRow("clock-outline", words("ticket.when"), window_note(c.rules, words, c.now)),
            IconRow("content-save-outline", words("ticket.kept"), words("ticket.kept_note")),
        ),
        primary=Button("done", words("ticket.done"), ContinuePressed()),
    )
