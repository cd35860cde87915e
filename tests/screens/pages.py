"""Every page that the rules really show, collected by walking visits, in any look and language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from kiosk.case.card_photo import PhotoRule
from kiosk.case.model import Delivery
from kiosk.case.states import Actor, CaseState, Turn, begun, turned
from kiosk.events.devices import (
    CardFound,
    CardLifted,
    CardPresence,
    CardUnreadable,
    FaceHint,
    PhotoHint,
    SlipPresented,
    SlipTaken,
)
from kiosk.events.keeping import MessageKept, TicketTaken
from kiosk.events.platforms import PlatformReached
from kiosk.events.program import Crashed, ServiceStopped
from kiosk.events.touches import (
    AgreePressed,
    AnswerPressed,
    AreaPressed,
    CardTroublePressed,
    ContinuePressed,
    DeclinePressed,
    DeliveryPressed,
    DigitPressed,
    DoorPressed,
    FindPressed,
    HelpPressed,
    HotlinePressed,
    LeavePressed,
    LetterPressed,
    LicencePressed,
    MatterPressed,
    MorePressed,
    NoCardPressed,
    PagePressed,
    PrintListPressed,
    RatingPressed,
    RefusePressed,
    RetakePressed,
    SearchPressed,
    SelfCheckPressed,
    StrokeDrawn,
    TopicPressed,
    UnclearPressed,
    WayPressed,
    WrongPressed,
)
from kiosk.licence.blanks import Sheet
from kiosk.ports import PrintResult, ScannedCode
from kiosk.questions import Bill, BillState, CodeHolder, Place, WhereCaseIs
from kiosk.rules import Rules
from kiosk.visit.finding import Asking
from kiosk.visit.state import Preferences, State
from kiosk.visit.view import view
from kiosk.visit.views import View
from kiosk.visit.views.reading import BusyView
from kiosk.vocabulary import (
    AnswerCode,
    CompletionCode,
    Hint,
    Language,
    Platform,
    PrintOutcome,
    Theme,
)
from screens.widgets.words import advance
from tests.kiosk.photos import SHOTS
from tests.kiosk.visit.kiosk import (
    A_STROKE,
    RECEIPT,
    Kiosk,
    card_of,
    demo_rules,
    entry_of,
    paying_rules,
)
from tests.kiosk.visit.shop import HELD, LICENCE, SECOND, SERIALS, Shopkeeper
from tests.kiosk.visit.test_business_lookup import SHOP, USCC, Curious
from tests.kiosk.visit.test_lost_and_damaged import ENTRY, Cardless
from tests.kiosk.visit.test_materials import rules_with
from tests.kiosk.visit.test_opening_a_shop import Founder
from tests.kiosk.visit.test_progress import by, reached
from tests.kiosk.visit.test_progress_ways import Asker, applies
from tests.kiosk.visit.test_supplement import Completing, shop
from tests.screens.form_pages import forms
from tests.screens.technician_pages import technician

RULES = demo_rules()
BUSY_RULES = demo_rules(
    announcement={
        "text": "台风“海葵”将至，11 月 24 日夜间自助区照常开放，请注意出行安全。",
        "text_en": "Typhoon warning: open tonight as always. Take care.",
    },
    switches={
        "ID-01": {
            "on": False,
            "reason": "公安系统夜间升级",
            "reason_en": "the police system is upgraded",
            "until": "2026-11-25T08:00:00+08:00",
        }
    },
    hours={"friday": "08:30-12:00", "saturday": "08:00-20:00", "holiday": "09:00-11:00"},
)
"""What an administrator may put on the pages: a notice, a matter that is off, odd hours."""
NIGHT = datetime(2026, 11, 24, 2, 8)
LOOKS = (
    (Theme.STANDARD, False),
    (Theme.STANDARD, True),
    (Theme.ELDER, False),
    (Theme.CONTRAST, False),
)


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    kiosk = Kiosk(RULES)
    yield "home", kiosk
    kiosk = Kiosk(BUSY_RULES)
    yield "home, announcement", kiosk
    kiosk.tell(DoorPressed("id-card"))
    yield "behind id-card, switched off", kiosk
    yield from _finding()
    yield from guides(("ID-05", "BL-02"))
    yield from _materials()
    yield from _renewal(Kiosk(RULES))
    yield from _troubles()
    yield from _other_ways()
    yield from _licence()
    yield from _progress()
    yield from _hand_in()
    yield from _business()
    yield from _without_a_card()
    yield from _hotline()
    yield from _ends()
    yield from forms()
    yield from technician()


def _finding() -> Iterator[tuple[str, Kiosk]]:
    ways = {
        "behind id-card": (DoorPressed("id-card"),),
        "behind id-card, second": (DoorPressed("id-card"), PagePressed(1)),
        "behind licence": (DoorPressed("licence"),),
        "behind licence, last": (DoorPressed("licence"), PagePressed(9)),
        "areas": (FindPressed(),),
        "area police": (FindPressed(), AreaPressed("police")),
        "area, nothing in it": (FindPressed(), AreaPressed("construction")),
        "search": (FindPressed(), SearchPressed()),
        "search, one letter": (FindPressed(), SearchPressed(), LetterPressed("S")),
        "search, nothing": (FindPressed(), SearchPressed(), *map(LetterPressed, "XQZ")),
        "search, found": (FindPressed(), SearchPressed(), *map(LetterPressed, "HLSFZ")),
    }
    for name, events in ways.items():
        kiosk = Kiosk(RULES)
        kiosk.tell(*events)
        yield name, kiosk
    for question in RULES.catalogue.shared.ways:
        kiosk = Kiosk(RULES)
        kiosk.state = replace(kiosk.state, place=Asking((question,)))
        yield f"unsure, {question}", kiosk


def guides(codes: Iterable[str] = RULES.matters) -> Iterator[tuple[str, Kiosk]]:
    """What a matter's file says, page by page: need to know, self-check, its results."""
    for code in codes:
        matter = RULES.matters[code]
        kiosk = Kiosk(RULES)
        kiosk.tell(DoorPressed(matter.door or ""), MatterPressed(code))
        yield f"guide {code}", kiosk
        kiosk.tell(SelfCheckPressed())
        for i, question in enumerate(matter.question):
            yield f"self-check {code} {i}", kiosk
            kiosk.tell(AnswerPressed(question.options[0].name))
        yield f"self-checked {code}", kiosk
        if any(option.instead or not option.here for q in matter.question for option in q.options):
            kiosk = Kiosk(RULES)
            kiosk.tell(DoorPressed(matter.door or ""), MatterPressed(code), SelfCheckPressed())
            kiosk.tell(*(AnswerPressed(question.options[-1].name) for question in matter.question))
            yield f"self-checked {code}, otherwise", kiosk


