"""The socket on which a kiosk is asked: hostile lines, slow clients, and its end."""

import json
import os
import socket
import stat
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiosk.local_socket import (
    LONGEST_QUESTION,
    Json,
    LineLost,
    LocalSocket,
    MayNotAsk,
    NobodyListens,
    ask,
)

LIMIT_S = 0.2


def echo(question: Json) -> Generator[Json, None, None]:
    """Says the question back, and counts when it is asked to."""
    if question.get("break"):
        raise RuntimeError("a fault of ours")
    yield {"ok": True, "asked": question}
    for number in range(question.get("count", 0)):
        yield {"ok": True, "number": number}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LocalSocket]:
    made = LocalSocket(tmp_path / "enquiries", echo, question_limit_s=LIMIT_S)
    yield made
    made.close()


def said(path: Path, question: Json, limit_s: float = 3.0) -> list[Json]:
    return [line for line in ask(path, question, limit_s) if line is not None]


def raw(path: Path, data: bytes) -> bytes:
    """Send these bytes, as they are, and end; everything that comes back."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(3.0)
        line.connect(str(path))
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it has had enough already
        came = b""
        try:
            while more := line.recv(65536):
                came += more
        except ConnectionResetError:
            pass  # bytes that it did not read
        return came


def test_a_question_is_answered_line_by_line(desk: LocalSocket) -> None:
    lines = said(desk.path, {"ask": "读卡器", "count": 2})
    assert lines[0] == {"ok": True, "asked": {"ask": "读卡器", "count": 2}}
    assert [line["number"] for line in lines[1:]] == [0, 1]


def test_only_its_owner_may_ask(desk: LocalSocket) -> None:
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600


def test_a_path_longer_than_an_address_does(tmp_path: Path) -> None:
    directory = tmp_path / ("long" * 30) / ("longer" * 20)
    directory.mkdir(parents=True)
    desk = LocalSocket(directory / "enquiries", echo)
    assert len(bytes(desk.path)) > 107
    assert said(desk.path, {"ask": "it"})[0]["ok"]
    desk.close()
    assert not desk.path.exists()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.binary(max_size=300) | json_values.map(lambda value: json.dumps(value).encode()))
@example(b"")
@example(b"\n")
@example(b"[" * 4000)
@example(b"9" * 4090)
@example(b"\xff\xfe{}")
@example(b'{"count": -1}')
@example(b"x" * LONGEST_QUESTION)
@example(b"x" * 10 * LONGEST_QUESTION)
def test_whatever_is_asked_gets_lines_of_json_and_the_next_one_is_served(
    desk: LocalSocket, data: bytes
) -> None:
    for line in raw(desk.path, data + b"\n").splitlines():
        answer = json.loads(line)
        assert answer["ok"] or answer == {"ok": False, "why": "question"}
    assert said(desk.path, {"ask": "still there?"})[0]["ok"]


def test_a_client_that_says_nothing_or_drips_holds_nobody_up_for_long(desk: LocalSocket) -> None:
    began_s = time.monotonic()
    with socket.socket(socket.AF_UNIX) as silent, socket.socket(socket.AF_UNIX) as slow:
        silent.connect(str(desk.path))
        slow.connect(str(desk.path))

        def drip() -> None:
            try:
                while time.monotonic() < began_s + 3.0:
                    slow.send(b" ")
                    time.sleep(LIMIT_S / 4)
            except OSError:
                pass  # hung up on

        dripping = threading.Thread(target=drip)
        dripping.start()
        assert said(desk.path, {"ask": "my turn?"})[0]["ok"]
        assert time.monotonic() - began_s < 2.5
        dripping.join()


def test_a_client_that_goes_away_in_the_middle_disturbs_nobody(desk: LocalSocket) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(desk.path))
        line.sendall(b'{"count": 20000}\n')
        line.recv(10)
    assert said(desk.path, {"ask": "still there?"})[0]["ok"]


def test_a_fault_of_ours_ends_one_answer_and_not_the_socket(desk: LocalSocket) -> None:
    assert said(desk.path, {"break": True}) == []
    assert said(desk.path, {"ask": "still there?"})[0]["ok"]


def test_the_socket_of_a_killed_kiosk_is_nobody_and_the_next_kiosk_takes_its_place(
    tmp_path: Path,
) -> None:
    path = tmp_path / "enquiries"
    with pytest.raises(NobodyListens):
        ask(path, {}, 1.0)
    with pytest.raises(NobodyListens):
        ask(tmp_path / "no" / "directory", {}, 1.0)
    left_over = socket.socket(socket.AF_UNIX)
    left_over.bind(str(path))
    left_over.close()
    with pytest.raises(NobodyListens):
        ask(path, {}, 1.0)
    desk = LocalSocket(path, echo)
    assert said(path, {"ask": "new"})[0]["ok"]
    desk.close()


def test_who_may_not_ask_is_told_so(desk: LocalSocket) -> None:
    desk.path.chmod(0)
    me = os.geteuid()
    os.seteuid(me or 65534)  # root may ask everybody; "nobody" may not
    try:
        with pytest.raises(MayNotAsk):
            ask(desk.path, {}, 1.0)
    finally:
        os.seteuid(me)


@pytest.mark.parametrize("answer", [b"", b"no JSON\n", b"[1]\n", b"[" * 5000 + b"\n", None])
def test_who_asks_is_told_when_the_line_is_lost(tmp_path: Path, answer: bytes | None) -> None:
    """None: it says nothing and does not hang up."""
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(tmp_path / "door"))
    door.listen()
    ended = threading.Event()

    def serve() -> None:
        line, _ = door.accept()
        with line:
            line.recv(100)
            if answer is None:
                ended.wait(3.0)
            else:
                line.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    if answer == b"":
        assert said(tmp_path / "door", {}) == []
    else:
        with pytest.raises(LineLost):
            said(tmp_path / "door", {}, limit_s=0.2)
    ended.set()
    thread.join()
    door.close()


def test_waiting_for_an_answer_beats(tmp_path: Path) -> None:
    go = threading.Event()

    def late(question: Json) -> Generator[Json, None, None]:
        go.wait(3.0)
        yield {"ok": True}

    desk = LocalSocket(tmp_path / "enquiries", late)
    answers: Iterator[Any] = ask(desk.path, {}, 3.0, beat_s=0.02)
    assert next(answers) is None
    go.set()
    assert [line for line in answers if line is not None] == [{"ok": True}]
    desk.close()


def test_closing_hangs_up_and_ends_the_thread(tmp_path: Path) -> None:
    desk = LocalSocket(tmp_path / "enquiries", echo)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(desk.path))
        time.sleep(0.05)
        began_s = time.monotonic()
        desk.close()
    assert time.monotonic() - began_s < 1.0
    assert not desk.path.exists()
    assert not [each for each in threading.enumerate() if each.name == "local socket"]
