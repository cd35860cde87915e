"""The way to every page of forms, materials, licences and of what the register publishes."""

from collections.abc import Callable

from kiosk.events.keeping import BlankBound, BlanksTold
from kiosk.events.touches import (
    AgreePressed,
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DoorPressed,
    LetterPressed,
    LicencePressed,
    MatterPressed,
    PickPressed,
    SelfCheckPressed,
)
from kiosk.licence.blanks import Sheet
from kiosk.ports import DocumentResult, ScannedCode
from kiosk.vocabulary import (
    AnswerCode,
    PrintOutcome,
)
from tests.kiosk.visit.form_visits import FormKiosk, with_forms
from tests.kiosk.visit.kiosk import Kiosk, card_of, demo_rules
from tests.kiosk.visit.shop import HELD, LICENCE, SERIALS
from tests.kiosk.visit.shop import RULES as SHOP
from tests.kiosk.visit.test_business_lookup import SHOP as BUSINESS
from tests.kiosk.visit.test_business_lookup import USCC
from tests.kiosk.visit.test_materials import rules_with

FORMS = with_forms(demo_rules())


def self_check(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-08"), SelfCheckPressed())


def materials_tolerant(kiosk: Kiosk) -> None:
    _brings(kiosk, "place", "have", "have_not")


def materials_missing(kiosk: Kiosk) -> None:
    _brings(kiosk, "scope", "have_not")


def _brings(kiosk: Kiosk, *answers: str) -> None:
    kiosk.rules = rules_with("BL-03")
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-03"), ContinuePressed())
    kiosk.tell(*map(AnswerPressed, answers))


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


def not_in_register(kiosk: Kiosk) -> None:
    assert isinstance(kiosk, FormKiosk)
    kiosk.to_the_card("ID-03")
    kiosk.digits(card_of("chen-haiying").number)
    kiosk.press("continue")
    kiosk.answered(code=AnswerCode.TIMED_OUT, reason="timeout")


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


def at_the_licences(kiosk: Kiosk) -> Kiosk:
    kiosk.rules = SHOP
    kiosk.to_the_card("BL-08")
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), AgreePressed())
    kiosk.face_at(0.31)
    return kiosk


def chosen(kiosk: Kiosk) -> None:
    at_the_licences(kiosk).answered(HELD)
    kiosk.tell(LicencePressed(LICENCE.id))
    kiosk.answered(LICENCE)


def no_licence(kiosk: Kiosk) -> None:
    at_the_licences(kiosk).answered(())


def licences_down(kiosk: Kiosk) -> None:
    at_the_licences(kiosk).answered(code=AnswerCode.TIMED_OUT, reason="timeout")


def press_confirm(kiosk: Kiosk) -> None:
    kiosk.tell(BlanksTold(tuple((sheet, 9) for sheet in Sheet)))
    chosen(kiosk)


def no_blanks(kiosk: Kiosk) -> None:
    chosen(kiosk)


def press_look(kiosk: Kiosk) -> None:
    press_confirm(kiosk)
    kiosk.tell(ContinuePressed())
    for serial in SERIALS.values():
        kiosk.completes(ScannedCode("licence_blank", serial))
        kiosk.tell(BlankBound(serial))
        kiosk.completes(DocumentResult(PrintOutcome.PRINTED, 1))


WAYS: tuple[Callable[[Kiosk], object], ...] = (
    self_check,
    materials_tolerant,
    materials_missing,
    typing,
    picking,
    promising,
    not_in_register,
    business,
    business_not_found,
    business_down,
    no_licence,
    licences_down,
    press_confirm,
    no_blanks,
    press_look,
)