def _materials() -> Iterator[tuple[str, Kiosk]]:
    answers = ("place", "have", "have_not")
    for count in range(4):
        kiosk = Kiosk(rules_with("BL-03"))
        kiosk.tell(DoorPressed("licence"), MatterPressed("BL-03"), ContinuePressed())
        kiosk.tell(*map(AnswerPressed, answers[:count]))
        yield f"materials {count}", kiosk
    kiosk = Kiosk(rules_with("BL-03"))
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-03"), ContinuePressed())
    kiosk.tell(*map(AnswerPressed, ("place", "have_not", "have_not")))
    yield "materials, missing", kiosk
    kiosk = Founder()
    kiosk.to_what_follows()
    yield "materials, to follow", kiosk
    kiosk.press("promise", "next-page", "next-page")
    yield "review, owed", kiosk


def _renewal(kiosk: Kiosk) -> Iterator[tuple[str, Kiosk]]:
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))
    yield "need to know", kiosk
    kiosk.tell(ContinuePressed())
    yield "privacy", kiosk
    kiosk.tell(ContinuePressed())
    yield "place card", kiosk
    kiosk.tell(HelpPressed())
    yield "help", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.tell(CardFound())
    yield "reading", kiosk
    kiosk.reads_card()
    yield "eligible", kiosk
    kiosk.tell(ContinuePressed())
    yield "consent", kiosk
    kiosk.tell(AgreePressed())
    for hint in Hint:
        kiosk.wait(2)
        kiosk.tell(FaceHint(hint, 0.4))
        yield f"face {hint}", kiosk
    kiosk.face_at(0.31)
    yield from _photo(kiosk)
    yield "phone", kiosk
    kiosk.tell(*(DigitPressed(d) for d in "199000066"))
    yield "phone begun", kiosk
    kiosk.tell(*(DigitPressed(d) for d in "20"))
    yield "phone complete", kiosk
    kiosk.tell(ContinuePressed())
    yield "delivery", kiosk
    for name, said in (
        ("barred", {"household": "deceased"}),
        ("data differs", {"name": "陈海鹰", "sex": "1", "birth": date(1968, 3, 8)}),
    ):
        kiosk = Kiosk(RULES)
        kiosk.register_agrees = False
        kiosk.to_the_card()
        kiosk.reads_card()
        kiosk.tell(ContinuePressed())
        yield f"{name}, asking", kiosk
        kiosk.answered(entry_of(card_of("chen-haiying"), **said))
        yield name, kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_review()
    yield "review", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_delivery(card_of("wu-meiyun"))
    yield "delivery, moved", kiosk
    kiosk.tell(DeliveryPressed(Delivery.POLICE_STATION))
    yield "review, to be fetched", kiosk
    kiosk.tell(ContinuePressed())
    yield "signature", kiosk
    kiosk.tell(StrokeDrawn(A_STROKE), StrokeDrawn(((300, 100), (320, 400), (280, 500))))
    yield "signature, written", kiosk
    kiosk.tell(ContinuePressed())
    yield "submitting", kiosk
    yield from _paying()
    kiosk = Kiosk(RULES)
    kiosk.to_done()
    yield "done, printing", kiosk
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    yield "done", kiosk
    kiosk.tell(SlipTaken())
    yield "done, slip taken", kiosk
    kiosk.tell(ContinuePressed())
    yield "rating", kiosk
    kiosk.tell(RatingPressed(2))
    yield "rating, why", kiosk


