"""A kiosk made of rules only: events in, views and effects out; no clock, no device, no screen."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from config.load import PROFILES, load_config
from config.model import PlatformsConfig
from config.people import Person, load_people
from kiosk.case.model import CardKind, Delivery, IdCard, PlatformReceipt
from kiosk.effects import Ask, Audit, Effect, StopAsking
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.platforms import Answered
from kiosk.events.program import Started, Tick
from kiosk.events.touches import (
    AgreePressed,
    ContinuePressed,
    DeliveryPressed,
    DigitPressed,
    DoorPressed,
    MatterPressed,
    RefusePressed,
    StrokeDrawn,
)
from kiosk.keeping.audit_catalogue import check_event
from kiosk.ports import CardData, FaceScore, ScannedCode
from kiosk.questions import CasesOf, Credit, CreditMark, Registered, RegisterEntry
from kiosk.rules import Rules, load_rules
from kiosk.visit.advance import advance, first_state
from kiosk.visit.state import State
from kiosk.visit.view import view
from kiosk.visit.views import View
from kiosk.visit.views.finding import Door
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import AnswerCode, CompletionCode, Liveness
from tests.kiosk.photos import SHOTS

MONDAY_AFTERNOON = datetime(2026, 11, 23, 14, 26)
VISIT = 900_000_042
"""Number of the first visit: later than the clock of any test."""
A_STROKE = ((100, 100), (500, 300), (900, 200))
RECEIPT = PlatformReceipt("330225901261123000047", "046183")


PEER = {"base_url": "http://127.0.0.1:9", "secret_file": "/nowhere"}


def demo_rules(**over: Any) -> Rules:
    """As `make run` wires it: with platforms and a code reader, unless told otherwise.

    Without payment, so that only the stories of paying (`paying_rules`) go through its page.
    """
    return _demo_rules(over) if over else _plain_rules()


@cache
def paying_rules() -> Rules:
    return _demo_rules({"platforms": {**_platforms(), "payment": PEER}})


@cache
def _plain_rules() -> Rules:
    return _demo_rules({})


def _platforms() -> dict[str, Any]:
    return {
        **dict.fromkeys(PlatformsConfig.model_fields.keys() - {"payment"}, PEER),
        "e_licence": {**PEER, "seals": {"registrar": "00" * 32}},
    }


def _demo_rules(over: dict[str, Any]) -> Rules:
    wired = {
        "platforms": _platforms(),
        "barcode_reader": {"port": "/nowhere"},
    }
    return load_rules(load_config(PROFILES / "demo.toml", over={**wired, **over}))


@cache
def _people() -> Mapping[str, Person]:
    return load_people(MONDAY_AFTERNOON.date())


def card_of(key: str, **changes: Any) -> IdCard:
    """The card of somebody on the reviewed list."""
    person = _people()[key]
    fields = {
        "kind": CardKind.RESIDENT,
        "name": person.name,
        "sex": person.sex,
        "ethnic": person.ethnic,
        "birth": person.birth,
        "address": person.address,
        "number": person.number,
        "issuer": person.issuer,
        "valid_from": person.valid_from,
        "valid_to": person.valid_to,
        "added_address": person.added_address,
    }
    return IdCard(**{**fields, **changes})


def entry_of(card: IdCard, /, **changes: Any) -> Registered:
    """What the register says of a card's holder, fresh."""
    fields = {
        "number": card.number,
        "name": card.name,
        "sex": card.sex,
        "ethnic": card.ethnic,
        "birth": card.birth,
        "address": card.address,
        "issuer": card.issuer,
        "as_of": date(2026, 11, 1),
        "household": "normal",
        "card": "valid",
    }
    return Registered(**{**fields, **changes})


