"""A kiosk that runs is asked over its socket: a runtime, a card reader on a wire, and one question.

The inbox's thread is this test's: it draws nothing, and takes events as the loop that draws does.
"""

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest

from config.load import PROFILES, load_config
from config.model import CardReaderConfig
from config.people import load_people
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.simulator import CardReaderPeer
from kiosk import enquiries
from kiosk.diagnostician import Diagnostician
from kiosk.effects import Audit
from kiosk.enquiries import Enquiries
from kiosk.events.program import Started, Tick
from kiosk.events.touches import DoorPressed, MatterPressed
from kiosk.keeping.audit_catalogue import check_event
from kiosk.local_socket import SOCKET_NAME, Json, LocalSocket, ask
from kiosk.ports import Biometric, ReadCard, ReceiptPrinter
from kiosk.rules import load_rules
from kiosk.runtime import Desk, Gate, Keeper, Parts, Runtime, Sounds, Speller
from kiosk.visit.advance import first_state
from kiosk.visit.steps import needed_by
from kiosk.vocabulary import Device
from tests.devices.inbox import eventually

NOON = datetime(2026, 11, 23, 12, 0)
RULES = load_rules(load_config(PROFILES / "demo.toml"))
PEOPLE = load_people(NOON.date())


class Kiosk:
    """What `run_kiosk.py run` makes, with one device and without a window."""

    def __init__(self, directory: Path) -> None:
        self.peer = CardReaderPeer(
            directory, PEOPLE, lambda key: b"a face", baud=3_000_000, sam_delay_s=0.0
        )
        config = CardReaderConfig(
            port=self.peer.wiring()["card_reader.port"],
            baud=115200,
            poll_interval_s=0.02,
            reply_timeout_s=0.05,
            read_timeout_s=0.15,
            settle_s=0.02,
            reopen_first_s=0.02,
            reopen_most_s=0.1,
        )
        self.runtime = Runtime(RULES, first_state(0.0, NOON))
        self.doctor = Diagnostician(needed_by(RULES), self.runtime.post)
        self.reader = SerialCardReader(config, self.doctor.post, lambda portrait: None)
        self.doctor.attend({Device.CARD_READER: self.reader})
        self.keeper = create_autospec(Keeper)
        others = (create_autospec(kind) for kind in (ReceiptPrinter, Biometric))
        parts = Parts(
            self.reader,
            *others,
            self.keeper,
            create_autospec(Sounds),
            self.doctor,
            create_autospec(Gate),
            create_autospec(Desk),
            create_autospec(Speller),
        )
        self.enquiries = Enquiries(self.runtime, self.doctor)
        self.socket = LocalSocket(directory / SOCKET_NAME, self.enquiries.answer)
        self.draws = threading.Event()
        self.draws.set()
        self._ends = threading.Event()
        self.thread = threading.Thread(target=self._loop)
        self.runtime.connect(parts, Started(0))
        self.thread.start()

    def _loop(self) -> None:
        while not self._ends.wait(0.005):
            self.draws.wait()
            self.runtime.drain()

    def ask(self, **question: Any) -> list[Json]:
        lines = ask(self.socket.path, question, 10.0)
        return [line for line in lines if line is not None]

    def audited(self) -> list[Audit]:
        effects = [call.args[0] for call in self.keeper.carry_out.call_args_list]
        return [effect for effect in effects if isinstance(effect, Audit)]

    def close(self) -> None:
        self.enquiries.close()
        self.socket.close()
        self.doctor.close()
        self.reader.close()
        self._ends.set()
        self.draws.set()
        self.thread.join()
        self.peer.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    yield made
    made.close()


def test_a_diagnosis_is_asked_for_told_and_audited(kiosk: Kiosk) -> None:
    *rows, end = kiosk.ask(ask="diagnose", devices=["card_reader", "camera"])
    assert end == {"ok": True, "end": True}
    found = {row["device"]["device"]: row["device"] for row in rows}
    assert set(found) == {"card_reader", "camera"}
    assert [check["grade"] for check in found["card_reader"]["checks"][:3]] == ["ok", "ok", "ok"]
    assert found["card_reader"]["grade"] == "ok"
    assert found["card_reader"]["crossings"], "the last frames, for support"
    assert found["camera"]["grade"] == "absent"
    eventually(lambda: len(kiosk.audited()) >= 4)
    audited = [audit.event for audit in kiosk.audited()]
    assert audited[-3:] == ["diagnosis_asked", "device_diagnosed", "device_diagnosed"]
    for audit in kiosk.audited():
        check_event(audit.event, dict(audit.fields))


