"""A PIN is kept as a salted hash, checked beside the drawing thread, and told to nobody."""

import logging
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.load import PROFILES, ConfigError, load_config
from config.words import load_words
from kiosk.effects import CheckPin, KeepTries
from kiosk.events.technician import PinChecked, TriesKnown
from kiosk.events.touches import DigitPressed
from kiosk.technician.gate import TRIES_FILE, Gate, read_tries, write_tries
from kiosk.technician.pin import hash_pin, is_guessable, is_pin, matches
from kiosk.technician.pin_command import PinRefused, drawn_pin, lines_for
from kiosk.technician.state import PinPad
from tests.kiosk.technician.maintenance import PIN, PIN_HASH

WORDS = load_words()["zh"]
SINCE = datetime(2026, 11, 23, 14, 26, tzinfo=timezone(timedelta(hours=8)))


@settings(max_examples=3, deadline=None)
@given(st.from_regex(r"[0-9]{6,8}", fullmatch=True), st.from_regex(r"[0-9]{6,8}", fullmatch=True))
def test_only_the_pin_itself_makes_its_hash(pin: str, other: str) -> None:
    made = hash_pin(pin, b"salt of this one")
    assert matches(pin, made)
    assert matches(other, made) == (other == pin)


def test_the_same_pin_with_another_salt_is_another_hash() -> None:
    assert hash_pin(PIN, b"a" * 16) != hash_pin(PIN, b"b" * 16)


@pytest.mark.parametrize("text", ["", "12345", "123456789", "12345a", "１２３４５６", " 482913"])
def test_what_is_no_pin(text: str) -> None:
    assert not is_pin(text)


@pytest.mark.parametrize("pin", ["000000", "123456", "01234567", "987654", "77777777"])
def test_what_everybody_tries_first_is_not_taken(pin: str) -> None:
    assert is_guessable(pin)
    with pytest.raises(PinRefused):
        lines_for(WORDS, lambda _: pin)


def test_the_printed_lines_are_a_configuration_that_opens_with_the_pin(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(lines_for(WORDS, lambda _: "80417392"), encoding="utf-8")
    config = load_config(PROFILES / "demo.toml", file)
    assert config.technician is not None
    assert matches("80417392", config.technician.pin_hash)
    assert "80417392" not in file.read_text(encoding="utf-8")


def test_two_pins_that_differ_set_nothing() -> None:
    typed = iter(["482913", "482914"])
    with pytest.raises(PinRefused, match="不一样"):
        lines_for(WORDS, lambda _: next(typed))


def test_there_is_no_default_and_every_drawn_one_is_another() -> None:
    assert load_config(PROFILES / "demo.toml").technician is None
    drawn = {drawn_pin() for _ in range(50)}
    assert len(drawn) > 45
    assert all(is_pin(pin) and not is_guessable(pin) for pin in drawn)


def test_a_pin_in_the_place_of_its_hash_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError) as told:
        load_config(PROFILES / "demo.toml", over={"technician": {"pin_hash": PIN}})
    assert "technician.pin_hash" in str(told.value)
    assert PIN not in str(told.value)


def test_the_hash_of_a_configuration_is_not_in_its_repr() -> None:
    config = load_config(PROFILES / "demo.toml", over={"technician": {"pin_hash": PIN_HASH}})
    assert PIN_HASH not in repr(config)


@pytest.mark.parametrize("holder", [CheckPin(PIN), PinPad(PIN), DigitPressed("4")], ids=repr)
def test_no_digit_is_in_any_repr(holder: object) -> None:
    assert "4" not in repr(holder)


# ---- the gate ----------------------------------------------------------------------------------


class Inbox:
    def __init__(self) -> None:
        self.events: list[object] = []

    def wait(self, count: int) -> list[object]:
        until_s = time.monotonic() + 10
        while len(self.events) < count and time.monotonic() < until_s:
            time.sleep(0.002)
        return self.events


def test_the_gate_answers_each_pin_and_outlives_a_hash_that_makes_no_sense(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    with caplog.at_level(logging.DEBUG):
        gate = Gate(PIN_HASH, tmp_path / TRIES_FILE, inbox.events.append)
        asked_s = time.perf_counter()
        gate.carry_out(CheckPin("482914"))
        took_s = time.perf_counter() - asked_s
        gate.carry_out(CheckPin(PIN))
        assert inbox.wait(2) == [PinChecked(False), PinChecked(True)]
        gate.close()
        assert took_s < 0.02, "whoever draws does not wait for the hash"
        for strange in ("scrypt$8192$8$1$####$####", None):
            inbox.events.clear()
            gate = Gate(strange, tmp_path / TRIES_FILE, inbox.events.append)
            gate.carry_out(CheckPin(PIN))
            assert inbox.wait(1) == [PinChecked(False)]
            gate.close()
    assert PIN not in caplog.text


def test_wrong_tries_are_on_the_disk_before_the_pin_is_looked_at(tmp_path: Path) -> None:
    file, seen = tmp_path / TRIES_FILE, []

    def post(event: object) -> None:
        seen.append((event, read_tries(file)))

    gate = Gate(PIN_HASH, file, post)
    gate.carry_out(KeepTries(2, SINCE))
    gate.carry_out(CheckPin("482914"))
    gate.close()
    assert seen == [(PinChecked(False), TriesKnown(2, SINCE))]
    assert gate.tries() == TriesKnown(2, SINCE)


def test_a_disk_that_takes_nothing_keeps_no_technician_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    gate = Gate(PIN_HASH, tmp_path / "gone" / TRIES_FILE, inbox.events.append)
    gate.carry_out(KeepTries(1, SINCE))
    gate.carry_out(CheckPin(PIN))
    assert inbox.wait(1) == [PinChecked(True)]
    gate.close()
    assert "not written down" in caplog.text


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"wrong": 2}', '{"wrong": "x", "since": "now"}',
     '{"wrong": 1, "since": "2026-11-23T14:26:00"}'],
)  # fmt: skip
def test_a_file_that_was_tampered_with_locks_instead_of_opening(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / TRIES_FILE
    assert read_tries(file) == TriesKnown(0), "nobody has tried yet"
    file.write_text(content, encoding="utf-8")
    assert read_tries(file) == TriesKnown(3, None)
    write_tries(file, 0, SINCE)
    assert read_tries(file) == TriesKnown(0, SINCE)
