"""Home, and every way to a matter: doors, areas, search, questions, and what its file says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kiosk.events.touches import (
    AnswerPressed,
    AreaPressed,
    DoorPressed,
    FindPressed,
    LetterPressed,
    MatterPressed,
    PagePressed,
    SearchPressed,
    SelfCheckPressed,
)
from kiosk.visit.finding import Asking
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

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


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    yield "home", Kiosk(RULES)
    kiosk = Kiosk(BUSY_RULES)
    yield "home, announcement", kiosk
    kiosk.tell(DoorPressed("id-card"))
    yield "behind id-card, switched off", kiosk
    yield from _finding()
    yield from guides(("ID-05", "BL-02"))


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
