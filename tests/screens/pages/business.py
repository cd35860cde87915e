"""A business: what it has to bring, its licence on paper, and what is public of it."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.events.touches import (
    AgreePressed,
    AnswerPressed,
    ContinuePressed,
    DoorPressed,
    LicencePressed,
    MatterPressed,
    MorePressed,
    PrintListPressed,
    UnclearPressed,
)
from kiosk.licence.blanks import Sheet
from kiosk.ports import PrintResult
from kiosk.questions import Credit
from kiosk.vocabulary import AnswerCode, CompletionCode, PrintOutcome
from tests.kiosk.visit.kiosk import Kiosk, card_of
from tests.kiosk.visit.shop import HELD, LICENCE, SECOND, SERIALS, Shopkeeper
from tests.kiosk.visit.test_business_lookup import SHOP, USCC, Curious
from tests.kiosk.visit.test_credit_mark import Asked
from tests.kiosk.visit.test_materials import rules_with
from tests.kiosk.visit.test_opening_a_shop import Founder


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    yield from _materials()
    yield from _licence()
    yield from _business()


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
    barred = Asked()
    barred.to_what_follows()
    yield "materials, may they follow", barred
    barred.answered(Credit(True))
    yield "materials, all first", barred


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
