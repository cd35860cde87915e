"""The played platform refuses what the real one would, and shares nothing with our client."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import kiosk.sandbox
from kiosk.sandbox.cases import Cases
from kiosk.sandbox.rules import (
    BASE_INFO,
    CONFLICT,
    MALFORMED,
    MATERIAL,
    SERVICES,
    UNKNOWN_SERVICE,
    WRONG_CARD,
    WRONG_NUMBER,
    WRONG_SYSTEM,
    Refusal,
    card_number_is_right,
    check,
)

PROJID = "330225901261123000001"
SYSTEM = "33022500001"
NOW = datetime(2026, 11, 23, 14, 26)
SERVICE, SERVICE_NAME = next(iter(SERVICES.items()))  # 换领

# Written from the platform's field list by hand, not by the kiosk's client.
VALUES = {
    **dict.fromkeys(BASE_INFO, ""),
    "PROJID": PROJID,
    "PROJPWD": "012345",
    "SERVICECODE": SERVICE,
    "SERVICE_DEPTID": "1",
    "SERVICENAME": SERVICE_NAME,
    "PROJECTNAME": f"关于陈海英申请{SERVICE_NAME}",
    "BUS_MODE": "00",
    "INFOTYPE": "承诺件",
    "BUS_TYPE": "0",
    "APPLYNAME": "陈海英",
    "APPLY_CARDTYPE": "身份证",
    "APPLY_CARDNUMBER": "330299196803070026",
    "CONTACTMAN": "陈海英",
    "CONTACTMAN_CARDTYPE": "身份证",
    "CONTACTMAN_CARDNUMBER": "330299196803070026",
    "MOBILE": "19900006620",
    "APPLYFROM": "自助终端",
    "RECEIVETIME": "2026-11-23 14:26:00",
    "AREACODE": "330225",
    "DATASTATE": "1",
    "BELONGSYSTEM": SYSTEM,
    "EXTEND": '{"caseNumber":"X1"}',
    "CREATE_TIME": "2026-11-23 14:26:00",
    "SYNC_STATUS": "I",
    "DATAVERSION": "1",
    "APPLYCOUNT": "1",
}
CALL = (
    "<CALLINFO><CALLER>示例</CALLER><CALLTIME>2026-11-23 14:26:00</CALLTIME>"
    "<CALLBACK_URL/><ISSUE/></CALLINFO>"
)
MATERIAL_VALUES = {
    **dict.fromkeys(MATERIAL, ""),
    "UNID": "0" * 32,
    "PROJID": PROJID,
    "ATTRNAME": "居民身份证",
    "SORTID": "1",
    "TAKETYPE": "证照库",
    "ISTAKE": "1",
    "AMOUNT": "1",
    "TAKETIME": "2026-11-23 14:26:00",
    "AREACODE": "330225",
    "BELONGSYSTEM": SYSTEM,
    "CREATE_TIME": "2026-11-23 14:26:00",
    "SYNC_STATUS": "I",
    "DATAVERSION": "1",
}
FORM = "<FORM><NAME>陈海英</NAME></FORM>"


def record(values: dict[str, str], inner: str = "") -> str:
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<RECORD>{inner}{fields}</RECORD>"


BASE = record(VALUES, CALL)
ATTRIBUTES = f"<RECORDS>{record(MATERIAL_VALUES, '<FILES/>')}</RECORDS>"


def refusal(base: str = BASE, attributes: str = ATTRIBUTES, form: str = FORM) -> str:
    with pytest.raises(Refusal) as raised:
        check(PROJID, SYSTEM, base, attributes, form)
    return raised.value.code


def with_value(name: str, value: str) -> str:
    return record({**VALUES, name: value}, CALL)


def test_documents_that_are_in_order_are_taken() -> None:
    received = check(PROJID, SYSTEM, BASE, ATTRIBUTES, FORM)
    assert (received.case_number, received.version) == ("X1", 1)


@pytest.mark.parametrize("name", BASE_INFO)
def test_a_field_that_is_missing_or_twice_is_refused(name: str) -> None:
    without = {other: value for other, value in VALUES.items() if other != name}
    assert refusal(record(without, CALL)) == MALFORMED
    assert refusal(record(VALUES, f"{CALL}<{name}>{VALUES[name]}</{name}>")) == MALFORMED


@pytest.mark.parametrize("name", MATERIAL)
def test_so_it_is_in_the_list_of_materials(name: str) -> None:
    without = {other: value for other, value in MATERIAL_VALUES.items() if other != name}
    assert refusal(attributes=f"<RECORDS>{record(without)}</RECORDS>") == MALFORMED


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PROJPWD", "12345", MALFORMED),
        ("PROJPWD", "12345a", MALFORMED),
        ("PROJID", "330225901261123000002", WRONG_NUMBER),
        ("SERVICECODE", "公共服务-00000-000", UNKNOWN_SERVICE),
        ("SERVICENAME", "居民身份证丢失补领", UNKNOWN_SERVICE),
        ("PROJECTNAME", "关于林国斌申请居民身份证有效期满换领", MALFORMED),
        ("AREACODE", "330226", WRONG_NUMBER),
        ("APPLY_CARDNUMBER", "330299196803070027", WRONG_CARD),
        ("CONTACTMAN_CARDNUMBER", "330299196813070026", WRONG_CARD),
        ("BELONGSYSTEM", "33022500002", WRONG_SYSTEM),
        ("RECEIVETIME", "2026-02-30 10:00:00", MALFORMED),
        ("RECEIVETIME", "2026-11-23", MALFORMED),
        ("CREATE_TIME", "2026/11/23 14:26:00", MALFORMED),
        ("MOBILE", "29900006620", MALFORMED),
        ("DATAVERSION", "0", MALFORMED),
        ("DATASTATE", "2", MALFORMED),
        ("SYNC_STATUS", "X", MALFORMED),
        ("SYNC_STATUS", "U", MALFORMED),
        ("DATAVERSION", "2", MALFORMED),
        ("INFOTYPE", "随便", MALFORMED),
        ("EXTEND", "not json", MALFORMED),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str, code: str) -> None:
    assert refusal(with_value(name, value)) == code


@pytest.mark.parametrize(
    ("base", "attributes", "form"),
    [
        ("<RECORD>", ATTRIBUTES, FORM),
        ("<RECORDS/>", ATTRIBUTES, FORM),
        (record(VALUES), ATTRIBUTES, FORM),
        (record(VALUES, CALL + "<MORE/>"), ATTRIBUTES, FORM),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + BASE, ATTRIBUTES, FORM),
        (BASE, "<RECORD/>", FORM),
        (BASE, "<RECORDS><OTHER/></RECORDS>", FORM),
        (BASE, ATTRIBUTES.replace("<RECORDS>", "<RECORDS>" + record(MATERIAL_VALUES)), FORM),
        (BASE, ATTRIBUTES, "<FORM/>"),
        (BASE, ATTRIBUTES, ""),
    ],
)
def test_bad_xml_is_refused(base: str, attributes: str, form: str) -> None:
    assert refusal(base, attributes, form) == MALFORMED


def test_the_vectors_of_gb_11643() -> None:
    for right in ("11010519491231002X", "440524188001010014"):
        assert card_number_is_right(right)
    for wrong in ("11010519491231002x", "110105194912310021", "1101051949123100", "", "X" * 18):
        assert not card_number_is_right(wrong)


VERSION = ("<DATAVERSION>1<", "<DATAVERSION>2<")
STATUS = ("<SYNC_STATUS>I<", "<SYNC_STATUS>U<")


def test_a_case_is_taken_once_and_only_under_a_number_that_was_given(tmp_path: Path) -> None:
    cases = Cases(tmp_path)

    def send(projid: str, change: Callable[[str], str] = lambda base: base) -> None:
        base, attributes = (text.replace(PROJID, projid) for text in (BASE, ATTRIBUTES))
        cases.receive(projid, SYSTEM, check(projid, SYSTEM, change(base), attributes, FORM), NOW)

    with pytest.raises(Refusal) as never_given:
        send(PROJID)
    assert never_given.value.code == WRONG_NUMBER
    projid = cases.give_number("330225", SERVICE, SYSTEM, NOW)
    assert re.fullmatch(r"330225\d{3}261123\d{6}", projid)
    send(projid)
    send(projid)
    with pytest.raises(Refusal) as other_content:
        send(projid, lambda base: base.replace("19900006620", "19900000217"))
    assert other_content.value.code == CONFLICT
    send(projid, lambda base: base.replace(*VERSION).replace(*STATUS))
    assert [case["times_sent"] for case in cases.list()] == [2, 1]
    assert "陈海英" in (tmp_path / "cases" / projid / "case.xml").read_text(encoding="utf-8")
    cases.close()


def test_it_imports_nothing_of_the_kiosk() -> None:
    for file in Path(kiosk.sandbox.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                ours = name.split(".")[0] in ("kiosk", "config", "devices", "screens")
                peers = name.startswith("kiosk.sandbox") or name == "config.people"
                assert not ours or peers, f"{file.name}: {name}"


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials.json"
    credentials.write_text(
        '{"login_name": "a", "login_password": "b", "belong_system": "33022500001"}',
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.sandbox", str(tmp_path / "sandbox"), str(credentials)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    with process.stdout as told:
        assert told.readline().startswith('{"url": "http://127.0.0.1:')
        process.stdin.close()
        assert process.wait(timeout=10) == 0
