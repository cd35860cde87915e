"""What is read aloud: enough to go on by, and nothing about anybody."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from kiosk.attention import ResetReader
from kiosk.case.card_photo import PhotoRule
from kiosk.case.states import Actor, CaseState, Turn, begun, turned
from kiosk.events.devices import (
    CardPresence,
    CardUnreadable,
    FaceHint,
    PhotoHint,
    SlipPresented,
    StatusChanged,
)
from kiosk.events.keeping import BlankBound, BlanksTold, MessageKept, StoreFailed, TicketTaken
from kiosk.events.program import Crashed
from kiosk.events.touches import (
    AgreePressed,
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DoorPressed,
    FindPressed,
    HelpPressed,
    HotlinePressed,
    LanguagePressed,
    LeavePressed,
    LetterPressed,
    LicencePressed,
    MatterPressed,
    NoCardPressed,
    PickPressed,
    SearchPressed,
    SelfCheckPressed,
    TopicPressed,
    WayPressed,
)
from kiosk.licence.blanks import Sheet
from kiosk.ports import DeviceStatus, DocumentResult, ScannedCode
from kiosk.questions import Bill, BillState, WhereCaseIs
from kiosk.visit.speech import SPOKEN, SPOKEN_NOTICES, spoken
from kiosk.visit.views import View
from kiosk.visit.views.board import PaperView, StatusView
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import (
    AnswerCode,
    CompletionCode,
    Device,
    DeviceState,
    Hint,
    Language,
    PrintOutcome,
)
from tests.kiosk.photos import SHOTS
from tests.kiosk.visit.form_visits import FormKiosk, with_forms
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of, demo_rules, entry_of, paying_rules
from tests.kiosk.visit.shop import HELD, LICENCE, SERIALS
from tests.kiosk.visit.shop import RULES as SHOP
from tests.kiosk.visit.test_business_lookup import SHOP as BUSINESS
from tests.kiosk.visit.test_business_lookup import USCC
from tests.kiosk.visit.test_materials import rules_with

RULES = demo_rules()
WITH_PROGRESS = demo_rules(matters=("ID-01", "ID-09"))
FORMS = with_forms(RULES)
TICKET = "A0117"
SILENT = {StatusView, PaperView}
"""A technician's pages: whoever works there reads."""


def matters(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"))


def search(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed(), SearchPressed())


def need_to_know(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))


