"""What the printer says of itself, and what a person has to do about it.

Answers for the order in which faults are put right, for telling what blocks a slip from what is
only worth knowing, and for what a model can do at all. Pure; which bits mean which fact is the
profile's.
"""

from collections.abc import Set

from devices.printer.profile import Fact, PrinterProfile
from kiosk.attention import (
    Attention,
    ClearPaperJam,
    ClosePrinterCover,
    CoolPrintHead,
    FreeCutter,
    PaperRunsLow,
    RefillPaper,
    ResetPrinter,
)
from kiosk.ports import Capabilities, DeviceStatus
from kiosk.vocabulary import Device, DeviceState, PaperSupply

# In the order in which a person would put it right: nothing can be reached under a closed cover,
# and "offline" is only what is left when no cause is known.
_WRONG: tuple[tuple[Fact, type[Attention], DeviceState], ...] = (
    ("cover_open", ClosePrinterCover, DeviceState.USER_ERROR),
    ("jam", ClearPaperJam, DeviceState.HARDWARE_ERROR),
    ("cutter", FreeCutter, DeviceState.HARDWARE_ERROR),
    ("paper_out", RefillPaper, DeviceState.USER_ERROR),
    ("broken", ResetPrinter, DeviceState.HARDWARE_ERROR),
    ("overheated", CoolPrintHead, DeviceState.HARDWARE_ERROR),
    ("offline", ResetPrinter, DeviceState.OFFLINE),
)

BLOCKING: frozenset[Fact] = frozenset(fact for fact, _, _ in _WRONG)
"""With one of these no slip can be printed. A fact that is not known blocks nothing."""


_SENSORS: tuple[tuple[Fact, str], ...] = (
    ("paper_out", "paperOutSensor"),
    ("paper_low", "paperLowSensor"),
    ("cover_open", "coverSensor"),
    ("jam", "jamSensor"),
    ("cutter", "cutterSensor"),
    ("overheated", "headSensor"),
    ("not_taken", "takenSensor"),
)


def capabilities(profile: PrinterProfile) -> Capabilities:
    """nativeQr, how the end of a job is proved, clearBuffer, automaticStatus, and the sensors."""
    can = ["nativeQr", "processId" if profile.proof == "process_id" else "barrier"]
    if profile.clear is not None:
        can.append("clearBuffer")
    if profile.automatic:
        can.append("automaticStatus")
    can += [word for fact, word in _SENSORS if fact in profile.tells]
    return Capabilities(Device.PRINTER, profile.name, tuple(can))


def describe(facts: Set[Fact], knows_paper: bool, *, cleared: bool = True) -> DeviceStatus:
    """The status for the kiosk. cleared: the printer has confirmed that it holds no old slip."""
    state, attention = DeviceState.ONLINE, _warning(facts)
    if not cleared:
        state, attention = DeviceState.OFFLINE, ResetPrinter
    for fact, what, how in _WRONG:
        if fact in facts:
            state, attention = how, what
            break
    return DeviceStatus(
        Device.PRINTER, state, attention, _paper(facts, knows_paper), " ".join(sorted(facts))
    )


def _warning(facts: Set[Fact]) -> type[Attention] | None:
    return PaperRunsLow if "paper_low" in facts else None


def _paper(facts: Set[Fact], known: bool) -> PaperSupply:
    if "jam" in facts:
        return PaperSupply.JAMMED
    if "paper_out" in facts:
        return PaperSupply.OUT
    if "paper_low" in facts:
        return PaperSupply.LOW
    return PaperSupply.FULL if known else PaperSupply.UNKNOWN