def _photo(kiosk: Kiosk) -> Iterator[tuple[str, Kiosk]]:
    yield "card photo", kiosk
    kiosk.tell(ContinuePressed())
    for language in Language:
        words = RULES.words[language]
        *_, other, longest = sorted(
            PhotoRule, key=lambda rule: advance(words(f"photo.advice.{rule}"), 40, True)
        )
        kiosk.tell(PhotoHint((longest, other), 0, 0))
        yield f"photo, {longest}", kiosk
    kiosk.tell(PhotoHint((), 3, 0))
    yield "photo, counting down", kiosk
    kiosk.tell(PhotoHint((), 0, 2))
    yield "photo, taken", kiosk
    for code in (CompletionCode.TIME_OUT, CompletionCode.HARDWARE_ERROR):
        other = Kiosk(RULES)
        other.to_the_photo()
        other.tell(ContinuePressed())
        other.completes(code=code)
        yield f"no photo, {code}", other
    other.tell(ContinuePressed(), *(DigitPressed(d) for d in "19900006620"), ContinuePressed())
    other.tell(DeliveryPressed(Delivery.POST))
    yield "review, no photo", other
    kiosk.completes(SHOTS)
    yield "shots", kiosk
    kiosk.tell(RetakePressed())
    kiosk.completes(replace(SHOTS, shots=SHOTS.shots[:2]))
    kiosk.tell(RetakePressed())
    kiosk.completes(replace(SHOTS, shots=SHOTS.shots[:1], best=0))
    yield "shots, one, the last round", kiosk
    kiosk.tell(ContinuePressed())


def _paying() -> Iterator[tuple[str, Kiosk]]:
    order = "330225000100X33022520261123010751960K"
    waiting = Bill(order, BillState.WAITING, 123_450, "https://pay.invalid/" + "0" * 60)
    kiosk = Kiosk(paying_rules())
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))
    yield "need to know, with a fee", kiosk
    kiosk = Kiosk(paying_rules())
    kiosk.to_the_review()
    yield "review, with a fee", kiosk
    kiosk = Kiosk(paying_rules())
    kiosk.to_done()
    yield "fee, being made out", kiosk
    kiosk.answered(waiting)
    yield "fee", kiosk
    kiosk.wait(2)
    kiosk.answered(Bill(order, BillState.EXPIRED, 123_450))
    yield "fee, not paid", kiosk
    kiosk = Kiosk(paying_rules())
    kiosk.to_done()
    kiosk.answered(waiting)
    kiosk.tell(DeclinePressed())
    kiosk.answered(code=AnswerCode.TIMED_OUT)
    yield "fee, not known", kiosk


def _troubles() -> Iterator[tuple[str, Kiosk]]:
    for event in (CardLifted(), CardUnreadable("checksum"), CardTroublePressed()):
        kiosk = Kiosk(RULES)
        kiosk.to_the_card()
        kiosk.tell(CardFound(), event)
        yield f"card, {type(event).__name__}", kiosk
    kiosk = Kiosk(RULES)
    kiosk.to_the_card()
    kiosk.reads_card(card_of("zhang-yuming"))
    yield "not eligible", kiosk
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
    kiosk.tell(TicketTaken("A012"))
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


