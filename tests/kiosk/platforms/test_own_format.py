"""Identity and clerk, asked over HTTP of a strict peer that shares no code with the clients."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import PlatformConfig
from kiosk.codes import load_codes
from kiosk.platforms.clerk import ClerkPlatform
from kiosk.platforms.client import AskingEnded, NotReached, NotUnderstood, Refused
from kiosk.platforms.identity import IdentityPlatform
from kiosk.platforms.line import LineProblem
from kiosk.questions import CallClerk, CodeHolder, MyTurn, Place, WhoShowsCode
from tests.kiosk.keeping.support import control, set_fault
from tests.kiosk.platforms.peer import Peer

HOLDER = CodeHolder("330299196803070026", "陈海英")
CALL = CallClerk("ID-01", "XS-0107", "陈*英", "3302**********0026")


class Peers(Peer):
    """Two that speak the same format."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        place = PlatformConfig(**self.found)
        self.identity, self.clerk = IdentityPlatform(place), ClerkPlatform(place)

    def phone(self, **order: object) -> WhoShowsCode:
        """A citizen's phone shows a new code."""
        order = {"person": "chen-haiying", **order}
        return WhoShowsCode(control(self.sandbox.url, "identity/code", **order)["code"])

    def decides(self, yes: bool) -> None:
        control(self.sandbox.url, "clerk/decide", yes=yes)


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    made = Peers(tmp_path_factory.mktemp("peers"))
    yield made
    made.sandbox.close()


def test_a_code_is_its_holders_once(peers: Peers) -> None:
    shown = peers.phone()
    assert load_codes().kind_of(shown.code, ("identity_qr",)) == "identity_qr"
    assert peers.identity.ask(shown) == HOLDER
    with pytest.raises(Refused, match="used"):
        peers.identity.ask(shown)


def test_a_code_lives_a_short_while(peers: Peers) -> None:
    with pytest.raises(Refused, match="expired"):
        peers.identity.ask(peers.phone(lives_s=-1))


def test_a_code_that_was_not_given_is_refused(peers: Peers) -> None:
    other = WhoShowsCode("BDYID1" + "0" * 27)
    with pytest.raises(Refused, match="no_such_code"):
        peers.identity.ask(other)


@pytest.mark.parametrize("says", [True, False])
def test_a_clerk_sees_masked_data_and_says_yes_or_no(peers: Peers, says: bool) -> None:
    first, second = peers.clerk.ask(CALL), peers.clerk.ask(CALL)
    assert (first.ahead, second.ahead, first.verdict) == (0, 1, None)
    queue = json.dumps(control(peers.sandbox.url, "clerk/queue"), ensure_ascii=False)
    assert "陈*英" in queue
    assert HOLDER.number not in queue
    peers.decides(says)
    assert peers.clerk.ask(MyTurn(first.call)) == Place(first.call, 0, says)
    assert peers.clerk.ask(MyTurn(second.call)).ahead == 0
    peers.decides(False)


def test_data_that_is_not_masked_goes_to_no_clerk(peers: Peers) -> None:
    with pytest.raises(AskingEnded):
        peers.clerk.ask(CallClerk("ID-01", "XS-0107", HOLDER.name, HOLDER.number))


def test_a_shut_desk_says_so(peers: Peers) -> None:
    control(peers.sandbox.url, "clerk/hours", open=False)
    with pytest.raises(Refused, match="closed"):
        peers.clerk.ask(CALL)
    control(peers.sandbox.url, "clerk/hours", open=True)
    with pytest.raises(Refused, match="no_such_call"):
        peers.clerk.ask(MyTurn("nobody"))


@pytest.mark.parametrize(
    ("mode", "kind", "reason"),
    [
        ("down", NotReached, "http=503"),
        ("error_inside", NotReached, "busy"),
        ("nonsense", NotUnderstood, "nonsense"),
        ("lose_answer", LineProblem, "cut"),
        ("reset", LineProblem, "cut"),
        ("slow", LineProblem, "timeout"),
        ("drip", LineProblem, "timeout"),
    ],
)
def test_every_fault_ends_in_time_and_the_next_question_is_answered(
    peers: Peers, mode: str, kind: type[Exception], reason: str
) -> None:
    shown = peers.phone()
    seconds = 0.02 if mode == "drip" else 0.8  # after each byte, or once
    set_fault(peers.sandbox.url, mode, platform="identity", seconds=seconds, next=1)
    with pytest.raises(kind, match=reason):
        peers.identity.ask(shown)
    assert peers.identity.ask(peers.phone()) == HOLDER


def test_a_fault_of_one_platform_is_no_fault_of_another(peers: Peers) -> None:
    set_fault(peers.sandbox.url, "down", platform="clerk")
    assert peers.identity.ask(peers.phone()) == HOLDER
    set_fault(peers.sandbox.url, "healthy", platform="clerk")


@pytest.mark.parametrize("change", [{"app": "another"}, {"app_secret": "another"}, {}])
def test_who_signs_wrongly_is_the_kiosks_trouble(peers: Peers, change: dict[str, str]) -> None:
    peers.put_secret(**change)
    if not change:
        peers.secret.write_text("nothing", encoding="utf-8")
    try:
        with pytest.raises(NotReached, match=r"^(app|sign|secret_file)$"):
            peers.identity.probe()
    finally:
        peers.put_secret()
    peers.identity.probe()
