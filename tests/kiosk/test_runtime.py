"""The inbox reads pages aloud when the visitor asked for it, and falls silent when they go."""

from datetime import datetime
from unittest.mock import create_autospec

import pytest

from kiosk.events import Event
from kiosk.events.program import Started, Tick
from kiosk.events.touches import (
    CloseHelpPressed,
    DoorPressed,
    HelpPressed,
    LanguagePressed,
    LeavePressed,
    MatterPressed,
    SoundPressed,
)
from kiosk.ports import Biometric, CardReader, ReceiptPrinter
from kiosk.runtime import Desk, Diagnostician, Gate, Keeper, Parts, Runtime, Speller
from kiosk.visit.advance import first_state
from kiosk.vocabulary import Language
from tests.kiosk.visit.kiosk import VISIT, demo_rules

RULES = demo_rules()
NOON = datetime(2026, 11, 23, 12, 0)


class Recording:
    """Sounds that write down what they were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def beep(self, sound: str) -> None:
        self.asked.append(f"beep {sound}")

    def say(self, text: str) -> None:
        self.asked.append(text)

    def hush(self) -> None:
        self.asked.append("hush")


class Listener:
    """A kiosk and what is heard of it."""

    def __init__(self) -> None:
        self.sounds = Recording()
        self.runtime = Runtime(RULES, first_state(0.0, NOON))
        reader, printer = create_autospec(CardReader), create_autospec(ReceiptPrinter)
        biometric, keeper = create_autospec(Biometric), create_autospec(Keeper)
        doctor = create_autospec(Diagnostician)
        self.runtime.connect(
            Parts(
                reader,
                printer,
                biometric,
                keeper,
                self.sounds,
                doctor,
                create_autospec(Gate),
                create_autospec(Desk),
                create_autospec(Speller),
            )
        )

    def hears(self, *events: Event) -> list[str]:
        """What these events bring to the ear; every event is a picture of its own."""
        self.sounds.asked.clear()
        for event in events:
            self.runtime.post(event)
            self.runtime.drain()
        return list(self.sounds.asked)


@pytest.fixture
def kiosk() -> Listener:
    return Listener()


def test_nobody_is_read_to_who_did_not_ask(kiosk: Listener) -> None:
    assert kiosk.hears(HelpPressed(), CloseHelpPressed(), DoorPressed("id-card")) == []


def test_each_page_is_read_once_and_in_the_language_of_the_visitor(kiosk: Listener) -> None:
    assert kiosk.hears(HelpPressed(), SoundPressed(True)) == ["要怎么帮您？"]
    assert kiosk.hears(CloseHelpPressed()) == ["您要办什么？\n请按一下要办的事。"]
    assert kiosk.hears(Tick(1.0, NOON), Tick(2.0, NOON)) == []
    assert kiosk.hears(LanguagePressed(Language.EN)) != []
    assert kiosk.hears(DoorPressed("id-card"))[0].isascii()


def test_switching_sound_off_hushes_at_once(kiosk: Listener) -> None:
    kiosk.hears(HelpPressed(), SoundPressed(True))
    assert kiosk.hears(SoundPressed(False)) == ["hush"]
    assert kiosk.hears(CloseHelpPressed()) == []


def test_the_end_of_a_visit_hushes_and_the_next_visitor_is_not_read_to(kiosk: Listener) -> None:
    kiosk.hears(HelpPressed(), SoundPressed(True), CloseHelpPressed())
    kiosk.hears(DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.hears(LeavePressed()) == ["已经退出\n请带好身份证、凭条和随身物品。"]
    assert kiosk.hears(Tick(600.0, NOON))[-1] == "hush"
    assert kiosk.hears(DoorPressed("id-card")) == []


def test_a_visit_begun_while_the_store_still_starts_has_the_number_after_the_last_one() -> None:
    """Case numbers are made of visit numbers: a visit that did not wait would repeat one."""
    runtime = Runtime(RULES, first_state(0.0, NOON))
    for event in (DoorPressed("id-card"), MatterPressed("ID-01"), Tick(1.0, NOON)):
        runtime.post(event)
    runtime.drain()
    assert runtime.state.visit is None
    ports = (create_autospec(kind) for kind in (CardReader, ReceiptPrinter, Biometric, Keeper))
    doctor = create_autospec(Diagnostician)
    runtime.connect(
        Parts(
            *ports,
            Recording(),
            doctor,
            create_autospec(Gate),
            create_autospec(Desk),
            create_autospec(Speller),
        ),
        Started(VISIT - 1),
    )
    runtime.drain()
    assert runtime.state.visit is not None
    assert runtime.state.visit.number == VISIT