def _licence() -> Iterator[tuple[str, Kiosk]]:
    kiosk = Shopkeeper().loaded()
    kiosk.to_the_card("BL-08")
    kiosk.reads_card(card_of("lin-guobin"))
    yield "not eligible, expired", kiosk
    kiosk = Shopkeeper().loaded()
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-08"))
    yield "privacy, licence", kiosk
    kiosk.tell(MorePressed())
    yield "privacy, licence, whole", kiosk
    kiosk = Shopkeeper().loaded()
    kiosk.to_the_card("BL-08")
    kiosk.reads_card()
    yield "consent, licence", kiosk
    kiosk.tell(AgreePressed())
    kiosk.face_at(0.31)
    yield "licences, looking", kiosk
    kiosk.answered(HELD)
    yield "licences", kiosk
    kiosk.answered(LICENCE)
    for held, name in (((), "none"), (HELD, "down")):
        other = Shopkeeper().loaded()
        other.to_the_licences(held)
        if held:
            other.tell(LicencePressed(LICENCE.id))
            yield "licences, fetching", other
            other.answered(code=AnswerCode.TIMED_OUT, reason="timeout")
        yield f"licences, {name}", other
    for sheets in (0, 20):
        kiosk = Shopkeeper().loaded(sheets)
        kiosk.to_the_question()
        yield f"licence, {sheets} sheets", kiosk
    kiosk.tell(ContinuePressed())
    kiosk.prints(SERIALS[Sheet.ORIGINAL])
    yield "licence, printing", kiosk
    kiosk.prints(SERIALS[Sheet.DUPLICATE])
    yield "licence, look", kiosk
    kiosk.tell(UnclearPressed(None))
    yield "licence, which", kiosk
    kiosk.tell(UnclearPressed(Sheet.DUPLICATE))
    kiosk.prints(SECOND[Sheet.DUPLICATE])
    yield "licence, look again", kiosk
    kiosk.tell(ContinuePressed())
    yield "licence, slip", kiosk
    kiosk.completes(PrintResult(PrintOutcome.PARTIAL, 20.0), CompletionCode.HARDWARE_ERROR)
    yield "licence, no slip", kiosk
    kiosk.tell(ContinuePressed())
    yield "licence, rating", kiosk


def _progress_by_other_ways() -> Iterator[tuple[str, Kiosk]]:
    found = reached(by(CaseState.ACCEPTED))
    other = replace(found, projid=found.projid[:-1] + "1", service="公共服务-00502-003")
    asker = Asker()
    asker.tell(WayPressed("number"), *map(DigitPressed, found.projid[:20]))
    yield "progress, number", asker
    asker.tell(DigitPressed("7"))
    yield "progress, whole number", asker
    asker.tell(ContinuePressed())
    yield "progress, password", asker
    asker = Asker()
    asker.is_wrong()
    yield "progress, wrong", asker
    for cases, name in (((found, other), "my cases"), ((), "progress, none of yours")):
        asker = Asker()
        asker.lays_down_the_card()
        yield f"{name}, asking", asker
        asker.answered(cases)
        yield name, asker
    asker = Asker()
    for _ in range(3):
        asker.is_wrong()
        asker.tell(DeclinePressed())
    yield "progress by, after many wrong ones", asker
    yield "duplicate case", applies(other)


def _progress() -> Iterator[tuple[str, Kiosk]]:
    """Where a case is: the scan, and a page for what may have become of it."""
    kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09")))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"))
    yield "need to know, progress", kiosk
    kiosk.tell(ContinuePressed())
    yield "progress by", kiosk
    yield from _progress_by_other_ways()
    kiosk.tell(WayPressed("slip"))
    yield "scan slip", kiosk
    code = ScannedCode("progress_code", f"BDY:PROJID:{RECEIPT.projid}:046183")
    for trouble in (AnswerCode.REFUSED, AnswerCode.TIMED_OUT):
        kiosk.completes(code)
        kiosk.answered(code=trouble, reason="no_such_case")
        yield f"scan slip, {trouble}", kiosk
    day = kiosk.state.now.date()
    lacks, no = ("居民户口簿", "近期照片"), "申请材料与登记的信息不一致，需要核实。"
    office = Actor.DEPARTMENT
    for turns in (
        (Turn(CaseState.ACCEPTED, office, day),),
        (Turn(CaseState.TO_SUPPLEMENT, office, day, items=lacks, due=day + timedelta(days=15)),),
        (Turn(CaseState.NOT_ACCEPTED, office, day, no),),
    ):
        progress = turned(begun(day), Turn(CaseState.SUBMITTED, Actor.CITIZEN, day))
        for turn in turns:
            progress = turned(progress, turn)
        kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09")))
        kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
        kiosk.tell(WayPressed("slip"))
        kiosk.completes(code)
        kiosk.answered(WhereCaseIs(RECEIPT.projid, "公共服务-00502-001", progress))
        yield f"progress, {progress.state}", kiosk


