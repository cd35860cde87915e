"""What no platform would send becomes nothing, before it is drawn, kept or sent on."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.model import PlatformConfig
from kiosk.platforms.client import NotReached, NotUnderstood
from kiosk.platforms.e_licence import _held
from kiosk.platforms.identity import IdentityPlatform
from kiosk.platforms.line import Answer
from kiosk.platforms.payment import _details
from kiosk.platforms.progress import _progress
from kiosk.platforms.reading import LINE, NAME, PARAGRAPH, Nonsense, read_json, read_xml, text
from kiosk.platforms.sharing import SharingPlatform, _registered
from kiosk.questions import CreditMark, WhoShowsCode

NUMBER = "330299196803070026"
DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe",
        DEEP,
        b'{"code": NaN}',
        b'{"code": "\\ud800"}',  # half a character: no disk takes it, and no screen draws it
        b'{"code": ["a\\u0000b"]}',
        b'{"\\u001b[2J": 1}',
        b"9" * 5000,
    ],
)
def test_what_is_no_json_of_anybodys(body: bytes) -> None:
    with pytest.raises(Nonsense):
        read_json(body)


@pytest.mark.parametrize("body", [b"", b"<a>", b"<a>" * 80_000, b"<!DOCTYPE a []><a/>", b"\xff"])
def test_what_is_no_xml_of_anybodys(body: bytes) -> None:
    with pytest.raises(Nonsense):
        read_xml(body)


def test_xml_without_end_in_its_depth_does_no_harm() -> None:
    assert read_xml(b"<a>" * 20_000 + b"</a>" * 20_000).tag == "a"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each:
       st.lists(each) | st.dictionaries(st.text(), each), max_leaves=8))  # fmt: skip
def test_what_is_let_through_can_be_kept_and_sent_on(value: Any) -> None:
    try:
        told = read_json(json.dumps(value))
    except Nonsense:
        return
    assert told == value
    json.dumps(told, ensure_ascii=False).encode()


def test_a_text_may_have_been_sent_as_a_number_and_nothing_else() -> None:
    assert (text("a"), text(20261123)) == ("a", "20261123")
    for other in (True, 1.5, None, [], "x" * (LINE + 1)):
        with pytest.raises(Nonsense):
            text(other)


# ---- a client each -------------------------------------------------------------------------------


def answering(config: PlatformConfig, kind: Any, body: bytes) -> Any:
    client = kind(config)
    line = client._line if kind is SharingPlatform else client._line._line
    line.post = lambda path, form, headers: Answer(200, bytearray(body))
    return client


@pytest.fixture
def config(tmp_path: Any) -> PlatformConfig:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"app": "a", "app_key": "a", "app_secret": "b"}))
    return PlatformConfig(base_url="http://127.0.0.1:9", secret_file=secret)


@pytest.mark.parametrize(
    "holder",
    [
        {"number": NUMBER, "name": "x" * (NAME + 1)},
        {"number": NUMBER, "name": "\ud800"},
        {"number": NUMBER, "name": ["陈海英"]},
        {"number": [NUMBER], "name": "陈海英"},
        {},
    ],
)
def test_nobody_is_called_so(config: PlatformConfig, holder: dict[str, Any]) -> None:
    body = json.dumps({"code": "ok", "body": holder}).encode()
    with pytest.raises(NotUnderstood, match="nonsense"):
        answering(config, IdentityPlatform, body).ask(WhoShowsCode("code"))


@pytest.mark.parametrize("ends", ["1e999", '"soon"', "[]", "9" * 400])
def test_a_secret_without_an_end_is_none(config: PlatformConfig, ends: str) -> None:
    secrets = ", ".join(f'"{name}": "s", "{name}EndTime": {ends}' for name in (
        "requestSecret", "refreshSecret",
    ))  # fmt: skip
    client = answering(
        config, SharingPlatform, f'{{"code": "00", "datas": {{{secrets}}}}}'.encode()
    )
    with pytest.raises(NotUnderstood, match="nonsense"):
        client.probe()


def test_a_code_that_is_none_is_not_logged(
    config: PlatformConfig, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"code": f"{NUMBER} 陈海英", "requestId": "1"}
    client = answering(config, SharingPlatform, json.dumps(told).encode())
    with caplog.at_level("INFO"), pytest.raises(NotReached, match="code=none"):
        client.ask(CreditMark(NUMBER, "ID-01"))
    assert "code none, request 1" in caplog.text
    assert NUMBER not in caplog.text


@pytest.mark.parametrize("change", [{"XM": "x" * (NAME + 1)}, {"HKDZ": "x" * 300}, {"XBDM": ["1"]}])
def test_a_record_that_is_no_persons_is_not_believed(change: dict[str, Any]) -> None:
    record = {"GMSFHM": NUMBER, "XM": "陈海英", "CSRQ": 19680307, "GXSJ": "2026-11-23"}
    assert _registered(NUMBER, record).name == "陈海英"
    with pytest.raises(NotUnderstood, match="nonsense"):
        _registered(NUMBER, {**record, **change})


LICENCE = {
    "licence": "1",
    "uscc": "91330225MA2EXAMPL7",
    "name": "店",
    "kind": "",
    "state": "revoked",
}


@pytest.mark.parametrize("change", [{"name": "x" * 300}, {"kind": []}, {"state": "burnt"}])
def test_a_licence_that_cannot_be_is_not_offered(change: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood, match="nonsense"):
        _held({"licences": [{**LICENCE, **change}]})


def test_an_opinion_without_end_is_not_shown() -> None:
    act = {"act": "receive", "by": "applicant", "action": "0", "day": "2026-11-23",
           "opinion": "", "items": [], "due": "", "result": ""}  # fmt: skip
    refused = {**act, "act": "accept", "action": "1", "by": "department", "opinion": "少一份"}
    assert _progress([act, refused]).turns[-1].reason == "少一份"
    with pytest.raises(NotUnderstood, match="nonsense"):
        _progress([act, {**refused, "opinion": "少" * (PARAGRAPH + 1)}])


def test_a_bill_is_read_in_the_encodings_of_old_and_new_departments() -> None:
    detail = "<RESPONSE><RESULT><DETAIL><A>缴款</A></DETAIL></RESULT></RESPONSE>"
    told = f"<ROOT><IS_SUCCESS CODE='00'>成功</IS_SUCCESS>{detail}</ROOT>"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert _details(told.encode(encoding)) == {"A": "缴款"}
