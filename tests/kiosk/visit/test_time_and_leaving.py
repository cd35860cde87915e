"""Patience, leaving and forgetting, as stories over the pure rules."""

from datetime import datetime

import pytest

from config.catalogue import CatalogError
from kiosk.attention import RefillPaper
from kiosk.effects import (
    Beep,
    ClearFaces,
    KeepDraft,
    StartReading,
    SubmitCase,
)
from kiosk.events.devices import CardPresence, SlipPresented, SlipTaken, StatusChanged
from kiosk.events.keeping import StoreFailed
from kiosk.events.program import Crashed
from kiosk.events.touches import (
    BackPressed,
    CloseHelpPressed,
    ContinuePressed,
    DoorPressed,
    HelpPressed,
    LanguagePressed,
    LeavePressed,
    NoCardPressed,
    RatingPressed,
    StillHerePressed,
    ThemePressed,
    Touched,
    WayPressed,
)
from kiosk.ports import DeviceStatus, PrintResult
from kiosk.vocabulary import (
    CompletionCode,
    Device,
    DeviceState,
    Language,
    PrintOutcome,
    Theme,
)
from tests.kiosk.visit.kiosk import VISIT, Kiosk, demo_rules

NIGHT = datetime(2026, 11, 24, 2, 0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 140.0)


def test_a_visitor_who_walks_away_leaves_nothing_behind(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.wait(61)
    assert kiosk.page == "StillThereView"
    kiosk.wait(21)
    assert kiosk.page == "HomeView"
    assert not kiosk.remembers("陈海英")
    assert kiosk.did(ClearFaces)
    assert kiosk.audited("visit_ended")[0]["reason"] == "timed_out"


def test_who_is_still_there_goes_on_where_they_were(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.wait(70)
    kiosk.tell(StillHerePressed())
    assert kiosk.page == "review"


def test_nothing_leads_back_while_a_case_is_being_kept(kiosk: Kiosk) -> None:
    """It could be changed and submitted once more, under the number that it has already."""
    kiosk.to_the_review()
    kiosk.signs()
    kiosk.tell(BackPressed())
    assert kiosk.page == "submitting"


def test_who_walks_away_from_a_full_disk_is_forgotten_too(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    kiosk.tell(StoreFailed(kiosk.did(SubmitCase)[0].case.number))
    kiosk.wait(61)
    assert kiosk.page == "StillThereView"
    kiosk.wait(21)
    assert kiosk.page == "HomeView"
    assert not kiosk.remembers("陈海英")


def test_who_reads_the_help_is_warned_too_and_comes_back_to_it(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(HelpPressed())
    kiosk.wait(61)
    assert kiosk.page == "StillThereView"
    kiosk.tell(StillHerePressed())
    assert kiosk.page == "HelpView"
    kiosk.wait(81)
    assert kiosk.page == "HomeView"


def test_a_touch_anywhere_is_patience(kiosk: Kiosk) -> None:
    kiosk.to_the_phone()
    page = kiosk.page
    for _ in range(5):
        kiosk.wait(50)
        kiosk.tell(Touched())
    assert kiosk.page == page


def test_elders_have_twice_the_time(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(ThemePressed(Theme.ELDER), Touched())
    kiosk.wait(110)
    assert kiosk.page == "PlaceCardView"
    kiosk.wait(15)
    assert kiosk.shown.of_seconds == 40


def test_theme_and_language_end_with_the_visit(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(HelpPressed(), ThemePressed(Theme.CONTRAST), LanguagePressed(Language.EN))
    assert kiosk.shown.title == "How can we help?"
    kiosk.tell(LeavePressed())
    kiosk.wait(13)
    assert kiosk.page == "HomeView"
    assert (kiosk.shown.frame.theme, kiosk.shown.title) == (Theme.STANDARD, "您要办什么？")


def test_a_card_that_still_lies_there_is_asked_for_after_the_wipe(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardPresence(True))
    kiosk.reads_card()
    kiosk.tell(LeavePressed())
    assert kiosk.page == "take_card"
    assert not kiosk.remembers("陈海英")
    assert kiosk.did(Beep)[-1].sound == "take_card"
    kiosk.tell(CardPresence(False))
    assert kiosk.page == "goodbye"


def test_a_card_left_behind_is_in_the_audit_log(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardPresence(True), LeavePressed())
    kiosk.wait(31)
    assert kiosk.audited("card_left_behind") == [{"visit": VISIT}]
    assert kiosk.page == "HomeView"


def test_a_slip_that_still_hangs_in_the_slot_is_asked_for(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(SlipPresented())
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    kiosk.tell(ContinuePressed(), RatingPressed(None))
    assert (kiosk.page, kiosk.shown.title) == ("take_slip", "请拿走您的凭条")
    assert kiosk.did(Beep)[-1].sound == "take_card"
    kiosk.tell(SlipTaken())
    assert kiosk.page == "goodbye"


def test_whoever_walks_away_from_card_and_slip_is_told_of_both(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(CardPresence(True), SlipPresented(), ContinuePressed(), RatingPressed(None))
    assert (kiosk.page, len(kiosk.shown.rows)) == ("take_card_and_slip", 2)
    kiosk.tell(CardPresence(False))
    assert kiosk.page == "take_slip"
    kiosk.wait(31)
    assert kiosk.audited("slip_left_behind") == [{"visit": VISIT}]
    assert kiosk.audited("card_left_behind") == []
    assert kiosk.page == "HomeView"


def test_without_a_card_the_window_still_helps(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed(), WayPressed("window"))
    assert kiosk.did(KeepDraft)[0].card is None


def test_a_crash_forgets_the_visitor_and_pauses(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(Crashed("router.show:55 <lambda> KeyError"))
    assert (kiosk.page, kiosk.shown.code) == ("PausedView", "K-02")
    assert not kiosk.remembers("陈海英")
    kiosk.tell(DoorPressed("id-card"))
    assert kiosk.page == "PausedView"


def test_a_kiosk_that_pauses_still_says_whom_to_call(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), Crashed("router.show:55 <lambda> KeyError"))
    assert kiosk.page == "PausedView"
    help_button = kiosk.shown.frame.help
    kiosk.tell(help_button.press)
    assert kiosk.page == "HelpView"
    assert "0574-00000000" in kiosk.shown.call.note
    kiosk.tell(CloseHelpPressed())
    assert kiosk.page == "PausedView"


def test_without_paper_the_number_is_to_be_photographed(kiosk: Kiosk) -> None:
    status = DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper)
    kiosk.tell(StatusChanged(status))
    kiosk.to_done()
    kiosk.completes(code=CompletionCode.DEVICE_NOT_READY)
    assert kiosk.shown.lead == "凭条打不出来，请拍下这一页。"
    assert kiosk.shown.secondary is None  # nothing to press while it could not work
    assert kiosk.audited("slip_failed")


def test_a_matter_that_is_in_no_catalogue_is_told_at_the_start() -> None:
    with pytest.raises(CatalogError, match="ID-99"):
        demo_rules(matters=["ID-01", "ID-99"])


def test_reading_starts_once_per_arrival(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    assert len(kiosk.did(StartReading)) == 1