def _hand_in() -> Iterator[tuple[str, Kiosk]]:
    """What a case owes: found by its slip, handed in here."""
    for name, found in (
        ("progress, tolerant", shop()),
        ("progress, two lack", shop(CaseState.TO_SUPPLEMENT, "经营场所使用证明", "居民户口簿")),
    ):
        kiosk = Completing()
        kiosk.looks_it_up(found)
        yield name, kiosk
    kiosk = Completing()
    kiosk.looks_it_up(shop())
    kiosk.press("hand-in")
    yield "need to know, hand in", kiosk
    kiosk.press("begin")
    kiosk.to_the_address()
    kiosk.to_its_review()
    yield "review, hand in", kiosk


def _business() -> Iterator[tuple[str, Kiosk]]:
    """What is public of a business, at its longest, and nothing of one."""
    long = replace(
        SHOP,
        name="象山虚构海洋渔业科技发展集团股份有限公司石浦镇东门渔村海产品加工分公司",
        kind="有限责任公司(自然人投资或控股的法人独资)",
        premises="浙江省宁波市象山县石浦镇示例路18号样板大厦12幢3单元1204室（自主申报）",
        scope="渔具销售；" * 90,
    )
    for page, answer in (("found", SHOP), ("found, long", long)):
        kiosk = Curious()
        yield "business, by what", kiosk
        kiosk.types("uscc", USCC)
        yield "business, looking", kiosk
        kiosk.answered(answer)
        yield f"business, {page}", kiosk
        kiosk.tell(PrintListPressed())
        kiosk.completes(code=CompletionCode.DEVICE_NOT_READY)
        yield f"business, {page}, no slip", kiosk
    for code in (AnswerCode.REFUSED, AnswerCode.UNREACHABLE):
        kiosk = Curious()
        kiosk.types("uscc", USCC)
        kiosk.answered(code=code, reason="no_record")
        yield f"business, {code}", kiosk


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
    yield "farewell", kiosk
    kiosk = Kiosk(RULES)
    kiosk.state = replace(kiosk.state, card_present=True)
    kiosk.to_the_review()
    kiosk.tell(LeavePressed())
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


Met = tuple[tuple[str, Rules, State], ...]


def _standing(walked: Iterable[tuple[str, Kiosk]]) -> Met:
    return tuple((name, kiosk.rules, kiosk.state) for name, kiosk in walked)


@cache
def _met() -> Met:
    return _standing(walk())


def page(name: str, theme: Theme = Theme.STANDARD) -> View:
    """One of these pages by day, in Chinese; the others are not made for it."""
    met = tuple(each for each in _met() if each[0] == name.removesuffix(", half done"))
    return dict(pages(theme, False, Language.ZH, met))[name]


def pages_of_guides(theme: Theme, language: Language) -> Iterator[tuple[str, View]]:
    """The pages that the file of every matter makes."""
    return pages(theme, False, language, _standing(guides()))


def pages(
    theme: Theme, night: bool, language: Language, met: Met | None = None
) -> Iterator[tuple[str, View]]:
    """Name and view of every page in this look; at night all of it happens at 02:08."""
    for name, rules, stood in met or _met():
        if (theme is Theme.ELDER or night) and name.startswith("technician"):
            continue  # whose pages have no 长辈, and at night other colours alone (`lint.palette`)
        state = replace(stood, preferences=Preferences(theme, language))
        if name == "still there" and theme is Theme.ELDER:  # whose patience is twice as long
            idle_s = rules.config.patience.idle_s
            state = replace(state, touched_s=state.touched_s - idle_s)
        if night:
            state = replace(state, now=NIGHT + timedelta(seconds=state.at_s))
        shown = view(rules, state)
        yield name, shown
        if isinstance(shown, BusyView):
            yield f"{name}, half done", replace(shown, progress=0.5)
