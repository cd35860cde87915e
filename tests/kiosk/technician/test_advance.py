"""Whatever a technician presses, and whatever happens meanwhile, the visit of the place ends."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.attention import RefillPaper
from kiosk.diagnosis import Grade
from kiosk.effects import Diagnose, Print
from kiosk.events.devices import Completed
from kiosk.events.keeping import KeepingTold
from kiosk.events.technician import CornerTapped
from kiosk.events.touches import LeavePressed
from kiosk.technician.state import Maintenance
from kiosk.visit.state import Home
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PaperSupply
from tests.kiosk.technician.maintenance import HEAD, Workplace, board
from tests.kiosk.visit.test_every_way import controls


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 97), st.integers(0, 4)), max_size=25))
def test_whatever_is_pressed_and_whatever_happens_it_ends_by_itself(
    choices: list[tuple[int, int]],
) -> None:
    kiosk = Workplace()
    kiosk.to_the_board()
    for choice, happening in choices:
        happens = [
            lambda: kiosk.printer(PaperSupply.OUT, cover_open=True),
            lambda: kiosk.printer(PaperSupply.FULL),
            lambda: kiosk.says(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper),
            lambda: kiosk.wait(9),
            lambda: kiosk.tell(KeepingTold(21, HEAD)),
            lambda: kiosk.tell(CornerTapped()),
            lambda: kiosk.did(Print) and kiosk.prints(),
            lambda: kiosk.did(Print) and kiosk.cannot_print(),
            lambda: kiosk.did(Diagnose) and kiosk.finds(Device.CAMERA, Grade.FAIL),
            lambda: kiosk.did(Diagnose) and kiosk.ends(),
            lambda: kiosk.tell(Completed("other", CompletionCode.TIME_OUT)),
        ]
        pressable = [control.press for control in controls(kiosk.shown)]
        if happening and pressable and isinstance(kiosk.state.place, Maintenance):
            kiosk.tell(pressable[choice % len(pressable)])
        else:
            happens[choice % len(happens)]()
    assert len(kiosk.audited("technician_left")) <= len(kiosk.audited("technician_entered"))
    kiosk.tell(LeavePressed()) if kiosk.state.visit else None
    kiosk.sleeps(4000)
    kiosk.sleeps(4000)
    assert kiosk.state.place == Home()
    entered, left = kiosk.audited("technician_entered"), kiosk.audited("technician_left")
    assert len(entered) == len(left)


def test_the_place_can_be_shown_in_every_state_of_the_store(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    for waiting in (None, 0, 21):
        kiosk.state = replace(kiosk.state, place=replace(kiosk.place, waiting=waiting))
        assert board(kiosk).rows