def self_check(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-08"), SelfCheckPressed())


def self_checked(kiosk: Kiosk) -> None:
    need_to_know(kiosk)
    kiosk.tell(SelfCheckPressed(), *map(AnswerPressed, ("yes", "have", "yes", "yes")))


def materials_tolerant(kiosk: Kiosk) -> None:
    _brings(kiosk, "place", "have", "have_not")


def materials_missing(kiosk: Kiosk) -> None:
    _brings(kiosk, "scope", "have_not")


def _brings(kiosk: Kiosk, *answers: str) -> None:
    kiosk.rules = rules_with("BL-03")
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-03"), ContinuePressed())
    kiosk.tell(*map(AnswerPressed, answers))


def privacy(kiosk: Kiosk) -> None:
    need_to_know(kiosk)
    kiosk.tell(ContinuePressed())


def unavailable(kiosk: Kiosk) -> None:
    broken = DeviceStatus(Device.CARD_READER, DeviceState.OFFLINE, ResetReader)
    kiosk.tell(StatusChanged(broken))
    need_to_know(kiosk)


def card_trouble(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardUnreadable("checksum"))


def eligible(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()


def not_eligible(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", valid_to=date(2040, 1, 1)))


def consent(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(ContinuePressed())


def face(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.tell(FaceHint(Hint.COME_CLOSER, 0.2))


def card_photo(kiosk: Kiosk) -> None:
    kiosk.to_the_photo()


def photo(kiosk: Kiosk) -> None:
    kiosk.to_the_photo()
    kiosk.tell(ContinuePressed(), PhotoHint((PhotoRule.BACKGROUND,), 0, 0))


def photo_choice(kiosk: Kiosk) -> None:
    photo(kiosk)
    kiosk.completes(SHOTS)


def no_photo(kiosk: Kiosk) -> None:
    photo(kiosk)
    kiosk.completes(code=CompletionCode.TIME_OUT)


def phone(kiosk: Kiosk) -> None:
    kiosk.to_the_phone()


def fee(kiosk: Kiosk) -> None:
    kiosk.rules = paying_rules()
    kiosk.to_done()
    kiosk.answered(Bill("B1", BillState.WAITING, 2000, "https://pay.invalid/1"))


def fee_told(kiosk: Kiosk) -> None:
    fee(kiosk)
    kiosk.wait(2)
    kiosk.answered(Bill("B1", BillState.EXPIRED, 2000))


def signature(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed())


def delivery(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(BackPressed())


def submitting(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()


def not_kept(kiosk: Kiosk) -> None:
    submitting(kiosk)
    assert kiosk.state.visit is not None
    kiosk.tell(StoreFailed(kiosk.state.visit.step.case.number))  # type: ignore[attr-defined]


def kept_for_later(kiosk: Kiosk) -> None:
    kiosk.to_done(receipt=None)


def rating(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(ContinuePressed())


def other_way(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed())


def show_code(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))


def ask_clerk(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))


def scan_slip(kiosk: Kiosk) -> None:
    progress_by(kiosk)
    kiosk.tell(WayPressed("slip"))


def progress_by(kiosk: Kiosk) -> None:
    kiosk.rules = WITH_PROGRESS
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())


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


def just_submitted(kiosk: Kiosk) -> WhereCaseIs:
    day = kiosk.state.now.date()
    submitted = turned(begun(day), Turn(CaseState.SUBMITTED, Actor.CITIZEN, day))
    return WhereCaseIs(RECEIPT.projid, "公共服务-00502-001", submitted)


def progress(kiosk: Kiosk) -> None:
    scan_slip(kiosk)
    kiosk.completes(ScannedCode("progress_code", f"BDY:PROJID:{RECEIPT.projid}:046183"))
    kiosk.answered(replace(just_submitted(kiosk), service=""))


def looks_up_a_business(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-13"), ContinuePressed())
    kiosk.tell(PickPressed("uscc"), *map(LetterPressed, USCC), ContinuePressed())


def business(kiosk: Kiosk) -> None:
    looks_up_a_business(kiosk)
    kiosk.answered(BUSINESS)


def business_not_found(kiosk: Kiosk) -> None:
    looks_up_a_business(kiosk)
    kiosk.answered(code=AnswerCode.REFUSED, reason="no_record")


def business_down(kiosk: Kiosk) -> None:
    looks_up_a_business(kiosk)
    kiosk.answered(code=AnswerCode.TIMED_OUT)


def hotline_kept(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("idea"), MessageKept(TICKET))


def ticket(kiosk: Kiosk) -> None:
    other_way(kiosk)
    kiosk.tell(WayPressed("window"), TicketTaken(TICKET, kiosk.state.visits))


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


def still_there(kiosk: Kiosk) -> None:
    phone(kiosk)
    kiosk.wait(kiosk.rules.config.patience.idle_s + 1)


def help_open(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(HelpPressed())


def paused(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(Crashed("somewhere:12"))


def typing(kiosk: Kiosk) -> None:
    assert isinstance(kiosk, FormKiosk)
    kiosk.rules = FORMS
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-search")


def picking(kiosk: Kiosk) -> None:
    typing(kiosk)
    kiosk.tell(BackPressed())


def promising(kiosk: Kiosk) -> None:
    assert isinstance(kiosk, FormKiosk)
    kiosk.rules = FORMS
    kiosk.to_the_review_of_forms()
    kiosk.tell(BackPressed())


def doubted(kiosk: Kiosk, **said: str) -> None:
    kiosk.register_agrees = False
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ContinuePressed())
    kiosk.answered(entry_of(card_of("chen-haiying"), **said))


def barred(kiosk: Kiosk) -> None:
    doubted(kiosk, household="deceased")


def data_differs(kiosk: Kiosk) -> None:
    doubted(kiosk, name="陈海鹰")


def not_in_register(kiosk: Kiosk) -> None:
    assert isinstance(kiosk, FormKiosk)
    kiosk.to_the_card("ID-03")
    kiosk.digits(card_of("chen-haiying").number)
    kiosk.press("continue")
    kiosk.answered(code=AnswerCode.TIMED_OUT, reason="timeout")


def no_licence(kiosk: Kiosk) -> None:
    at_the_licences(kiosk).answered(())


def licences_down(kiosk: Kiosk) -> None:
    at_the_licences(kiosk).answered(code=AnswerCode.TIMED_OUT, reason="timeout")


def press_confirm(kiosk: Kiosk) -> None:
    kiosk.tell(BlanksTold(tuple((sheet, 9) for sheet in Sheet)))
    chosen(kiosk)


def no_blanks(kiosk: Kiosk) -> None:
    chosen(kiosk)


def chosen(kiosk: Kiosk) -> None:
    at_the_licences(kiosk).answered(HELD)
    kiosk.tell(LicencePressed(LICENCE.id))
    kiosk.answered(LICENCE)


def press_look(kiosk: Kiosk) -> None:
    press_confirm(kiosk)
    kiosk.tell(ContinuePressed())
    for serial in SERIALS.values():
        kiosk.completes(ScannedCode("licence_blank", serial))
        kiosk.tell(BlankBound(serial))
        kiosk.completes(DocumentResult(PrintOutcome.PRINTED, 1))


def at_the_licences(kiosk: Kiosk) -> Kiosk:
    kiosk.rules = SHOP
    kiosk.to_the_card("BL-08")
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), AgreePressed())
    kiosk.face_at(0.31)
    return kiosk


WAYS: tuple[Callable[[Kiosk], object], ...] = (
    *(
        matters,
        search,
        need_to_know,
        self_check,
        self_checked,
        privacy,
        unavailable,
        card_trouble,
        eligible,
        not_eligible,
    ),
    *(materials_tolerant, materials_missing),
    *(consent, face, phone, delivery, submitting, not_kept, kept_for_later, rating),
    *(progress_by, my_cases, progress_trouble, duplicate_case),
    *(scan_slip, progress, hotline_kept),
    *(business, business_not_found, business_down),
    *(other_way, show_code, ask_clerk, ticket, goodbye, take_card, take_slip, take_both),
    *(still_there, help_open, paused),
    *(typing, picking, promising, signature, fee, fee_told),
    *(
        barred,
        data_differs,
        not_in_register,
        no_licence,
        licences_down,
        press_confirm,
        no_blanks,
        press_look,
    ),
    *(card_photo, photo, photo_choice, no_photo),
    *(Kiosk.to_the_card, Kiosk.to_the_review, Kiosk.to_done),
)
PAGES = {"home": lambda kiosk: None, **{way.__name__: way for way in WAYS}}


def shown(page: str, language: Language = Language.ZH) -> View:
    kiosk = FormKiosk(RULES)
    kiosk.tell(LanguagePressed(language))
    PAGES[page](kiosk)
    return kiosk.shown


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_something_and_nothing_about_its_visitor(
    page: str, language: Language
) -> None:
    said = spoken(shown(page, language))
    assert said
    assert not re.search(r"\d{3}", said), "no number is read aloud; 16 周岁 is none"
    card = card_of("chen-haiying")
    for private in (card.name, card.name[0], card.address, TICKET, RECEIPT.projid, "C-02", "**"):
        assert private not in said


def test_these_are_all_pages() -> None:
    """So that a new page cannot go unheard of here: neither in the table nor in the test above."""
    pages = [shown(page) for page in PAGES]
    assert {type(page) for page in pages} | SILENT == set(get_args(View))
    assert set(SPOKEN) == set(get_args(View)) - {NoticeView}
    notices = {page.name for page in pages if isinstance(page, NoticeView)}
    assert notices == set(SPOKEN_NOTICES)


def test_the_page_that_greets_by_name_is_read_without_the_name() -> None:
    view = shown("eligible")
    assert "陈" in view.title
    assert spoken(view) == "可以换领\n身份证可以拿走了。"


def test_what_to_do_before_the_camera_is_said_once() -> None:
    kiosk = Kiosk(RULES)
    kiosk.to_the_face()
    assert spoken(kiosk.shown) == "请看镜头"
    kiosk.tell(FaceHint(Hint.COME_CLOSER, 0.2))
    assert spoken(kiosk.shown) == "请看镜头\n请靠近一点"


def test_a_notice_that_nobody_reviewed_is_not_read() -> None:
    view = shown("goodbye")
    assert isinstance(view, NoticeView)
    unknown = NoticeView(frame=view.frame, name="new", title="陈海英", lead="330299196803070026")
    assert spoken(unknown) == ""
