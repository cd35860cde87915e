"""What goes another way than it should: a card, a face, a slip, help, and how a visit ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.case.model import Delivery
from kiosk.events.devices import CardFound, CardLifted, CardPresence, CardUnreadable, SlipPresented
from kiosk.events.keeping import MessageKept, TicketTaken
from kiosk.events.platforms import PlatformReached
from kiosk.events.program import Crashed, ServiceStopped
from kiosk.events.touches import (
    CardTroublePressed,
    ContinuePressed,
    DeliveryPressed,
    DigitPressed,
    HelpPressed,
    HotlinePressed,
    LeavePressed,
    NoCardPressed,
    PersonPressed,
    PrintListPressed,
    RefusePressed,
    TopicPressed,
    WayPressed,
    WrongPressed,
)
from kiosk.ports import PrintResult
from kiosk.questions import CodeHolder, Place
from kiosk.vocabulary import AnswerCode, CompletionCode, Platform, PrintOutcome
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of, demo_rules
from tests.kiosk.visit.test_lost_and_damaged import ENTRY, Cardless

RULES = demo_rules()


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    yield from _troubles()
    yield from _other_ways()
    yield from _without_a_card()
    yield from _hotline()
    yield from _ends()


def _troubles() -> Iterator[tuple[str, Kiosk]]:
    for event in (CardLifted(), CardUnreadable("checksum"), CardTroublePressed()):
        kiosk = Kiosk(RULES)
        kiosk.to_the_card()
        kiosk.tell(CardFound(), event)
        yield f"card, {type(event).__name__}", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.wait(30)
    yield "card absent", kiosk
    kiosk.tell(*[CardUnreadable("checksum")] * 3)
    yield "other ways, card unreadable", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.reads_card(card_of("zhang-yuming"))
    yield "not eligible", kiosk
    kiosk.tell(PrintListPressed())
    kiosk.completes(code=CompletionCode.DEVICE_NOT_READY)
    yield "not eligible, no paper", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", valid_to=date(2040, 1, 1), birth=date(2015, 3, 7)))
    yield "not eligible, every reason", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_face()
    kiosk.face_at(0.48)
    yield "face again", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_phone()
    kiosk.tell(*(DigitPressed(d) for d in "29900006620"))
    yield "phone wrong", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_done(receipt=None)
    yield "taken in", kiosk
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    yield "taken in, no paper", kiosk
    for receipt in (RECEIPT, None):
        kiosk = Kiosk(RULES)
        kiosk.to_done(receipt)
        kiosk.completes(PrintResult(PrintOutcome.PARTIAL, 40.0), CompletionCode.HARDWARE_ERROR)
        yield f"done, half a slip, {receipt is not None}", kiosk
    kiosk.tell(kiosk.shown.secondary.press)
    kiosk.completes(PrintResult(PrintOutcome.UNCONFIRMED, 90.0))
    yield "done, unconfirmed", kiosk


def _other_ways() -> Iterator[tuple[str, Kiosk]]:
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed())
    yield "other way, no card", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_phone()
    kiosk.tell(HelpPressed(), PersonPressed())
    yield "other way, asked", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_review()
    kiosk.tell(WrongPressed())
    yield "other way, mismatch", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), RefusePressed())
    yield "other way, refused", kiosk
    kiosk.tell(WayPressed("code"))
    yield "show code", kiosk
    for number, reason in enumerate(("expired", "no_such_code"), start=1):
        kiosk.scans()
        if number == 1:
            yield "code is checked", kiosk
        kiosk.answered(code=AnswerCode.REFUSED, reason=reason)
        yield f"code, {reason}", kiosk
    kiosk.scans()
    kiosk.answered(CodeHolder(card_of("lin-guobin").number, "林国斌"))
    yield "other way, code", kiosk
    kiosk.tell(WayPressed("clerk"))
    yield "calling a clerk", kiosk
    for ahead in (2, 0):
        kiosk.answered(Place("a1", ahead))
        yield f"clerk, {ahead} ahead", kiosk
        kiosk.wait(3)
    kiosk.answered(Place("a1", 0, False))
    yield "other way, clerk said no", kiosk
    kiosk.tell(PlatformReached(False, Platform.IDENTITY, "timeout"))
    yield "other way, code platform down", kiosk
    kiosk.tell(WayPressed("window"))
    yield "taking a number", kiosk
    kiosk.tell(TicketTaken("A012", kiosk.state.visits))
    yield "ticket", kiosk
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 60.0))
    yield "ticket printed", kiosk


def _without_a_card() -> Iterator[tuple[str, Kiosk]]:
    for problem in ("no_record", "too_young", "down"):
        kiosk = Cardless("ID-03")
        kiosk.types_the_number()
        if problem == "no_record":
            yield "register, looking", kiosk
            kiosk.answered(code=AnswerCode.REFUSED, reason=problem)
        elif problem == "too_young":
            kiosk.answered(replace(ENTRY, birth=date(2012, 3, 7)))
        else:
            kiosk.answered(code=AnswerCode.TIMED_OUT, reason="timeout")
        yield f"register, {problem}", kiosk
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, has_portrait=False))
    yield "other ways, no photo with the police", kiosk
    kiosk = Cardless("ID-02")
    kiosk.passes()
    kiosk.tell(ContinuePressed())
    kiosk.digits("19900006620")
    kiosk.press("continue")
    yield "damage", kiosk
    kiosk.press("damage-broken")
    yield "delivery, without a card", kiosk
    kiosk.tell(DeliveryPressed(Delivery.POST))
    yield "review, without a card", kiosk


def _hotline() -> Iterator[tuple[str, Kiosk]]:
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.tell(HelpPressed(), HotlinePressed())
    yield "hotline", kiosk
    kiosk.tell(TopicPressed("machine"))
    yield "hotline, keeping", kiosk
    kiosk.tell(MessageKept("0107-1123-001"))
    yield "hotline, kept", kiosk


def _ends() -> Iterator[tuple[str, Kiosk]]:
    kiosk = Kiosk(RULES)
    kiosk.to_the_review()
    kiosk.wait(kiosk.rules.config.patience.idle_s + 1)
    yield "still there", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_review()
    kiosk.tell(LeavePressed())
    yield "last step", kiosk
    kiosk.tell(LeavePressed())
    yield "farewell", kiosk
    kiosk = Kiosk(RULES)
    kiosk.state = replace(kiosk.state, card_present=True)
    kiosk.to_the_review()
    kiosk.tell(LeavePressed(), LeavePressed())
    yield "farewell with card", kiosk
    kiosk.tell(SlipPresented())
    yield "farewell with card and slip", kiosk
    kiosk.tell(CardPresence(False))
    yield "farewell with slip", kiosk
    kiosk = Kiosk(RULES)
    kiosk.tell(Crashed("review.lay:7 ZeroDivisionError"))
    yield "paused", kiosk
    kiosk = Kiosk(RULES)
    banner = "公安系统升级，今晚暂停办理身份证，请明早八点以后到一楼大厅办理。"
    kiosk.tell(ServiceStopped(3, banner, "Stopped for tonight: please come to the hall at 8."))
    yield "stopped", kiosk
