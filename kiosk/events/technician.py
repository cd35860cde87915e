"""What the technician touches, and what the workers behind the board answer."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.ports import PaperLeft
from kiosk.vocabulary import Device


@dataclass(frozen=True, slots=True)
class CornerTapped:
    """The hidden corner: five touches within three seconds. During a visit it means nothing."""


@dataclass(frozen=True, slots=True)
class DeviceRowPressed:
    """A device of the status board, to be looked at."""

    device: Device


@dataclass(frozen=True, slots=True)
class CheckDevicesPressed:
    """Test these devices now."""

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class PaperChangePressed:
    pass


@dataclass(frozen=True, slots=True)
class PrintTestPressed:
    pass


@dataclass(frozen=True, slots=True)
class ReportPressed:
    """Print the readiness report."""


@dataclass(frozen=True, slots=True)
class TryCardPressed:
    """Read a test card."""


@dataclass(frozen=True, slots=True)
class ExportLogPressed:
    pass


@dataclass(frozen=True, slots=True)
class RestartPressed:
    """End the program and start it anew; asks whether that is meant."""


@dataclass(frozen=True, slots=True)
class RestartConfirmed:
    pass


@dataclass(frozen=True, slots=True)
class PrintJudged:
    """Did the test slip come out well?"""

    well: bool


@dataclass(frozen=True, slots=True)
class TriesKnown:
    """Wrong PINs before the program started. since: the newest of them; None: now."""

    wrong: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PinChecked:
    right: bool


@dataclass(frozen=True, slots=True)
class LogExported:
    """The audit log was written to a file. file: its whole path. whole: its chain is unbroken."""

    file: str
    entries: int
    whole: bool
    on_stick: bool


@dataclass(frozen=True, slots=True)
class LogNotExported:
    reason: str  # a code: "disk", or the errno's name, e.g. "ENOSPC"


@dataclass(frozen=True, slots=True)
class PaperTold:
    left: PaperLeft | None