def test_a_reader_that_was_pulled_out_is_told_with_its_matter_and_its_instruction(
    kiosk: Kiosk,
) -> None:
    kiosk.peer.verbs["unplug"]({})
    row, _ = kiosk.ask(ask="diagnose", devices=["card_reader"])
    found = row["device"]
    assert (found["grade"], found["attention"]) == ("fail", "C-01")
    assert "ID-01" in found["matters"]
    eventually(lambda: kiosk.ask(ask="status")[0]["attention"] == {"card_reader": "C-01"})


def test_nothing_of_a_person_leaves_through_the_socket(kiosk: Kiosk) -> None:
    chen = PEOPLE["chen-haiying"]
    kiosk.peer.verbs["place"]({"person": chen.key})
    kiosk.reader.submit(ReadCard("visit.read"))
    eventually(lambda: len(kiosk.reader.crossings()) >= 6)
    said = json.dumps(kiosk.ask(ask="diagnose", devices=["card_reader"]), ensure_ascii=False)
    said += json.dumps(kiosk.ask(ask="status"), ensure_ascii=False)
    for secret in (chen.name, chen.number, chen.number[6:14], chen.address):
        assert secret not in said


def test_a_citizen_goes_before_a_technician(kiosk: Kiosk) -> None:
    for event in (DoorPressed("id-card"), MatterPressed("ID-01"), Tick(1.0, NOON)):
        kiosk.runtime.post(event)
    eventually(lambda: kiosk.runtime.state.visit is not None)
    asked = len(kiosk.audited())
    assert kiosk.ask(ask="diagnose", devices=["card_reader"]) == [{"ok": False, "why": "visit"}]
    assert kiosk.ask(ask="status")[0]["visit"] is True
    assert "diagnosis_asked" not in {audit.event for audit in kiosk.audited()[asked:]}


def test_two_who_ask_at_once_are_answered_one_after_the_other(kiosk: Kiosk) -> None:
    answers: list[list[Json]] = []
    asking = [
        threading.Thread(
            target=lambda: answers.append(kiosk.ask(ask="diagnose", devices=["card_reader"]))
        )
        for _ in range(3)
    ]
    for each in asking:
        each.start()
    for each in asking:
        each.join(5.0)
    assert [len(lines) for lines in answers] == [2, 2, 2]
    assert all(lines[0]["device"]["grade"] == "ok" for lines in answers)


def test_a_kiosk_whose_screen_hangs_is_told_as_such(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enquiries, "TAKEN_LIMIT_S", 0.1)
    kiosk.draws.clear()
    assert kiosk.ask(ask="diagnose", devices=["card_reader"]) == [{"ok": False, "why": "slow"}]
    kiosk.draws.set()
    assert kiosk.ask(ask="diagnose", devices=["card_reader"])[-1] == {"ok": True, "end": True}


def test_closing_tells_whoever_still_waits(kiosk: Kiosk) -> None:
    kiosk.draws.clear()
    answers: list[Json] = []
    asking = threading.Thread(
        target=lambda: answers.extend(kiosk.ask(ask="diagnose", devices=["card_reader"]))
    )
    asking.start()
    time.sleep(0.1)
    kiosk.enquiries.close()
    asking.join(3.0)
    assert answers == [{"ok": False, "why": "closing"}]
    assert kiosk.ask(ask="diagnose", devices=["card_reader"]) == [{"ok": False, "why": "closing"}]


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"ask": "everything"},
        {"ask": "diagnose"},
        {"ask": "diagnose", "devices": []},
        {"ask": "diagnose", "devices": ["teapot"]},
        {"ask": "diagnose", "devices": [["printer"]]},
        {"ask": "diagnose", "devices": "printer"},
        {"ask": ["diagnose"], "devices": ["printer"]},
    ],
    ids=str,
)
def test_what_nobody_understands_is_refused(kiosk: Kiosk, question: Json) -> None:
    assert kiosk.ask(**question) == [{"ok": False, "why": "question"}]
