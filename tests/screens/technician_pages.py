"""Every page that a technician can see, with kiosks that are well, half dead and dead."""

from collections.abc import Iterator

from kiosk.attention import (
    CheckCamera,
    PaperRunsLow,
    RefillPaper,
    ReseatReaderCable,
    RestartFaceProcess,
)
from kiosk.events import (
    ContinuePressed,
    CornerTapped,
    DeviceRowPressed,
    PaperChangePressed,
    PlatformReached,
    PrintJudged,
    PrintTestPressed,
    ReportPressed,
    StoreFailed,
)
from kiosk.vocabulary import Device, DeviceState, PaperSupply
from tests.kiosk.technician.maintenance import PIN, Workplace
from tests.kiosk.visit.kiosk import Kiosk, demo_rules


def technician() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    kiosk = Workplace(demo_rules())
    kiosk.tell(CornerTapped())
    yield "technician, no pin", kiosk
    yield from _way_in()
    yield from _board()
    yield from _one_device()
    yield from _paper()


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
    kiosk = _half_dead()
    kiosk.says(Device.CARD_READER, DeviceState.NO_DEVICE, ReseatReaderCable)
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
    kiosk.finds(Device.CARD_READER, value="115200 baud, 118 ms")
    kiosk.ends()
    kiosk.tell(DeviceRowPressed(Device.CARD_READER))
    yield "technician, card reader well", kiosk
    kiosk = _well()
    kiosk.tell(DeviceRowPressed(Device.DOCUMENT_PRINTER))
    yield "technician, device not there", kiosk


def _paper() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _well()
    kiosk.tell(PaperChangePressed())
    yield "technician, paper open", kiosk
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    yield "technician, paper roll", kiosk
    kiosk.printer(PaperSupply.FULL, cover_open=True)
    yield "technician, paper close", kiosk
    kiosk.tell(ContinuePressed())
    kiosk.printer(PaperSupply.FULL)
    if not kiosk.place.printing:
        kiosk.tell(PrintTestPressed())
    yield "technician, printing test", kiosk
    kiosk.prints()
    yield "technician, judging", kiosk
    kiosk.tell(PrintJudged(False))
    yield "technician, unclear", kiosk


def _well() -> Workplace:
    kiosk = Workplace()
    kiosk.all_well()
    kiosk.to_the_board()
    return kiosk


def _half_dead() -> Workplace:
    """The kiosk of the design's picture: no paper, a warning, the platform silent."""
    kiosk = _well()
    kiosk.says(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper, PaperSupply.OUT)
    kiosk.says(Device.DOCUMENT_PRINTER, attention=PaperRunsLow)
    kiosk.tell(PlatformReached(False))
    return kiosk
