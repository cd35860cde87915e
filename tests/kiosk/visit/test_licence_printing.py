"""打印营业执照 told: from the card to two numbered sheets, and everything that can come between."""

import pytest

from kiosk.effects import (
    Ask,
    BindBlank,
    EndBlank,
    Print,
    PrintLicence,
    ReadBlank,
    StartFace,
    SubmitCase,
)
from kiosk.events.keeping import BlankBound, BlankNotBound, StoreFailed
from kiosk.events.touches import (
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    DoorPressed,
    LeavePressed,
    LicencePressed,
    MatterPressed,
    MorePressed,
    RatingPressed,
    SelfCheckPressed,
    UnclearPressed,
)
from kiosk.licence.blanks import BlankEnd, Sheet
from kiosk.ports import DocumentResult, PrintResult
from kiosk.questions import FetchLicence, LicencesOf
from kiosk.visit.steps.press import PRINT_LIMIT_S, READ_LIMIT_S
from kiosk.vocabulary import AnswerCode, CompletionCode, PrintOutcome
from tests.kiosk.licence.samples import a_licence
from tests.kiosk.visit.kiosk import card_of, demo_rules, everything
from tests.kiosk.visit.shop import HELD, LICENCE, RULES, SECOND, SERIALS, Shopkeeper

CARD = card_of("chen-haiying")


@pytest.fixture
def kiosk() -> Shopkeeper:
    return Shopkeeper().loaded()


def ends(kiosk: Shopkeeper) -> list[tuple[str, BlankEnd, str]]:
    return [(end.serial, end.end, end.reason) for end in kiosk.did(EndBlank)]


def test_a_licence_is_printed_on_two_numbered_sheets(kiosk: Shopkeeper) -> None:
    kiosk.to_the_licences()
    assert kiosk.page == "licences"
    kiosk.tell(LicencePressed("L-0001"))
    kiosk.answered(LICENCE)
    assert kiosk.page == "press_confirm"
    kiosk.tell(ContinuePressed())
    for sheet in Sheet:
        assert kiosk.did(ReadBlank)[-1].sheet is sheet
        kiosk.prints(SERIALS[sheet])
    assert kiosk.page == "press_look"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "slip"
    slip = everything(kiosk.did(Print)[-1].slip)
    for told in (*SERIALS.values(), LICENCE.uscc, "陈*英", "领照单"):
        assert told in slip
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    assert kiosk.page == "RatingView"
    kiosk.tell(RatingPressed(5))
    assert kiosk.page == "goodbye"
    for secret in (LICENCE.name, LICENCE.person, LICENCE.uscc, LICENCE.premises):
        assert not kiosk.remembers(secret)
    assert kiosk.did(SubmitCase) == []  # nothing was applied for


def test_a_sheet_is_bound_before_it_is_printed_on_and_ended_after(kiosk: Shopkeeper) -> None:
    kiosk.to_the_look()
    told = [
        effect
        for effect in kiosk.effects
        if isinstance(effect, ReadBlank | BindBlank | PrintLicence | EndBlank)
    ]
    assert [type(effect) for effect in told] == [ReadBlank, BindBlank, PrintLicence, EndBlank] * 2
    for sheet, (_, bound, printed, ended) in zip(Sheet, (told[:4], told[4:]), strict=True):
        assert (bound.serial, bound.licence) == (SERIALS[sheet], LICENCE.uscc)
        assert (printed.serial, printed.sheet) == (SERIALS[sheet], sheet)
        assert (ended.serial, ended.end) == (SERIALS[sheet], BlankEnd.PRINTED)
    assert len({each.id for each in kiosk.did(PrintLicence)}) == 2


