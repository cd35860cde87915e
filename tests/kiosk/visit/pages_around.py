"""The way to every page before a visit, over one, after one; and to those of how far a case is."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.attention import ResetReader
from kiosk.case.states import Actor, CaseState, Turn, begun, turned
from kiosk.events.devices import (
    CardPresence,
    SlipPresented,
    StatusChanged,
)
from kiosk.events.keeping import MessageKept
from kiosk.events.program import Crashed
from kiosk.events.touches import (
    ContinuePressed,
    DoorPressed,
    FindPressed,
    HelpPressed,
    HotlinePressed,
    LeavePressed,
    MatterPressed,
    SearchPressed,
    TopicPressed,
    WayPressed,
)
from kiosk.ports import DeviceStatus, ScannedCode
from kiosk.questions import WhereCaseIs
from kiosk.vocabulary import (
    Device,
    DeviceState,
)
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, demo_rules
from tests.kiosk.visit.pages_of_a_case import TICKET, eligible, need_to_know, phone

WITH_PROGRESS = demo_rules(matters=("ID-01", "ID-09"))


def matters(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"))


def search(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed(), SearchPressed())


def unavailable(kiosk: Kiosk) -> None:
    broken = DeviceStatus(Device.CARD_READER, DeviceState.OFFLINE, ResetReader)
    kiosk.tell(StatusChanged(broken))
    need_to_know(kiosk)


def still_there(kiosk: Kiosk) -> None:
    phone(kiosk)
    kiosk.wait(kiosk.rules.config.patience.idle_s + 1)


def help_open(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(HelpPressed())


def hotline_kept(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("idea"), MessageKept(TICKET))


def paused(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(Crashed("somewhere:12"))


def goodbye(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(LeavePressed())


def take_card(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(CardPresence(True), LeavePressed())


def take_slip(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(SlipPresented(), LeavePressed())


def take_both(kiosk: Kiosk) -> None:
    take_slip(kiosk)
    kiosk.tell(CardPresence(True))


def progress_by(kiosk: Kiosk) -> None:
    kiosk.rules = WITH_PROGRESS
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())


def scan_slip(kiosk: Kiosk) -> None:
    progress_by(kiosk)
    kiosk.tell(WayPressed("slip"))


def progress(kiosk: Kiosk) -> None:
    scan_slip(kiosk)
    kiosk.completes(ScannedCode("progress_code", f"BDY:PROJID:{RECEIPT.projid}:046183"))
    kiosk.answered(replace(just_submitted(kiosk), service=""))


def just_submitted(kiosk: Kiosk) -> WhereCaseIs:
    day = kiosk.state.now.date()
    submitted = turned(begun(day), Turn(CaseState.SUBMITTED, Actor.CITIZEN, day))
    return WhereCaseIs(RECEIPT.projid, "公共服务-00502-001", submitted)


def my_progress(kiosk: Kiosk, *cases: WhereCaseIs) -> None:
    progress_by(kiosk)
    kiosk.tell(WayPressed("card"), ContinuePressed())
    kiosk.reads_card()
    kiosk.answered(cases)


def progress_trouble(kiosk: Kiosk) -> None:
    my_progress(kiosk)


def my_cases(kiosk: Kiosk) -> None:
    my_progress(kiosk, just_submitted(kiosk), just_submitted(kiosk))


def duplicate_case(kiosk: Kiosk) -> None:
    kiosk.rules = WITH_PROGRESS
    kiosk.to_the_face()
    kiosk.register_agrees = False
    kiosk.face_at(0.31)
    kiosk.answered((just_submitted(kiosk),))


WAYS: tuple[Callable[[Kiosk], object], ...] = (
    matters,
    search,
    unavailable,
    still_there,
    help_open,
    hotline_kept,
    paused,
    goodbye,
    take_card,
    take_slip,
    take_both,
    progress_by,
    scan_slip,
    progress,
    progress_trouble,
    my_cases,
    duplicate_case,
)
