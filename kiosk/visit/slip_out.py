"""A slip of a page: how it came out, whether it was taken, and printing it again (补打).

Pure, and only for the visitor whose slip it is: what is printed again was asked for on their own
page. Nobody else is offered it, a technician least of all. What becomes of the half slip that hangs
in the printer is the driver's business.
"""

from dataclasses import dataclass, replace
from typing import Literal

from kiosk.case.slips import reprint
from kiosk.effects import Effect, Print
from kiosk.events import Event
from kiosk.events.devices import Completed, SlipTaken
from kiosk.ports import PrintResult, Slip
from kiosk.visit.moves import Context
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import CompletionCode, Device, PrintOutcome

How = Literal["printing", "printed", "unconfirmed", "partial", "not_begun", "failed"]

_AGAIN_AFTER: frozenset[How] = frozenset(("unconfirmed", "partial", "not_begun"))

PRINTS_AT_MOST = 3
"""Of one slip: a printer that never says what it did would print it as often as it is asked."""


@dataclass(frozen=True, slots=True)
class SlipOut:
    """command: of the newest print. begun: paper may have come out of one of the prints."""

    command: str
    how: How = "printing"
    taken: bool = False
    begun: bool = False
    prints: int = 1

    @property
    def missing(self) -> bool:
        """Whether the visitor stands there without a whole slip, as far as anybody knows."""
        return self.how in ("partial", "not_begun", "failed")

    @property
    def below(self) -> bool:
        """Whether some of it hangs in the slot or comes out there now."""
        return not self.taken and self.how not in ("not_begun", "failed")

    @property
    def word(self) -> str:
        """The key of what is said of it."""
        return "taken" if self.taken and self.how in ("printed", "unconfirmed") else self.how


def printed(c: Context, slip: Slip) -> tuple[SlipOut, Print]:
    """Send it to the printer for the first time."""
    command = c.command_id("slip")
    return SlipOut(command), Print(command, slip)


def heard(out: SlipOut, event: Event) -> SlipOut | None:
    """What this event says of the slip; None where it says nothing."""
    match event:
        case Completed(id=id, code=code, result=result) if id == out.command:
            how = _how(code, result)
            return replace(out, how=how, begun=out.begun or isinstance(result, PrintResult))
        case SlipTaken() if not out.taken:
            return replace(out, taken=True)
        case _:
            return None


def _how(code: CompletionCode, result: object) -> How:
    match code, result:
        case CompletionCode.SUCCESS, PrintResult(outcome=PrintOutcome.PRINTED):
            return "printed"
        case CompletionCode.SUCCESS, _:
            return "unconfirmed"
        case _, PrintResult():
            return "partial"
        case CompletionCode.DEVICE_NOT_READY, _:
            return "not_begun"
        case _:
            return "failed"


def can_print_again(c: Context, out: SlipOut) -> bool:
    """Where it did not come out for sure, nobody has torn it off, and the printer is well again."""
    wanted = out.how in _AGAIN_AFTER and out.word != "taken" and out.prints < PRINTS_AT_MOST
    return wanted and c.state.attention_of(Device.PRINTER) is None


def print_again(c: Context, out: SlipOut, slip: Slip) -> tuple[SlipOut, tuple[Effect, ...]]:
    """The slip once more; it says 补打 unless nothing has come out of it yet."""
    prints = out.prints + 1
    command = f"{out.command.removesuffix(f'-{out.prints}')}-{prints}"
    job = reprint(c.words, slip, f"{slip.number}-{prints}") if out.begun else slip
    asked = c.audit("slip_asked_again", kind=slip.kind, job=slip.number)
    return replace(out, command=command, how="printing", taken=False, prints=prints), (
        asked,
        Print(command, job),
    )


def again_button(c: Context, out: SlipOut, press: Event) -> Button | None:
    if not can_print_again(c, out):
        return None
    label = c.words("done.reprint" if out.begun else "done.print")
    return Button("print-again", label, press, icon="printer-outline")
