"""试读卡, 导出日志, 重启: what a technician does beside testing and printing. Pure.

A test card is read to see that it can be; what it says goes no further than this module. The log is
written by the store's side; the program ends by itself and is started anew by whoever started it.
"""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.case.model import CardKind
from kiosk.effects import (
    Audit,
    Beep,
    Effect,
    ExportLog,
    Restart,
    StartReading,
    StopReading,
)
from kiosk.events import Event
from kiosk.events.devices import CardFound, CardLifted, CardUnreadable, Completed
from kiosk.events.technician import (
    ExportLogPressed,
    LogExported,
    LogNotExported,
    RestartConfirmed,
    RestartPressed,
    TryCardPressed,
)
from kiosk.events.touches import BackPressed, ContinuePressed
from kiosk.ports import CardData
from kiosk.technician.state import (
    AskingRestart,
    Board,
    Exporting,
    LogTold,
    Maintenance,
    OneDevice,
    Page,
    Restarting,
    TryingCard,
)
from kiosk.technician.turns import at, busy, command_id, turn
from kiosk.visit.result import Result
from kiosk.visit.state import State
from kiosk.vocabulary import CompletionCode, Device


def advance(state: State, place: Maintenance, event: Event) -> Result | None:
    """What an errand makes of it; None when it is none of its business."""
    match place.page, event:
        case ((Board() | OneDevice() | TryingCard()), TryCardPressed()):
            return _try_card(state, place)
        case TryingCard() as page, _:
            return _trying(state, place, page, event)
        case Board(), ExportLogPressed():
            return turn(state, place, Exporting(), ExportLog())
        case Exporting(), LogExported(entries=entries, on_stick=on_stick):
            where = "stick" if on_stick else "disk"
            exported = Audit("log_exported", (("entries", entries), ("where", where)))
            return turn(busy(state), place, LogTold(event), exported)
        case Exporting(), LogNotExported(reason=reason):
            told = Audit("log_not_exported", (("reason", reason),))
            return turn(busy(state), place, LogTold(event), told)
        case LogTold(), ContinuePressed():
            return turn(state, place, Board())
        case Board(), RestartPressed():
            return turn(state, place, AskingRestart())
        case AskingRestart(), RestartConfirmed():
            return turn(state, place, Restarting(), Audit("restart_asked"), Restart())
        case Restarting(), _:
            return state, []
        case _:
            return None


def leaving(page: Page) -> Iterable[Effect]:
    """What must be stopped, whichever way the page is left."""
    match page:
        case TryingCard(command=command):
            return (StopReading(command),)
        case _:
            return ()


# ---- a test card -------------------------------------------------------------------------------


def _try_card(state: State, place: Maintenance) -> Result:
    """Not with a reader that cannot: its page says what to do first."""
    if state.attention_of(Device.CARD_READER) is not None:
        return turn(state, place, OneDevice(Device.CARD_READER, "no_reader"), *leaving(place.page))
    stopped = tuple(leaving(place.page))
    place = replace(place, commands=place.commands + 1)
    command = command_id(state, place, "card")
    return turn(state, place, TryingCard(command), *stopped, StartReading(command))


def _trying(state: State, place: Maintenance, page: TryingCard, event: Event) -> Result | None:
    match event:
        case BackPressed() | ContinuePressed():
            return turn(state, place, Board(), *leaving(page))
        case CardFound():
            return turn(busy(state), place, replace(page, how="reading", detail=""))
        case CardLifted():
            return turn(busy(state), place, replace(page, how="lifted"))
        case CardUnreadable(reason=reason):
            page = replace(page, how="unreadable", detail=reason)
            return turn(busy(state), place, page, _tried("unreadable", reason))
        case Completed(id=id, code=code, result=result) if id == page.command:
            return _read(busy(state), place, page, code, result)
        case _:
            return at(state, place)


def _read(
    state: State, place: Maintenance, page: TryingCard, code: CompletionCode, result: object
) -> Result:
    match code, result:
        case CompletionCode.SUCCESS, CardData(card=card, has_portrait=has_portrait):
            # Its portrait belongs to no visit: `kiosk.visit.advance` has it cleared.
            page = replace(page, how="read", detail=card.kind.value, portrait=has_portrait)
            return turn(state, place, page, Beep("card_read"), _tried("read", "none"))
        case CompletionCode.UNSUPPORTED_DATA, CardKind() as kind:
            page = replace(page, how="other_kind", detail=kind.value)
            return turn(state, place, page, Beep("card_read"), _tried("other_kind", "none"))
        case _:
            page = replace(page, how="failed", detail=code.value)
            return turn(state, place, page, _tried("failed", code.value))


def _tried(outcome: str, reason: str) -> Audit:
    return Audit("card_tried", (("outcome", outcome), ("reason", reason)))
