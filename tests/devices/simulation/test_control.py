import json
import os
import socket
import stat
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.people import load_people
from devices.card_reader.simulator import CardReaderPeer
from devices.simulation.client import ControlClient, ControlLost, ControlRefused
from devices.simulation.control import LONGEST_LINE, ControlServer

PEOPLE = load_people(date(2026, 3, 2))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ControlServer]:
    peer = CardReaderPeer(tmp_path, PEOPLE, str.encode, baud=3_000_000, sam_delay_s=0.0)
    server = ControlServer(tmp_path / "control", [peer], PEOPLE)
    yield server
    server.close()
    peer.close()


@pytest.fixture
def client(server: ControlServer) -> ControlClient:
    return ControlClient(server.path, timeout_s=2.0)


def say(server: ControlServer, *lines: bytes) -> list[dict[str, Any]]:
    """Lines as they are, over one connection; the answers."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2.0)
        connection.connect(str(server.path))
        connection.sendall(b"".join(line + b"\n" for line in lines))
        with connection.makefile("rb") as answers:
            return [json.loads(answers.readline()) for _ in lines]


def test_a_verb_is_done_by_the_peer_it_is_for(client: ControlClient) -> None:
    assert client.do("card_reader", "place", person="chen-haiying") == {"person": "chen-haiying"}
    assert client.status()["card_reader"]["person"] == "chen-haiying"
    client.do("card_reader", "lift")
    assert not client.status()["card_reader"]["card"]


def test_a_refusal_says_why(client: ControlClient) -> None:
    with pytest.raises(ControlRefused, match="no card lies there"):
        client.do("card_reader", "lift")
    with pytest.raises(ControlRefused, match=r"can: .*place"):
        client.do("card_reader", "dance")
    with pytest.raises(ControlRefused, match="one of card_reader"):
        client.do("toaster", "place")


def test_the_people_and_the_wiring_are_told(client: ControlClient, server: ControlServer) -> None:
    assert [person["key"] for person in client.people()] == list(PEOPLE)
    wiring = client.wiring()
    assert wiring["control"] == str(server.path)
    assert Path(wiring["card_reader.port"]).is_symlink()


def test_the_wire_is_told_from_a_moment_on(client: ControlClient) -> None:
    port = os.open(client.wiring()["card_reader.port"], os.O_RDWR | os.O_NOCTTY)
    os.write(port, bytes.fromhex("AA AA AA 96 69 00 03 11 FF ED"))
    ends_s = time.monotonic() + 2.0
    while len(client.wire()["card_reader"]) < 2 and time.monotonic() < ends_s:
        time.sleep(0.005)
    os.close(port)
    crossings = client.wire()["card_reader"]
    assert [crossing["code"] for crossing in crossings] == ["status", "status"]
    assert client.wire(crossings[-1]["at_s"]) == {"card_reader": []}
    assert len(client.wire(crossings[0]["at_s"])["card_reader"]) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"hello",
        b"[]",
        b"7",
        b"null",
        b"{",
        b"\xff\xfe",
        b"{}",
        b'{"do": 7}',
        b'{"do": []}',
        b'{"do": "status", "to": {}}',
        b'{"do": "place", "to": "card_reader", "with": 7}',
        b'{"do": "place", "to": "card_reader", "with": {"person": {}}}',
        b'{"do": "place", "to": "card_reader", "with": {"person": "\\ud800"}}',
        b'{"do": "wire", "since": "yesterday"}',
        b'{"do": "explode"}',
        b"[" * 20_000,
    ],
)
def test_whatever_arrives_is_answered_and_the_next_line_too(
    server: ControlServer, line: bytes
) -> None:
    answer, after = say(server, line, b'{"do": "status"}')
    assert answer["ok"] is False
    assert answer["why"]
    assert after["ok"] is True


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.binary(max_size=60).filter(lambda line: b"\n" not in line))
def test_arbitrary_lines_never_end_it(server: ControlServer, line: bytes) -> None:
    answer, after = say(server, line, b'{"do": "status"}')
    assert isinstance(answer["ok"], bool)
    assert after["ok"] is True


def test_a_line_too_long_is_refused_and_nobody_else_is_disturbed(
    server: ControlServer, client: ControlClient
) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2.0)
        connection.connect(str(server.path))
        connection.sendall(b"x" * (LONGEST_LINE + 1))
        with connection.makefile("rb") as answers:
            answer = json.loads(answers.readline())
            assert answer["ok"] is False
            assert "at most" in answer["why"]
            assert answers.readline() == b""  # hung up
    assert client.status()


def test_clients_that_go_away_in_the_middle_do_no_harm(
    server: ControlServer, client: ControlClient
) -> None:
    for half in (b"", b'{"do": "sta', b'{"do": "status"}\n'):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server.path))
            connection.sendall(half)
    assert client.status()


def test_several_may_ask_at_once(server: ControlServer, client: ControlClient) -> None:
    with socket.socket(socket.AF_UNIX) as idle:
        idle.connect(str(server.path))
        assert client.status()


def test_only_its_owner_may_ask(server: ControlServer) -> None:
    assert stat.S_IMODE(server.path.stat().st_mode) == 0o600


def test_a_socket_left_by_a_killed_process_is_no_obstacle(
    tmp_path: Path, server: ControlServer
) -> None:
    left = tmp_path / "left"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(left))
    second = ControlServer(left, [], {})
    assert ControlClient(left).status() == {}
    second.close()


def test_closing_takes_the_socket_along_and_hangs_up(tmp_path: Path) -> None:
    server = ControlServer(tmp_path / "control", [], {})
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2.0)
        connection.connect(str(server.path))
        connection.sendall(b'{"do": "status"}\n')
        assert connection.recv(1000)
        server.close()
        assert connection.recv(1000) == b""
    assert not server.path.exists()
    with pytest.raises(ControlLost):
        ControlClient(server.path).status()


def test_a_path_too_long_for_a_socket_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at most 107 bytes"):
        ControlServer(tmp_path / ("x" * 120), [], {})
