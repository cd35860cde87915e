"""Every page that a technician can see, with kiosks that are well, half dead and dead."""

from collections.abc import Iterator

from kiosk.attention import (
    CheckCamera,
    CheckReaderIdentity,
    PaperRunsLow,
    RefillPaper,
    RestartFaceProcess,
)
from kiosk.case.model import CardKind
from kiosk.events.devices import CardFound, CardUnreadable
from kiosk.events.keeping import StoreFailed
from kiosk.events.platforms import PlatformReached
from kiosk.events.technician import (
    CornerTapped,
    DeviceRowPressed,
    ExportLogPressed,
    LogExported,
    LogNotExported,
    PaperChangePressed,
    PrintJudged,
    PrintTestPressed,
    ReportPressed,
    RestartConfirmed,
    RestartPressed,
    TryCardPressed,
)
from kiosk.events.touches import ContinuePressed
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PaperSupply
from tests.kiosk.technician.maintenance import PIN, PIN_HASH, Workplace
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

ALL_FITTED = demo_rules(
    technician={"pin_hash": PIN_HASH},
    document_printer={"uri": "ipp://127.0.0.1:9/ipp/print"},
    barcode_reader={"port": "/dev/null"},
)
READER = "115200 baud, SAM 05.01-20160101-0000000042-0123456789, 7 ms"
CAMERA = "clear, 1280x720, 15.0 fps, age 0.00 s, brightness 166/255, white 0.0 %"
"""As long as real devices tell it."""


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    kiosk = Workplace(demo_rules(barcode_reader=None))
    kiosk.tell(CornerTapped())
    yield "technician, no pin", kiosk
    yield from _way_in()
    yield from _board()
    yield from _one_device()
    yield from _paper()
    yield from _errands()


def _way_in() -> Iterator[tuple[str, Kiosk]]:
    kiosk = Workplace()
    kiosk.tell(CornerTapped())
    yield "technician, pin", kiosk
    kiosk.types(PIN[:4])
    yield "technician, pin begun", kiosk
    kiosk = Workplace()
    kiosk.tell(CornerTapped())
    kiosk.tries("111111")
    yield "technician, pin wrong", kiosk
    for _ in range(3):
        kiosk.tries("111111")
    yield "technician, locked", kiosk


def _board() -> Iterator[tuple[str, Kiosk]]:
    kiosk = Workplace()
    kiosk.to_the_board()
    yield "technician, board before any word", kiosk
    kiosk = _well()
    yield "technician, board all well", kiosk
    kiosk.tests_all()
    for device in (Device.CARD_READER, Device.PRINTER):
        kiosk.finds(device)
    yield "technician, board testing", kiosk
    kiosk = _half_dead()
    yield "technician, board half dead", kiosk
    kiosk = _half_dead(Workplace(ALL_FITTED))
    kiosk.says(Device.CARD_READER, DeviceState.HARDWARE_ERROR, CheckReaderIdentity)
    kiosk.says(Device.CAMERA, DeviceState.OFFLINE, CheckCamera)
    kiosk.says(Device.BIOMETRIC, DeviceState.HARDWARE_ERROR, RestartFaceProcess)
    kiosk.tell(StoreFailed())
    yield "technician, board dead", kiosk
    kiosk = _well()
    kiosk.tell(ReportPressed())
    yield "technician, printing report", kiosk
    kiosk.prints()
    yield "technician, board report printed", kiosk


def _one_device() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _half_dead()
    kiosk.tell(DeviceRowPressed(Device.PRINTER))
    yield "technician, printer without paper", kiosk
    kiosk.tell(PrintTestPressed())
    yield "technician, printer cannot", kiosk
    kiosk = _well()
    kiosk.tests_all()
    kiosk.finds(Device.CARD_READER, value=READER)
    kiosk.finds(Device.CAMERA, value=CAMERA)
    kiosk.ends()
    yield "technician, board tested", kiosk
    kiosk.tell(DeviceRowPressed(Device.CARD_READER))
    yield "technician, card reader well", kiosk


def _paper() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _well()
    kiosk.tell(PaperChangePressed())
    yield "technician, paper open", kiosk
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    yield "technician, paper roll", kiosk
    kiosk.printer(PaperSupply.FULL, cover_open=True)
    yield "technician, paper close", kiosk
    kiosk.printer(PaperSupply.FULL)
    kiosk.prints()
    yield "technician, judging", kiosk
    kiosk.tell(PrintJudged(False))
    yield "technician, unclear", kiosk


def _errands() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _well()
    kiosk.tell(TryCardPressed())
    yield "technician, card awaited", kiosk
    kiosk.tell(CardFound(), CardUnreadable("sw3=41"))
    yield "technician, card unreadable", kiosk
    kiosk.reads_card()
    yield "technician, card read", kiosk
    kiosk = _well()
    kiosk.tell(TryCardPressed())
    kiosk.completes(CardKind.FOREIGNER_2023, CompletionCode.UNSUPPORTED_DATA)
    yield "technician, other card read", kiosk
    kiosk = _well()
    kiosk.tell(ExportLogPressed())
    yield "technician, exporting", kiosk
    name = "audit-XS-0107-20261123-142600.jsonl"
    kiosk.tell(LogExported(f"/var/lib/budayang/keeping/exports/{name}", 1204, True, False))
    yield "technician, exported here", kiosk
    kiosk.tell(ContinuePressed(), ExportLogPressed())
    kiosk.tell(LogExported(f"/media/KINGSTON/budayang-logs/{name}", 1204, False, True))
    yield "technician, exported to a stick", kiosk
    kiosk.tell(ContinuePressed(), ExportLogPressed(), LogNotExported("ENOSPC"))
    yield "technician, not exported", kiosk
    kiosk = _well()
    kiosk.tell(RestartPressed())
    yield "technician, restart", kiosk
    kiosk.tell(RestartConfirmed())
    yield "technician, restarting", kiosk


def _well(kiosk: Workplace | None = None) -> Workplace:
    kiosk = kiosk or Workplace()
    kiosk.all_well()
    kiosk.to_the_board()
    return kiosk


def _half_dead(kiosk: Workplace | None = None) -> Workplace:
    """The kiosk of the design's picture: no paper, a warning, the platform silent."""
    kiosk = _well(kiosk)
    kiosk.says(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper, PaperSupply.OUT)
    kiosk.says(Device.DOCUMENT_PRINTER, attention=PaperRunsLow)
    kiosk.tell(PlatformReached(False))
    return kiosk
