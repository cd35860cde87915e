"""省公共数据共享平台 over HTTP: secrets, signs, one citizen's record, a photo for one process."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from config.model import PlatformConfig
from kiosk.effects import Ask
from kiosk.events.platforms import Answered
from kiosk.platforms.business_register import asked_for
from kiosk.platforms.client import NotReached, NotUnderstood, Refused, WithPortrait
from kiosk.platforms.desk import Desk
from kiosk.platforms.line import LineProblem
from kiosk.platforms.sharing import SharingPlatform, sharing_facts
from kiosk.questions import (
    BusinessEntry,
    Credit,
    CreditMark,
    PublishedBusiness,
    Registered,
    RegisterEntry,
)
from kiosk.vocabulary import AnswerCode, Platform
from tests.kiosk.keeping.support import Inbox, a_card, wire
from tests.kiosk.platforms.peer import Peer
from tests.kiosk.visit.kiosk import everything

CHEN, LIN = a_card("chen-haiying"), a_card("lin-guobin")
ENTRY = RegisterEntry(CHEN.number, "ID-03")
PHOTO = b"\xff\xd8\xff" + bytes(14_000)


def photo_of(seed: int) -> bytes:
    """Of one person alone."""
    return PHOTO if seed == 118 else b""


class Clock:
    """What the client takes for the time; the platform has its own."""

    ahead_s = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead_s


class Register(Peer):
    platform = "sharing"

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, photo_of=photo_of)
        self.clock = Clock()

    def client(self) -> SharingPlatform:
        return SharingPlatform(PlatformConfig(**self.found), self.clock)

    def paths(self) -> list[str]:
        return [row["path"].rsplit("/", 1)[-1] for row in wire(self.sandbox.url)]


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Register]:
    made = Register(tmp_path)
    yield made
    made.sandbox.close()


def test_the_register_says_who_somebody_is_and_since_when(peer: Register) -> None:
    said = peer.client().ask(ENTRY)
    assert isinstance(said, Registered)
    assert (said.name, said.birth, said.address) == (CHEN.name, CHEN.birth, CHEN.address)
    assert not said.has_portrait
    assert CHEN.name not in repr(said)
    assert peer.does("metered") == [{"interface": "0000000000000001", "matter": "ID-03"}]


def test_one_secret_serves_many_questions_and_is_renewed_before_its_end(peer: Register) -> None:
    client = peer.client()
    for _ in range(2):
        client.ask(ENTRY)
    assert peer.paths().count("refreshTokenByKey.htm") == 1
    peer.clock.ahead_s = 12 * 60 + 1  # three minutes before the end of the fifteen
    with pytest.raises(NotReached, match="sign"):
        client.ask(ENTRY)  # our clock runs ahead, and the platform does not believe it
    assert peer.paths()[2:4] == ["0000000000000001.htm", "refreshTokenBySec.htm"]


def test_a_secret_that_the_platform_has_forgotten_is_asked_for_once_more(peer: Register) -> None:
    client = peer.client()
    client.ask(ENTRY)
    peer.does("expire", now=True)
    assert isinstance(client.ask(ENTRY), Registered)
    assert peer.paths().count("refreshTokenByKey.htm") == 2


@pytest.mark.parametrize("change", [{"app_secret": "another"}, {"app_key": "another"}])
def test_a_wrong_secret_is_the_kiosks_trouble_and_is_not_tried_for_ever(
    peer: Register, change: dict[str, str]
) -> None:
    peer.put_secret(**change)
    with pytest.raises(NotReached, match="sign"):
        peer.client().ask(ENTRY)
    assert len(peer.paths()) == 1


def test_who_is_in_no_register_is_not_made_up(peer: Register) -> None:
    with pytest.raises(Refused, match="no_record"):
        peer.client().ask(RegisterEntry("330299201203070026", "ID-03"))
    with pytest.raises(Refused, match="not_granted"):
        peer.client().ask(RegisterEntry(CHEN.number, ""))


@pytest.mark.parametrize(
    ("field", "code", "says"),
    [
        ("HJZT", "2", ("deceased", "valid")),
        ("HJZT", "3", ("cancelled", "valid")),
        ("ZJZT", "2", ("normal", "lost")),
        ("ZJZT", "3", ("normal", "cancelled")),
        ("HJZT", "", ("", "valid")),
    ],
)
def test_what_has_become_of_a_citizen_and_of_their_card(
    peer: Register, field: str, code: str, says: tuple[str, str]
) -> None:
    peer.does("change", person="chen-haiying", **{field: code})
    said = peer.client().ask(ENTRY)
    assert isinstance(said, Registered)
    assert (said.household, said.card) == says


def test_a_status_that_nobody_agreed_upon_is_not_guessed(peer: Register) -> None:
    peer.does("change", person="chen-haiying", HJZT="7")
    with pytest.raises(NotUnderstood):
        peer.client().ask(ENTRY)


def test_a_credit_mark_is_told_as_it_is_there(peer: Register) -> None:
    client = peer.client()
    asked = CreditMark(CHEN.number, "BL-02")
    assert client.ask(asked) == Credit(False)
    peer.does("change", person="chen-haiying", XYBZ="1")
    assert client.ask(asked) == Credit(True)
    assert client.ask(CreditMark(LIN.number, "BL-02")) == Credit(False)
    peer.does("change", person="chen-haiying", XYBZ="7")
    with pytest.raises(NotUnderstood):
        client.ask(asked)
    assert CHEN.number not in repr(asked)


def test_two_peoples_records_swapped_there_are_swapped_here(peer: Register) -> None:
    client = peer.client()
    peer.does("swap", person="chen-haiying", other="lin-guobin")
    said = client.ask(ENTRY), client.ask(RegisterEntry(LIN.number, "ID-03"))
    assert [each.name for each in said if isinstance(each, Registered)] == [LIN.name, CHEN.name]


def test_a_record_under_another_number_is_nobodys(peer: Register) -> None:
    peer.does("change", person="chen-haiying", GMSFHM=LIN.number)
    with pytest.raises(NotUnderstood):
        peer.client().ask(ENTRY)


@pytest.mark.parametrize(
    ("mode", "kind", "reason"),
    [
        ("down", NotReached, "http=503"),
        ("error_inside", NotReached, "code=99"),
        ("nonsense", NotUnderstood, "nonsense"),
        ("lose_answer", LineProblem, "cut"),
        ("slow", LineProblem, "timeout"),
    ],
)
def test_every_fault_ends_in_time_and_the_next_question_is_answered(
    peer: Register, mode: str, kind: type[Exception], reason: str
) -> None:
    client = peer.client()
    peer.fails(mode)
    with pytest.raises(kind, match=reason):
        client.ask(ENTRY)
    assert isinstance(client.ask(ENTRY), Registered)


def test_the_photo_goes_to_the_face_process_and_into_no_event(peer: Register) -> None:
    handed: list[bytes] = []
    inbox = Inbox()
    desk = Desk(
        {Platform.SHARING: peer.client()},
        inbox.post,
        portrait=lambda portrait: handed.append(bytes(portrait)),
    )
    desk.carry_out(Ask("1", RegisterEntry(CHEN.number, "ID-03", portrait=True)))
    told = inbox.wait_for(Answered)
    assert told.code is AnswerCode.ANSWERED
    assert isinstance(told.result, Registered)
    assert told.result.has_portrait
    assert handed == [PHOTO]
    desk.close()
    assert not any(isinstance(event, WithPortrait) for event in inbox.all_so_far())


def test_of_whom_the_police_have_no_photo_the_rest_is_told(peer: Register) -> None:
    said = peer.client().ask(RegisterEntry(LIN.number, "ID-03", portrait=True))
    assert isinstance(said, Registered)
    assert (said.name, said.has_portrait) == (LIN.name, False)


USCC, SHOP = "92330299MA29000176", "象山县石浦镇海英小吃店"
ASKED = BusinessEntry("BL-13", uscc=USCC)


def test_what_is_public_of_a_business_is_found_by_its_code_and_by_its_whole_name(
    peer: Register,
) -> None:
    client = peer.client()
    told = client.ask(ASKED)
    assert isinstance(told, PublishedBusiness)
    assert (told.uscc, told.name, told.state) == (USCC, SHOP, "registered")
    assert told.established == date(2026, 11, 19)
    assert "餐饮服务" in told.scope
    assert client.ask(BusinessEntry("BL-13", name=SHOP)) == told
    closed = client.ask(BusinessEntry("BL-13", uscc="92330299MA29000251"))
    assert isinstance(closed, PublishedBusiness)
    assert closed.state == "cancelled"
    assert peer.does("metered") == [{"interface": "0000000000000003", "matter": "BL-13"}] * 3


def test_of_a_businesses_operator_only_the_masked_name_leaves_the_client(peer: Register) -> None:
    told = peer.client().ask(ASKED)
    assert isinstance(told, PublishedBusiness)
    assert told.person == "陈*英"
    assert CHEN.name not in everything(told)
    assert CHEN.number not in everything(told)


@pytest.mark.parametrize(
    "question",
    [BusinessEntry("BL-13", uscc="91330299MA29000411"), BusinessEntry("BL-13", name=SHOP[:-1])],
)
def test_a_business_that_nobody_registered_is_not_made_up(
    peer: Register, question: BusinessEntry
) -> None:
    with pytest.raises(Refused, match="no_record"):
        peer.client().ask(question)


def test_brackets_in_a_name_are_those_of_the_register() -> None:
    facts = sharing_facts()["business"]
    asked = asked_for(BusinessEntry("BL-13", name="象山(虚构)小吃店"), facts)
    assert asked["QYMC"] == "象山（虚构）小吃店"


@pytest.mark.parametrize(
    "change",
    [
        {"TYSHXYDM": "91330299MA2900033Y"},  # another business than was asked for
        {"QYMC": ""},
        {"JYZT": "7"},
        {"CLRQ": "long ago"},
        {"GXSJ": ""},
    ],
)
def test_a_business_that_cannot_be_is_not_believed(peer: Register, change: dict[str, str]) -> None:
    peer.does("change", uscc=USCC, **change)
    with pytest.raises(NotUnderstood):
        peer.client().ask(ASKED)