def test_the_platform_is_asked_by_the_number_on_the_card(kiosk: Shopkeeper) -> None:
    """Two people's data swapped there swap here: nothing is known of anybody beforehand."""
    kiosk.to_the_card("BL-08")
    kiosk.reads_card(card_of("wu-meiyun"))
    kiosk.tell(ContinuePressed(), *([]))
    kiosk.tell(kiosk.shown.agree.press)  # type: ignore[union-attr]
    kiosk.face_at(0.31)
    number = card_of("wu-meiyun").number
    asked = [effect.question for effect in kiosk.effects if hasattr(effect, "question")]
    assert asked == [LicencesOf(number)]
    kiosk.answered(HELD)
    kiosk.tell(LicencePressed("L-0001"))
    assert kiosk.effects[-1].question == FetchLicence("L-0001", number)  # type: ignore[attr-defined]
    kiosk.answered(a_licence(person="吴美云"))
    assert kiosk.page == "press_confirm"


def test_a_licence_of_somebody_else_goes_to_the_window(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question(a_licence(person="林国斌"))
    assert kiosk.page == "other_way"
    assert "信息不对" in kiosk.shown.title  # type: ignore[union-attr]
    assert kiosk.did(PrintLicence) == []


@pytest.mark.parametrize("reason", ["seal_seal", "seal_no_such_key", "seal_content", "seal_other"])
def test_a_seal_that_does_not_hold_prints_nothing_and_is_told(
    kiosk: Shopkeeper, reason: str
) -> None:
    kiosk.to_the_licences()
    kiosk.tell(LicencePressed("L-0001"))
    kiosk.answered(code=AnswerCode.UNKNOWN, reason=reason)
    assert kiosk.page == "other_way"
    assert [row["reason"] for row in kiosk.audited("licence_seal_refused")] == [reason]
    assert kiosk.did(ReadBlank) == []
    assert kiosk.state.seals_refused == 1


def test_who_has_one_licence_is_not_asked_which(kiosk: Shopkeeper) -> None:
    kiosk.to_the_licences(HELD[:1])
    assert kiosk.did(Ask)[-1].question == FetchLicence("L-0001", CARD.number)
    kiosk.answered(LICENCE)
    assert kiosk.page == "press_confirm"


def test_one_alone_that_was_cancelled_is_shown_and_not_fetched(kiosk: Shopkeeper) -> None:
    kiosk.to_the_licences(HELD[1:])
    assert kiosk.page == "licences"
    assert isinstance(kiosk.did(Ask)[-1].question, LicencesOf)


def test_what_to_know_stands_beside_the_way_and_leads_back_to_the_notice(
    kiosk: Shopkeeper,
) -> None:
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-08"))
    short = everything(kiosk.shown)
    for told in ("身份证", "执照", "只为打印", "打完就删", "象山县市场监督管理局", "查、改、删"):
        assert told in short, "what, what for, how long, who, and the rights (art. 17)"
    kiosk.tell(MorePressed())
    whole = everything(kiosk.shown)
    assert "电子证照平台" in whole
    assert "电子证照平台" not in short
    kiosk.tell(MorePressed())
    assert kiosk.page == "NeedToKnowView"
    kiosk.tell(BackPressed())
    assert everything(kiosk.shown) == short
    kiosk.tell(MorePressed(), BackPressed())
    assert everything(kiosk.shown) == short
    for leads in ((), (SelfCheckPressed(), AnswerPressed("holder"), AnswerPressed("yes"))):
        kiosk.tell(MorePressed(), MorePressed(), *leads, ContinuePressed())
        assert kiosk.page == "privacy", "nobody comes past the notice"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "PlaceCardView"
    assert len(kiosk.audited("consent_given")) == 1


def test_one_that_was_cancelled_cannot_be_chosen(kiosk: Shopkeeper) -> None:
    kiosk.to_the_licences()
    choices = kiosk.shown.choices  # type: ignore[union-attr]
    assert [(choice.name, choice.enabled) for choice in choices] == [
        ("licence-L-0001", True),
        ("licence-L-0002", False),
    ]
    kiosk.tell(LicencePressed("L-0002"))
    assert kiosk.page == "licences"


def test_who_holds_none_is_told_why_that_may_be(kiosk: Shopkeeper) -> None:
    kiosk.to_the_licences(held=())
    assert kiosk.page == "no_licence"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"


def test_a_platform_that_does_not_answer_may_be_asked_again(kiosk: Shopkeeper) -> None:
    kiosk.to_the_licences()
    kiosk.tell(LicencePressed("L-0001"))
    kiosk.answered(code=AnswerCode.TIMED_OUT, reason="timeout")
    assert kiosk.page == "licences_down"
    kiosk.tell(ContinuePressed())
    kiosk.answered(HELD)
    assert kiosk.page == "licences"


def test_an_expired_card_is_no_identity_for_a_licence(kiosk: Shopkeeper) -> None:
    kiosk.to_the_card("BL-08")
    kiosk.reads_card(card_of("lin-guobin"))
    assert kiosk.page == "not_eligible"
    assert [row["rule"] for row in kiosk.audited("not_eligible")] == ["card_expired"]
    assert "换领身份证" in everything(kiosk.shown)
    assert kiosk.did(StartFace) == []


def test_without_paper_nobody_is_sent_to_an_empty_printer() -> None:
    """licence_paper_out: by post, the e-licence, or the window; nothing is read or bound."""
    kiosk = Shopkeeper().loaded(sheets=0)
    kiosk.to_the_question()
    assert kiosk.page == "no_blanks"
    text = everything(kiosk.shown)
    assert "邮寄" in text
    assert "电子营业执照" in text
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"
    assert kiosk.did(ReadBlank) == []


@pytest.mark.parametrize("sheet", Sheet)
def test_a_sheet_that_is_not_clear_is_spoiled_and_printed_once_more(
    kiosk: Shopkeeper, sheet: Sheet
) -> None:
    kiosk.to_the_look()
    kiosk.tell(UnclearPressed(None))
    assert kiosk.page == "unclear"
    kiosk.tell(UnclearPressed(sheet))
    assert (SERIALS[sheet], BlankEnd.SPOILED, "unclear") in ends(kiosk)
    kiosk.prints(SECOND[sheet])
    assert kiosk.page == "press_look"
    kiosk.tell(UnclearPressed(None), UnclearPressed(sheet))
    assert kiosk.page == "other_way"  # twice is enough: the window does it
    assert ends(kiosk)[-1] == (SECOND[sheet], BlankEnd.SPOILED, "unclear")


def test_all_is_clear_after_a_second_look(kiosk: Shopkeeper) -> None:
    kiosk.to_the_look()
    kiosk.tell(UnclearPressed(None), ContinuePressed())
    assert kiosk.page == "press_look"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "slip"


def test_a_sheet_that_the_book_does_not_have_is_not_printed_on(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    kiosk.sees_sheet(SERIALS[Sheet.ORIGINAL])
    kiosk.tell(BlankNotBound(SERIALS[Sheet.ORIGINAL], "printed"))
    assert kiosk.page == "other_way"
    assert kiosk.did(PrintLicence) == []


@pytest.mark.parametrize("seen", [SERIALS[Sheet.DUPLICATE], "ZB000233010", "92330299MA29000176"])
def test_what_lies_in_the_wrong_tray_is_not_printed_on(kiosk: Shopkeeper, seen: str) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    kiosk.sees_sheet(seen)
    assert kiosk.page == "other_way"
    assert kiosk.did(BindBlank) == []
    assert len(kiosk.audited("blank_refused")) == 1


def test_a_reader_that_sees_nothing_is_not_waited_for(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    kiosk.wait(READ_LIMIT_S + 1)
    assert kiosk.page == "other_way"
    assert kiosk.did(BindBlank) == []


def test_a_sheet_that_was_read_late_leaves_the_book_its_time(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    kiosk.wait(READ_LIMIT_S - 1)
    kiosk.sees_sheet(SERIALS[Sheet.ORIGINAL])
    kiosk.wait(2)
    assert kiosk.page == "pressing"
    kiosk.wait(READ_LIMIT_S)
    assert kiosk.page == "other_way"
    assert ends(kiosk)[-1] == (SERIALS[Sheet.ORIGINAL], BlankEnd.UNTOUCHED, "no_answer")


def test_a_disk_that_takes_nothing_binds_nothing(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    kiosk.sees_sheet(SERIALS[Sheet.ORIGINAL])
    kiosk.tell(StoreFailed(), StoreFailed(serial=SERIALS[Sheet.DUPLICATE]))
    assert kiosk.page == "pressing", "something else was not kept"
    kiosk.tell(StoreFailed(serial=SERIALS[Sheet.ORIGINAL]))
    assert kiosk.page == "other_way"
    assert kiosk.did(PrintLicence) == []


@pytest.mark.parametrize(
    ("code", "end"),
    [
        (CompletionCode.DEVICE_NOT_READY, BlankEnd.UNTOUCHED),
        (CompletionCode.UNSUPPORTED_DATA, BlankEnd.UNTOUCHED),
        (CompletionCode.HARDWARE_ERROR, BlankEnd.SPOILED),
        (CompletionCode.TIME_OUT, BlankEnd.SPOILED),
        (CompletionCode.USER_ERROR, BlankEnd.SPOILED),
    ],
)
def test_what_became_of_the_sheet_is_in_the_book_whatever_the_printer_did(
    kiosk: Shopkeeper, code: CompletionCode, end: BlankEnd
) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    serial = SERIALS[Sheet.ORIGINAL]
    kiosk.sees_sheet(serial)
    kiosk.tell(BlankBound(serial))
    kiosk.completes(DocumentResult(PrintOutcome.PARTIAL, 0), code)
    assert ends(kiosk) == [(serial, end, code.value)]
    assert kiosk.page == "other_way"
    assert len(kiosk.did(PrintLicence)) == 1


def test_while_a_sheet_is_under_way_nobody_leaves_and_nothing_is_printed_twice(
    kiosk: Shopkeeper,
) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    kiosk.tell(LeavePressed(), BackPressed(), ContinuePressed(), DeclinePressed())
    assert kiosk.page == "pressing"
    kiosk.sees_sheet(SERIALS[Sheet.ORIGINAL])
    kiosk.tell(BlankBound(SERIALS[Sheet.ORIGINAL]))
    kiosk.tell(BlankBound(SERIALS[Sheet.ORIGINAL]))  # told twice
    assert len(kiosk.did(PrintLicence)) == 1
    kiosk.wait(170)
    assert kiosk.page == "pressing"  # the printer has its own end


def test_a_printer_that_never_ends_its_job_is_not_waited_for_for_ever(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    serial = SERIALS[Sheet.ORIGINAL]
    kiosk.sees_sheet(serial)
    kiosk.tell(BlankBound(serial))
    kiosk.wait(PRINT_LIMIT_S + 1)
    assert kiosk.page == "other_way"
    assert ends(kiosk) == [(serial, BlankEnd.SPOILED, "no_answer")]


def test_who_goes_before_printing_leaves_no_sheet_bound(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.wait(kiosk.rules.config.patience.done_s + 1)
    assert kiosk.page in ("HomeView", "goodbye")
    assert kiosk.did(BindBlank) == []


def test_who_takes_the_sheets_and_goes_is_finished(kiosk: Shopkeeper) -> None:
    kiosk.to_the_look()
    kiosk.wait(kiosk.rules.config.patience.done_s + 1)
    assert kiosk.page == "slip"


def test_who_has_no_slip_is_told_so_with_what_would_stand_on_it(kiosk: Shopkeeper) -> None:
    kiosk.to_the_look()
    kiosk.tell(ContinuePressed())
    kiosk.completes(PrintResult(PrintOutcome.PARTIAL, 20.0), CompletionCode.HARDWARE_ERROR)
    assert kiosk.page == "DoneView"
    told = everything(kiosk.shown)
    for what in (*SERIALS.values(), LICENCE.uscc, "拍下这一页", "年报", "30 天内"):
        assert what in told
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "RatingView"


def test_while_sheets_print_it_is_told_what_to_do_with_them(kiosk: Shopkeeper) -> None:
    kiosk.to_the_question()
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "pressing"
    told = everything(kiosk.shown)
    assert all(what in told for what in ("名称、地址对不对", "正本", "年报", "30 天内"))


def test_a_kiosk_without_numbered_paper_only_explains_it() -> None:
    assert demo_rules().matters["BL-08"].here == "explained"
    assert RULES.matters["BL-08"].here == "done"
