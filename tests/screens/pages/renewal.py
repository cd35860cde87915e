"""An ID card is renewed: every page from the matter to the rating."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.case.card_photo import PhotoRule
from kiosk.case.model import Delivery
from kiosk.events.devices import CardFound, FaceHint, PhotoHint, SlipTaken
from kiosk.events.touches import (
    AgreePressed,
    ContinuePressed,
    DeclinePressed,
    DeliveryPressed,
    DigitPressed,
    DoorPressed,
    HelpPressed,
    MatterPressed,
    RatingPressed,
    RetakePressed,
    StrokeDrawn,
)
from kiosk.ports import PrintResult
from kiosk.questions import Bill, BillState
from kiosk.vocabulary import AnswerCode, CompletionCode, Hint, Language, PrintOutcome
from screens.widgets.words import advance
from tests.kiosk.photos import SHOTS
from tests.kiosk.visit.kiosk import A_STROKE, Kiosk, card_of, demo_rules, entry_of, paying_rules

RULES = demo_rules()


def walk() -> Iterator[tuple[str, Kiosk]]:
    """Names of pages, and a kiosk that stands there."""
    kiosk = Kiosk(RULES)
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
