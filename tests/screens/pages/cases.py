"""Where a case is, what it owes, and what of that is handed in here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from kiosk.case.states import Actor, CaseState, Turn, begun, turned
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    DigitPressed,
    DoorPressed,
    MatterPressed,
    WayPressed,
)
from kiosk.ports import ScannedCode
from kiosk.questions import WhereCaseIs
from kiosk.vocabulary import AnswerCode, CompletionCode
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, demo_rules
from tests.kiosk.visit.test_photo_later import ComesBack, without_photo
from tests.kiosk.visit.test_progress import by, reached
from tests.kiosk.visit.test_progress_ways import Asker, applies
from tests.kiosk.visit.test_supplement import Completing, shop


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    yield from _progress()
    yield from _hand_in()


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
    kiosk = ComesBack()
    kiosk.looks_it_up(without_photo(), "ID-13")
    yield "progress, no photo", kiosk
    kiosk = ComesBack()
    kiosk.to_the_consent(without_photo())
    kiosk.press("agree")
    kiosk.face_at(0.31)
    kiosk.tell(ContinuePressed())
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    yield "no photo, nothing to hand in", kiosk
