"""One slip of each kind, as it would be for a made-up case of somebody on the reviewed list.

So that it can be seen whether slips fit the paper before a configuration is taken, or signed.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import get_args

from config.people import load_people
from config.problem import Problem
from config.slips import SlipKind
from kiosk.case.model import Applicant, CardKind, Case, Delivery, IdCard, PlatformReceipt
from kiosk.case.numbers import next_case_number
from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import Lacking, SlipFacts
from kiosk.case.slips import (
    case_slip,
    list_slip,
    no_slip,
    shown_number,
    slip_code,
    ticket_slip,
)
from kiosk.case.timeline import TimelineRow
from kiosk.ports import Slip
from kiosk.rules import Rules
from kiosk.vocabulary import Language

MONDAY_AFTERNOON = datetime(2026, 11, 23, 14, 26)
RECEIPT = PlatformReceipt("330225901261123000047", "046183")
KINDS: tuple[SlipKind, ...] = get_args(SlipKind)
USCC = "92330299MA0000001T"  # division 330299 does not exist
DUE = date(2026, 12, 4)
OF_A_BUSINESS = ("licence", "business")


ROWS: dict[Language, dict[str, tuple[tuple[str, str], ...]]] = {
    Language.ZH: {
        "licence": (("正本", "No. 00023301"), ("副本", "No. 00023302")),
        "ticket_12345": (("类型", "咨询"),),
        "not_eligible": (("要带什么", "户口簿"),),
        "business": (("名称", "象山县石浦镇海英小吃店"), ("类型", "个体工商户")),
    },
    Language.EN: {
        "licence": (("Original", "No. 00023301"), ("Duplicate", "No. 00023302")),
        "ticket_12345": (("Kind", "question"),),
        "not_eligible": (("To bring", "household register"),),
        "business": (("Name", "象山县石浦镇海英小吃店"), ("Kind", "个体工商户")),
    },
}

STATES: dict[Language, dict[str, str]] = {
    Language.ZH: {"business": "存续（在营）"},
    Language.EN: {"business": "registered"},
}


def a_card(key: str = "chen-haiying", today: date | None = None) -> IdCard:
    """The card of somebody on the reviewed list, the same on every day unless that is told."""
    person = load_people(today or MONDAY_AFTERNOON.date())[key]
    return IdCard(
        kind=CardKind.RESIDENT,
        name=person.name,
        sex=person.sex,
        ethnic=person.ethnic,
        birth=person.birth,
        address=person.address,
        number=person.number,
        issuer=person.issuer,
        valid_from=person.valid_from,
        valid_to=person.valid_to,
    )


def the_case() -> Case:
    """The same on every day."""
    return Case(
        number=next_case_number("330225", MONDAY_AFTERNOON.date(), "XS-0107", 1),
        visit=1,
        matter="ID-01",
        site="33022510100101",
        terminal="XS-0107",
        card=a_card(),
        phone=load_people(MONDAY_AFTERNOON.date())["chen-haiying"].phone,
        delivery=Delivery.POST,
        fee_fen=2000,
        promise_days=10,
        confirmed_at=MONDAY_AFTERNOON,
        identity_way="face",
        jurisdiction="330225",
    )


def facts_of(kind: SlipKind, rules: Rules, language: Language) -> SlipFacts:
    """What a kind without a step of its own yet would be told."""
    zh = language is Language.ZH
    case, card = the_case(), a_card()
    later = TimelineRow(
        "12 月 7 日前" if zh else "by 7 December", "审核" if zh else "review", False
    )
    lacking = (
        Lacking("租赁合同或者住所申报承诺" if zh else "Lease or declaration of premises", DUE),
        Lacking("食品经营许可证" if zh else "Food permit"),
    )
    values: dict[str, object] = {
        "day": "2026 年 12 月 4 日" if zh else "4 December 2026",
        "state": STATES[language].get(kind, "审查中" if zh else "under review"),
    }
    return SlipFacts(
        at=MONDAY_AFTERNOON,
        matter=rules.matters["ID-01"],
        number=USCC if kind in OF_A_BUSINESS else shown_number(case, RECEIPT),
        code=f"BDY:USCC:{USCC}" if kind in OF_A_BUSINESS else slip_code(case, RECEIPT),
        password=RECEIPT.password,
        applicant=Applicant(card.name, card.number, card.address),
        accepted=MONDAY_AFTERNOON.date() + timedelta(days=1),
        fee_fen=2000,
        order="33022520261123000417",
        rows=ROWS[language].get(kind, ()),
        next=(later,),
        lacking=lacking if kind in ("supplement", "tolerance") else (),
        reason=("不属于本机关职权范围" if zh else "outside this authority's remit",)
        if kind in ("not_accepted", "not_eligible")
        else (),
        values=values,
    )


def sample(kind: SlipKind, rules: Rules, language: Language = Language.ZH) -> Slip:
    words, matter, now = rules.words[language], rules.matters["ID-01"], MONDAY_AFTERNOON
    match kind:
        case "receipt" | "intake":
            receipt = RECEIPT if kind == "receipt" else None
            return case_slip(rules, words, matter, the_case(), receipt, now)
        case "window_number":
            return ticket_slip(
                rules, words, matter, now, ticket="0107-1123-001", card=a_card(), number="1"
            )
        case "list":
            return list_slip(rules, words, matter, now, number="2")
        case "not_eligible":
            text = "not_eligible.too_young"
            years = matter.eligibility.least_age if matter.eligibility else 0
            reasons = [(words(text, years=years), words(f"{text}_remedy"))]
            bring = [words(f"{text}_bring")]
            return no_slip(rules, words, matter, now, number="3", reasons=reasons, bring=bring)
        case _:
            return make_slip(rules, words, kind, facts_of(kind, rules, language), f"3.{kind}")


def unfit(rules: Rules, problems_of: Callable[[Slip], Iterable[str]]) -> Iterator[Problem]:
    """What is wrong with a sample of each kind in each language. problems_of: on the paper."""
    for language in rules.words:
        for kind in KINDS:
            for told in problems_of(sample(kind, rules, language)):
                yield Problem("slips", f"{kind}.{language}", told)
