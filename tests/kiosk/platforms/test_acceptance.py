"""The client of 统一受理平台 and its documents: the played platform, and odd answers."""

import contextlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import load_matters
from kiosk.case.model import Delivery
from kiosk.keeping.keeping import services
from kiosk.platforms import acceptance
from kiosk.platforms.acceptance import AcceptancePlatform, CaseNotTaken, PlatformLater
from kiosk.platforms.documents import Documents, Submission, documents
from kiosk.platforms.line import Answer
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.support import (
    COUNTY,
    CREDENTIALS,
    a_card,
    a_case,
    a_config,
    on_the_other_side,
)

SERVICE = services(load_matters())["ID-01"]
KEPT_AT = datetime(2026, 11, 23, 14, 26, 7).astimezone()


def the_documents(projid: str) -> Documents:
    return documents(
        Submission(a_case(), projid, "012345", KEPT_AT, SERVICE, CREDENTIALS["belong_system"])
    )


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path / "sandbox", CREDENTIALS)
    yield sandbox
    sandbox.close()


@pytest.fixture
def platform(tmp_path: Path, sandbox: Sandbox) -> AcceptancePlatform:
    return AcceptancePlatform(a_config(tmp_path, sandbox.url).acceptance)


def test_a_number_then_the_case_and_the_same_again(
    platform: AcceptancePlatform, sandbox: Sandbox
) -> None:
    case = a_case()
    projid = platform.next_number(COUNTY, SERVICE.code)
    sent = documents(
        Submission(case, projid, "012345", KEPT_AT, SERVICE, CREDENTIALS["belong_system"])
    )
    platform.receive(projid, sent)
    platform.receive(projid, sent)
    (there,) = on_the_other_side(sandbox.url)
    assert (there["projid"], there["times_sent"]) == (projid, 2)


def test_other_content_under_the_same_number_is_refused(platform: AcceptancePlatform) -> None:
    projid = platform.next_number(COUNTY, SERVICE.code)
    platform.receive(projid, the_documents(projid))
    other = Submission(a_case(2), projid, "012345", KEPT_AT, SERVICE, CREDENTIALS["belong_system"])
    with pytest.raises(CaseNotTaken, match="result=25"):
        platform.receive(projid, documents(other))


def test_every_number_is_another(platform: AcceptancePlatform) -> None:
    numbers = [platform.next_number(COUNTY, SERVICE.code) for _ in range(20)]
    assert len(set(numbers)) == 20
    assert all(len(number) == 21 and number.startswith(COUNTY) for number in numbers)


def test_without_a_secret_it_is_the_kiosks_trouble(
    tmp_path: Path, platform: AcceptancePlatform
) -> None:
    (tmp_path / "acceptance.json").write_text("{}", encoding="utf-8")
    with pytest.raises(PlatformLater, match="secret_file"):
        platform.log_in()


def test_the_documents_are_the_same_bytes_each_time() -> None:
    case = a_case()
    submission = Submission(
        case, "330225901261123000001", "012345", KEPT_AT, SERVICE, CREDENTIALS["belong_system"]
    )
    assert documents(submission) == documents(submission)


def test_the_terminal_and_our_own_number_stand_in_the_base_document() -> None:
    base = ElementTree.fromstring(the_documents("330225901261123000001").base_info)
    extend = json.loads(base.findtext("EXTEND", ""))
    assert base.findtext("APPLYFROM") == "自助终端"
    assert base.findtext("SERVICENAME") == "居民身份证有效期满换领"
    assert base.findtext("PROJECTNAME") == "关于陈海英申请居民身份证有效期满换领"
    assert extend["channel"] == "terminal"
    assert extend["caseNumber"] == a_case().number
    assert base.findtext("CREATE_TIME") == "2026-11-23 14:26:07"
    assert base.findtext("PROJPWD") == "012345"


def test_the_form_carries_what_the_matter_needs() -> None:
    form = ElementTree.fromstring(the_documents("330225901261123000001").form)
    assert form.findtext("DELIVERY") == Delivery.POST
    assert form.findtext("PHONE") == a_case().phone
    assert form.findtext("VALID_TO") == a_card().valid_to.isoformat()  # type: ignore[union-attr]


# ---- answers ---------------------------------------------------------------------------------


def answered(
    monkeypatch: pytest.MonkeyPatch, platform: AcceptancePlatform, body: bytes, status: int = 200
) -> None:
    monkeypatch.setattr(platform._line, "post", lambda *form: Answer(status, body))


def document(result: str, encoding: str, message: str = "成功") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><RESPONSE><result>{result}</result>'
        f"<resultmsg>{message}</resultmsg><token>abc</token></RESPONSE>"
    )
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_answers_of_old_and_new_departments_are_read(
    monkeypatch: pytest.MonkeyPatch, platform: AcceptancePlatform, encoding: str
) -> None:
    answered(monkeypatch, platform, document("00", encoding, "成功：象山㛃"))
    platform.log_in()


def test_an_answer_may_hold_its_words_in_cdata_and_remarks(
    monkeypatch: pytest.MonkeyPatch, platform: AcceptancePlatform
) -> None:
    body = document("<![CDATA[00]]>", "utf-8", "<!-- 收件 --><![CDATA[<b>成功</b>]]>")
    answered(monkeypatch, platform, body)
    platform.log_in()


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (503, b"", "http=503"),
        (500, document("00", "utf-8"), "http=500"),
        (404, b"", "http=404"),
        (429, b"", "http=429"),
        (302, b"", "http=302"),
        (200, b"", "nonsense"),
        (200, b"{}", "nonsense"),
        (200, b"<html>", "nonsense"),
        (200, b'<!DOCTYPE a [<!ENTITY b "c">]><a><result>00</result></a>', "nonsense"),
        (200, b"<a/>", "result=none"),
        (200, document("99", "utf-8"), "result=99"),
        (200, document("77", "utf-8"), "result=77"),
        (200, document("330299196803070026", "utf-8"), "result=none"),
    ],
)
def test_not_now(
    monkeypatch: pytest.MonkeyPatch,
    platform: AcceptancePlatform,
    status: int,
    body: bytes,
    code: str,
) -> None:
    platform._authorization = "Bearer abc"
    answered(monkeypatch, platform, body, status)
    with pytest.raises(PlatformLater, match=f"^{code}$"):
        platform.receive("330225901261123000001", the_documents("330225901261123000001"))


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(400, b"", "http=400"), (413, b"", "http=413"), (200, document("24", "utf-8"), "result=24")],
)
def test_not_ever(
    monkeypatch: pytest.MonkeyPatch,
    platform: AcceptancePlatform,
    status: int,
    body: bytes,
    code: str,
) -> None:
    platform._authorization = "Bearer abc"
    answered(monkeypatch, platform, body, status)
    with pytest.raises(CaseNotTaken, match=f"^{code}$"):
        platform.receive("330225901261123000001", the_documents("330225901261123000001"))


@given(st.binary(max_size=300))
def test_no_answer_upsets_the_reader(body: bytes) -> None:
    with contextlib.suppress(PlatformLater):
        acceptance._fields(Answer(200, body))