class Kiosk:
    """Told events, asked what it shows. Every audit event is held against the catalogue."""

    register_agrees = True

    def __init__(self, rules: Rules | None = None, now: datetime = MONDAY_AFTERNOON) -> None:
        self.rules = rules or demo_rules()
        self.state: State = first_state(0.0, now)
        self.effects: list[Effect] = []
        self.tell(Started(visits=VISIT - 1))

    def tell(self, *events: Event) -> View:
        for event in events:
            self.happen(event)
            self._bear_out()
        return self.shown

    def happen(self, event: Event) -> None:
        """One event, and nobody looks at the page."""
        self.state, effects = advance(self.rules, self.state, event)
        for effect in effects:
            if isinstance(effect, Audit):
                check_event(effect.event, dict(effect.fields))
        self.effects += effects

    def _bear_out(self) -> None:
        """The register beside it says what the card says, and nobody has an open case, unless the
        story has it otherwise; what was asked is no part of the story then.
        """
        asks = [each for each in self.effects if isinstance(each, Ask) and _is_a_check(each)]
        if not self.register_agrees or not asks or self.state.visit is None:
            return
        self.effects = [each for each in self.effects if each not in asks]
        question, card = asks[-1].question, self.state.visit.facts.card
        answer: object = ()
        if isinstance(question, RegisterEntry):
            assert card is not None
            answer = entry_of(card)
        elif isinstance(question, CreditMark):
            answer = Credit(False)
        what = type(question).__name__
        told = (asks[-1].id, AnswerCode.ANSWERED, answer, "", question.platform, what)
        self.happen(Answered(*told))
        gone = StopAsking(asks[-1].id)
        self.effects = [each for each in self.effects if each != gone]

    @property
    def shown(self) -> View:
        return view(self.rules, self.state)

    @property
    def page(self) -> str:
        shown = self.shown
        return getattr(shown, "name", "") or type(shown).__name__

    @property
    def command(self) -> str:
        """The id of the command that the present step waits for."""
        assert self.state.visit is not None
        step: Any = self.state.visit.step
        slip = getattr(step, "slip", None)
        return slip.command if slip else str(getattr(step, "command", "") or step.printing)

    def wait(self, seconds: float) -> View:
        """Let the clock go on, a tick each second."""
        for _ in range(int(seconds)):
            at_s = self.state.at_s + 1
            self.tell(Tick(at_s, self.state.now + timedelta(seconds=1)))
        return self.shown

    def completes(self, result: object = None, code: str = CompletionCode.SUCCESS) -> View:
        return self.tell(Completed(self.command, CompletionCode(code), result))

    def scans(self, text: str = "BDYID1" + "0" * 27) -> View:
        """The code reader saw an identity code."""
        return self.completes(ScannedCode("identity_qr", text))

    def answered(
        self, result: object = None, code: AnswerCode = AnswerCode.ANSWERED, reason: str = ""
    ) -> View:
        """The platform ends the newest question."""
        ask = self.did(Ask)[-1]
        kind = type(ask.question).__name__
        return self.tell(Answered(ask.id, code, result, reason, ask.question.platform, kind))

    def audited(self, event: str) -> list[dict[str, Any]]:
        return [
            dict(effect.fields)
            for effect in self.effects
            if isinstance(effect, Audit) and effect.event == event
        ]

    def did(self, kind: type) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def remembers(self, text: str) -> bool:
        """Whether anything that the kiosk holds between two events contains this."""
        return text in everything(self.state)

    # ---- parts of the way ------------------------------------------------------------------------

    def to_the_card(self, matter: str = "ID-01") -> View:
        asked = self.rules.matters[matter]
        self.tell(DoorPressed(asked.door), MatterPressed(matter), ContinuePressed())
        return self.tell(ContinuePressed()) if "need_to_know" in asked.kinds() else self.shown

    def reads_card(self, card: IdCard | None = None, portrait: bool = True) -> View:
        return self.completes(CardData(card or card_of("chen-haiying"), portrait))

    def to_the_face(self, card: IdCard | None = None) -> View:
        self.to_the_card()
        self.reads_card(card)
        return self.tell(ContinuePressed(), AgreePressed())

    def to_the_ways(self) -> View:
        """Refuses the face check."""
        self.to_the_card()
        self.reads_card()
        return self.tell(ContinuePressed(), RefusePressed())

    def face_at(
        self, distance: float, frames: int = 2, liveness: Liveness = Liveness.PASSED
    ) -> View:
        score = FaceScore(distance, frames, 0.9, "dlib-resnet-v1", 0.08, liveness)
        return self.completes(score)

    def to_the_delivery(self, card: IdCard | None = None, phone: str = "19900006620") -> View:
        self.to_the_phone(card)
        return self.tell(*(DigitPressed(digit) for digit in phone), ContinuePressed())

    def to_the_phone(self, card: IdCard | None = None) -> View:
        self.to_the_photo(card)
        return self.is_photographed()

    def to_the_photo(self, card: IdCard | None = None) -> View:
        self.to_the_face(card)
        return self.face_at(0.31)

    def is_photographed(self) -> View:
        """And takes the shot that is chosen already."""
        self.tell(ContinuePressed())
        self.completes(SHOTS)
        return self.tell(ContinuePressed())

    def to_the_review(self) -> View:
        self.to_the_delivery()
        return self.tell(DeliveryPressed(Delivery.POST))

    def signs(self) -> View:
        """From the review over the signature to what is submitted."""
        return self.tell(ContinuePressed(), StrokeDrawn(A_STROKE), ContinuePressed())

    def to_done(self, receipt: PlatformReceipt | None = RECEIPT) -> View:
        self.to_the_review()
        self.signs()
        assert self.state.visit is not None
        number = self.state.visit.step.case.number  # type: ignore[attr-defined]
        self.tell(CaseKept(number))
        if receipt is not None:
            return self.tell(CaseDelivered(number, receipt))
        return self.wait(self.rules.config.patience.submit_s + 1)


def _is_a_check(ask: Ask) -> bool:
    """Of a card, of a credit mark, or for an open case; a matter that looks cases up asks on its
    own account."""
    if isinstance(ask.question, CasesOf):
        return ask.id.endswith(".open_case")
    if isinstance(ask.question, CreditMark):
        return True
    return isinstance(ask.question, RegisterEntry) and not ask.question.portrait


def everything(value: object) -> str:
    """All text in a value of dataclasses and tuples, hidden from repr or not."""
    found: list[str] = []
    todo = [value]
    while todo:
        value = todo.pop()
        fields = getattr(value, "__dataclass_fields__", None)
        if fields is not None:
            todo += [getattr(value, name) for name in fields]
        elif isinstance(value, tuple | list):
            todo += value
        else:
            found.append(str(value))
    return "\n".join(found)


def controls(view: object) -> Iterator[Button | Door]:
    """Every control of a view that can be pressed."""
    if isinstance(view, Button):
        if view.enabled:
            yield view
    elif isinstance(view, Door):
        yield view
    elif isinstance(view, tuple):
        for item in view:
            yield from controls(item)
    elif is_dataclass(view):
        for field in fields(view):
            yield from controls(getattr(view, field.name))
