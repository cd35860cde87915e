"""How a technician comes in by the PIN, and how the place is left: stories."""

from kiosk.attention import ResetReader, RestartKiosk
from kiosk.effects import CheckPin
from kiosk.events.program import Crashed
from kiosk.events.technician import CornerTapped, PaperChangePressed, PinChecked
from kiosk.events.touches import (
    BackPressed,
    ClearPressed,
    ContinuePressed,
    DeletePressed,
    DigitPressed,
    DoorPressed,
    HelpPressed,
    LeavePressed,
    MatterPressed,
    ThemePressed,
    Touched,
)
from kiosk.visit.state import Home, Paused
from kiosk.visit.views.answers import KeypadView
from kiosk.vocabulary import Device, DeviceState, PaperSupply, Theme
from tests.kiosk.technician.maintenance import PIN, Workplace, board, row
from tests.kiosk.visit.kiosk import demo_rules


def test_the_right_pin_opens_the_board_and_back_to_service_is_home(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    assert kiosk.page == "technician_board"
    assert board(kiosk).title == "全部正常"
    kiosk.tell(board(kiosk).primary.press)
    assert kiosk.state.place == Home()
    assert kiosk.audited("technician_entered") == [{}]
    assert kiosk.audited("technician_left") == [{"reason": "done"}]


def test_a_wrong_pin_is_told_counted_and_written_down(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.tries("482914")
    shown = kiosk.shown
    assert isinstance(shown, KeypadView)
    assert shown.problem
    assert shown.value == ""
    assert kiosk.audited("technician_refused") == [{"tries": 1}]
    assert kiosk.audited("technician_entered") == []


def test_no_digit_stands_on_the_screen_or_stays_in_memory(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.tell(*(DigitPressed(digit) for digit in PIN))
    shown = kiosk.shown
    assert isinstance(shown, KeypadView)
    assert shown.value == "● ● ● ● ● ●"
    assert kiosk.remembers(PIN)
    kiosk.tell(ContinuePressed())
    assert not kiosk.remembers(PIN)


def test_digits_can_be_taken_back_and_fewer_than_six_ask_nobody(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.tell(*(DigitPressed(digit) for digit in "999999999"), ClearPressed())
    kiosk.tell(*(DigitPressed(digit) for digit in "482917"), DeletePressed(), ContinuePressed())
    assert kiosk.did(CheckPin) == []
    kiosk.tell(DigitPressed("3"), ContinuePressed())
    assert kiosk.did(CheckPin)[-1].pin == PIN


def test_nobody_slips_away_from_the_answer_to_a_pin(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.types("111112")
    kiosk.tell(BackPressed(), LeavePressed())
    kiosk.tell(PinChecked(False))
    assert kiosk.audited("technician_refused") == [{"tries": 1}]


def test_an_answer_that_nobody_asked_for_opens_nothing(kiosk: Workplace) -> None:
    kiosk.tell(PinChecked(True))
    assert kiosk.state.place == Home()
    kiosk.tell(CornerTapped(), PinChecked(True))
    assert isinstance(kiosk.shown, KeypadView)


def test_without_a_pin_the_corner_says_how_one_is_set() -> None:
    kiosk = Workplace(demo_rules(barcode_reader=None))
    kiosk.tell(CornerTapped())
    assert kiosk.page == "technician_no_pin"
    kiosk.tell(*(DigitPressed(digit) for digit in "000000"), ContinuePressed(), PinChecked(True))
    assert kiosk.page == "technician_no_pin"
    kiosk.tell(BackPressed())
    assert kiosk.state.place == Home()


def test_during_a_visit_the_corner_means_nothing(kiosk: Workplace) -> None:
    kiosk.to_the_review()
    before = kiosk.state
    kiosk.tell(CornerTapped())
    assert kiosk.state == before


def test_the_corner_works_where_a_matter_cannot_be_begun(kiosk: Workplace) -> None:
    kiosk.says(Device.CARD_READER, DeviceState.OFFLINE, ResetReader)
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.page == "unavailable"
    kiosk.to_the_board()
    assert row(kiosk, "身份证读卡器").word == "不回答"


def test_from_a_pause_one_comes_back_to_the_pause(kiosk: Workplace) -> None:
    """Only a new start ends it: the program met something that it did not expect."""
    kiosk.tell(Crashed("somewhere:12"))
    kiosk.to_the_board()
    assert kiosk.page == "technician_board"
    kiosk.tell(LeavePressed())
    assert kiosk.state.place == Paused(RestartKiosk.code)


def test_it_leaves_by_itself_after_three_minutes_without_a_touch(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.wait(170)
    kiosk.tell(Touched())
    kiosk.wait(179)
    assert kiosk.page == "technician_board"
    kiosk.wait(1)
    assert kiosk.state.place == Home()
    assert kiosk.audited("technician_left") == [{"reason": "timed_out"}]


def test_a_pin_pad_that_somebody_found_and_left_goes_home_with_the_patience_of_a_citizen(
    kiosk: Workplace,
) -> None:
    kiosk.tell(CornerTapped())
    kiosk.wait(60)
    assert kiosk.state.place == Home()
    assert kiosk.audited("technician_left") == []


def test_hands_at_the_printer_are_patience_too(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed())
    kiosk.wait(170)
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    kiosk.wait(170)
    assert kiosk.page == "PaperView"


def test_the_next_person_finds_no_look_of_the_one_before(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(HelpPressed(), ThemePressed(Theme.CONTRAST), LeavePressed())
    assert kiosk.state.preferences.theme is Theme.STANDARD
    assert not kiosk.state.help_open
