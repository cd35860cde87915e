"""暂停服务 by an administrator's word: nobody new begins, and nobody is thrown out."""

import pytest

from kiosk.events.program import ServiceResumed, ServiceStopped
from kiosk.events.technician import CornerTapped
from kiosk.events.touches import DoorPressed, LeavePressed
from kiosk.technician.state import Maintenance
from kiosk.visit.views.always import PausedView
from kiosk.visit.views.finding import HomeView
from tests.kiosk.visit.kiosk import Kiosk

STOP = ServiceStopped(3, "请到一楼办理", "Please use hall 1")


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


def test_an_idle_kiosk_shows_the_banner_and_begins_nothing(kiosk: Kiosk) -> None:
    shown = kiosk.tell(STOP)
    assert isinstance(shown, PausedView)
    assert shown.banner == "请到一楼办理"
    assert shown.code == "停 3"
    kiosk.to_the_card()
    assert kiosk.state.visit is None
    assert isinstance(kiosk.shown, PausedView)


def test_who_is_behind_a_door_is_told_too(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), STOP)
    assert isinstance(kiosk.shown, PausedView)


def test_who_is_being_served_is_served_to_the_end(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(STOP)
    assert kiosk.state.visit is not None
    assert not isinstance(kiosk.shown, PausedView)
    kiosk.tell(LeavePressed(), LeavePressed())
    assert not isinstance(kiosk.shown, PausedView), "goodbye comes first"
    kiosk.wait(kiosk.rules.config.patience.goodbye_s + 1)
    assert isinstance(kiosk.shown, PausedView)


def test_it_opens_again_by_itself(kiosk: Kiosk) -> None:
    kiosk.tell(STOP, ServiceResumed())
    assert isinstance(kiosk.shown, HomeView)
    kiosk.to_the_card()
    assert kiosk.state.visit is not None


def test_a_technician_still_gets_in(kiosk: Kiosk) -> None:
    kiosk.tell(STOP, CornerTapped())
    assert isinstance(kiosk.state.place, Maintenance)
