"""Every way a form asks, at its fullest: long words, many candidates, and something wrong."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.case.model import Datum, Source
from kiosk.events.touches import BackPressed, Spelled
from tests.kiosk.visit.form_visits import FormKiosk, with_forms
from tests.kiosk.visit.kiosk import Kiosk, card_of, demo_rules

RULES = with_forms(demo_rules())
WORDS = ("渔港码头", "象山县", "余杠", "鱼缸", "雨", "于", "玉", "语", "与", "遇")


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    kiosk = FormKiosk(RULES)
    kiosk.to_the_forms()
    kiosk.digits("12345678901")
    kiosk.press("continue")
    yield "form phone, wrong", kiosk
    kiosk.press("clear")
    kiosk.digits("19900006620")
    kiosk.press("continue")
    yield "form date", kiosk
    kiosk.digits("20261120")
    kiosk.press("continue")
    yield "form town, skippable", kiosk
    kiosk.press("town-330225106")
    yield "form road, skippable", kiosk
    kiosk.press("keys-digits", "key-1", "keys-latin")
    yield "form letters", kiosk
    kiosk.press("keys-digits")
    yield "form figures", kiosk
    yield from _scope()
    yield from _name()
    yield from _rest()
    yield from _problems()


def _loss_filled() -> FormKiosk:
    kiosk = FormKiosk(RULES)
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    return kiosk


def _scope() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _loss_filled()
    yield "form scope, nothing yet", kiosk
    kiosk.press("group-shop")
    yield "form entries", kiosk
    kiosk.press("next-page", "entry-SL024", "next-page", "entry-SL027", "next-page", "entry-SL032")
    yield "form entries, chosen", kiosk
    kiosk.press("continue", "group-service", "next-page", "next-page", "next-page")
    yield "form entries, long and with a permit", kiosk
    kiosk.press("continue")
    yield "form scope, chosen", kiosk
    kiosk.press("group-search")
    kiosk.types("yugang")
    kiosk.press("candidate-0")
    kiosk.types("yugangmatou")
    kiosk.tell(Spelled("yugangmatou", ("yu", "gang", "ma", "tou"), WORDS))
    yield "form search, spelling", kiosk
    kiosk.press("candidate-0", "continue")
    yield "form search, found", kiosk


def _to_the_name() -> FormKiosk:
    kiosk = _loss_filled()
    kiosk.press("group-fresh", "entry-SL009", "entry-SL012", "continue", "continue")
    return kiosk


def _name() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _to_the_name()
    yield "form use of a name", kiosk
    kiosk.press("use_name-yes", "keys-digits", "key-1", "key-2", "continue")
    yield "form trade", kiosk
    kiosk.press("trade-1")
    yield "form kind of shop", kiosk
    kiosk.press("form-2")
    yield "form name, wrong", kiosk
    kiosk.tell(BackPressed(), BackPressed(), BackPressed())
    kiosk.press("clear", "keys-pinyin")
    kiosk.types("haiwei")
    kiosk.press("candidate-0", "continue", "trade-1", "form-2")
    yield "form name, right", kiosk


def _rest() -> Iterator[tuple[str, Kiosk]]:
    kiosk = _to_the_name()
    kiosk.press("use_name-no", "town-330225204")
    kiosk.tell()
    for _ in range(6):
        kiosk.types("yugang")
        kiosk.press("candidate-0", "candidate-0")
    yield "form road, long", kiosk
    kiosk.press("continue")
    yield "form rooms", kiosk
    kiosk.press("premises_right-rented")
    kiosk.press("composition-personal")
    kiosk.digits("50000.50")
    yield "form amount", kiosk
    kiosk.press("continue")
    kiosk.digits("2")
    kiosk.press("continue")
    yield "form place", kiosk
    kiosk.press("place-declare")
    yield "form promise", kiosk
    kiosk.press("promise")
    yield "review of forms", kiosk
    while "next-page" in str(kiosk.shown):
        kiosk.press("next-page")
        yield f"review of forms, {kiosk.page}", kiosk


def _problems() -> Iterator[tuple[str, Kiosk]]:
    kiosk = FormKiosk(RULES)
    kiosk.to_the_card("BL-02")
    kiosk.reads_card(card_of("chen-haiying"))
    assert kiosk.state.visit is not None
    wrong = (("phone", "12345"), ("lost_on", "2027-01-01"), ("lost_at", "330225999 9"))
    said = (Datum(name, value, Source.SHARED) for name, value in wrong)
    facts = kiosk.state.visit.facts.told(*said)
    kiosk.state = replace(kiosk.state, visit=replace(kiosk.state.visit, facts=facts))
    kiosk.press("agree")
    kiosk.face_at(0.31)
    yield "form problems", kiosk
