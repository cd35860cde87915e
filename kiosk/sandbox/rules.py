"""What 统一受理平台 demands of the documents that a channel sends: the other end of the wire.

Written from the platform's published field lists alone; shares nothing with the kiosk's client.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

from kiosk.sandbox.attachments import attached_file

OK, TOKEN, LOGIN = "00", "11", "12"
MALFORMED, WRONG_NUMBER, UNKNOWN_SERVICE = "21", "22", "23"
WRONG_CARD, CONFLICT, WRONG_SYSTEM, NO_SUCH_CASE = "24", "25", "26", "27"
OTHER_APPLICANT, INCOMPLETE = "28", "29"
BUSY = "99"

SERVICES: Mapping[str, str] = tomllib.loads(
    Path(__file__).with_name("services.toml").read_text(encoding="utf-8")
)
"""The matters that this platform knows from its beginning: code to its name there."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CALL_INFO = ("CALLER", "CALLTIME", "CALLBACK_URL", "ISSUE")
BASE_INFO = _names(  # APPLY_PROPERTIY is the platform's own spelling
    "PROJID PROJPWD IS_MANUBRIUM SERVICECODE SERVICECODE_ID SERVICE_DEPTID BUS_MODE BUS_MODE_DESC "
    "SERVICEVERSION SERVICENAME PROJECTNAME INFOTYPE BUS_TYPE REL_BUS_ID APPLYNAME APPLY_CARDTYPE "
    "APPLY_CARDNUMBER CONTACTMAN CONTACTMAN_CARDTYPE CONTACTMAN_CARDNUMBER TELPHONE MOBILE "
    "POSTCODE ADDRESS LEGALMAN DEPTID DEPTNAME SS_ORGCODE RECEIVE_USEID RECEIVE_NAME APPLYFROM "
    "APPLY_TYPE APPROVE_TYPE APPLY_PROPERTIY RECEIVETIME BELONGTO AREACODE DATASTATE BELONGSYSTEM "
    "EXTEND CREATE_TIME SYNC_STATUS DATAVERSION MEMO APPLYCOUNT"
)
MATERIAL = _names(
    "UNID PROJID ATTRNAME SORTID TAKETYPE ISTAKE AMOUNT TAKETIME MEMO AREACODE BELONGSYSTEM ATTRID "
    "EXTEND CREATE_TIME SYNC_STATUS DATAVERSION"
)
FILE = ("FILENAME", "FILEURL", "FILEPWD")
CARD_PHOTO = "制证照片"

PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"  # GB/T 2260, the first two digits


class Refusal(Exception):
    """code: what goes into `result`; the text goes into `resultmsg`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Received:
    """The documents as they came, and what the platform itself looks at.

    applicant, name: the citizen's number and name. taken: the materials that came (ISTAKE 1);
    lacking: those that were promised (0, with EXTEND), each with the day until which, where its
    channel names one. missing: those of which it says nothing more (0).
    """

    base_info: str = field(repr=False)
    attributes: str = field(repr=False)
    form: str = field(repr=False)
    version: int
    service: str
    case_number: str  # the channel's own, from EXTEND
    password: str = field(default="", repr=False)
    applicant: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    taken: tuple[str, ...] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()


def check(
    projid: str,
    belong_system: str,
    base_info: str,
    attributes: str,
    form: str,
    services: Mapping[str, str] = SERVICES,
) -> Received:
    """The whole of *receive*, but whether the number was given. services: the matters that are
    known, code to name. Raises Refusal.
    """
    root = _parsed("baseInfoXml", base_info, "RECORD")
    base = _record(root, BASE_INFO, "CALLINFO")
    call = root.find("CALLINFO")
    if call is None:
        raise Refusal(MALFORMED, "baseInfoXml: CALLINFO missing")
    caller = _record(call, CALL_INFO)
    _each("CALLINFO", caller, {"CALLER": _some, "CALLTIME": _moment})
    _each("baseInfoXml", base, _BASE_RULES)
    if base["PROJID"] != projid:
        raise Refusal(WRONG_NUMBER, "PROJID of the form and of baseInfoXml differ")
    if base["BELONGSYSTEM"] != belong_system:
        raise Refusal(WRONG_SYSTEM, "BELONGSYSTEM of the form and of baseInfoXml differ")
    if base["AREACODE"] != projid[:6]:
        raise Refusal(WRONG_NUMBER, "AREACODE is not the one that PROJID was given for")
    if services.get(base["SERVICECODE"]) != base["SERVICENAME"]:
        raise Refusal(UNKNOWN_SERVICE, "SERVICECODE unknown, or SERVICENAME is another's")
    if base["PROJECTNAME"] != f"关于{base['APPLYNAME']}申请{base['SERVICENAME']}":
        raise Refusal(MALFORMED, "PROJECTNAME: 关于<APPLYNAME>申请<SERVICENAME>")
    if base["SYNC_STATUS"] != ("I" if base["DATAVERSION"] == "1" else "U"):
        raise Refusal(MALFORMED, "SYNC_STATUS: I with DATAVERSION 1, U after it")
    for card in ("APPLY_CARDNUMBER", "CONTACTMAN_CARDNUMBER"):
        if not card_number_is_right(base[card]):
            raise Refusal(WRONG_CARD, f"{card}: check character (GB 11643)")
    taken, lacking, missing, files = _check_materials(projid, belong_system, attributes)
    if not len(_parsed("formXml", form, None)):
        raise Refusal(MALFORMED, "formXml: empty")
    return Received(
        base_info,
        attributes,
        form,
        int(base["DATAVERSION"]),
        base["SERVICECODE"],
        _case_number(base["EXTEND"]),
        base["PROJPWD"],
        base["APPLY_CARDNUMBER"],
        base["APPLYNAME"],
        taken,
        lacking,
        files,
        missing,
    )


def card_number_is_right(number: str) -> bool:
    """GB 11643: a province, a day of birth that has been, and ISO 7064 MOD 11-2 over 17 digits."""
    if not re.fullmatch(rf"({PROVINCES})\d{{15}}[\dX]", number, re.ASCII):
        return False
    try:
        birth = datetime.strptime(number[6:14], "%Y%m%d")
    except ValueError:
        return False
    if not datetime(1800, 1, 1) <= birth <= datetime.now():
        return False
    value = 0
    for digit in number[:17]:
        value = (value + int(digit)) * 2 % 11
    return "0123456789X"[(12 - value) % 11] == number[17]


def _check_materials(
    projid: str, belong_system: str, attributes: str
) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...], tuple[tuple[str, bytes], ...]]:
    """Which came, which do not yet, with the day until which they will, which are missing, and the
    files."""
    root = _parsed("attrXml", attributes, "RECORDS")
    seen, taken, lacking, missing = set(), [], {}, []
    files: list[tuple[str, str]] = []
    for element in root:
        if element.tag != "RECORD":
            raise Refusal(MALFORMED, f"attrXml: {element.tag} unknown")
        material = _record(element, MATERIAL, "FILES")
        _each("attrXml", material, _MATERIAL_RULES)
        if material["PROJID"] != projid:
            raise Refusal(WRONG_NUMBER, "attrXml: PROJID differs")
        if material["BELONGSYSTEM"] != belong_system:
            raise Refusal(WRONG_SYSTEM, "attrXml: BELONGSYSTEM differs")
        if material["UNID"] in seen:
            raise Refusal(MALFORMED, "attrXml: UNID twice")
        seen.add(material["UNID"])
        attached = [_record(file, FILE) for file in element.findall("FILES/FILEINFO")]
        files += [(file["FILENAME"], file["FILEURL"]) for file in attached]
        if material["ATTRNAME"] == CARD_PHOTO and bool(attached) != (material["ISTAKE"] == "1"):
            raise Refusal(MALFORMED, f"attrXml: {CARD_PHOTO}: a file, or ISTAKE 0")
        if material["ISTAKE"] == "1":
            taken.append(material["ATTRNAME"])
        elif material["EXTEND"]:  # 容缺: promised, by a day
            lacking[material["ATTRNAME"]] = _said_day(material["EXTEND"])
        else:
            missing.append(material["ATTRNAME"])
    return tuple(taken), lacking, tuple(missing), tuple(map(_file, files))


def _said_day(extend: str) -> str:
    try:
        day = str(json.loads(extend).get("by", ""))
        return day and date.fromisoformat(day).isoformat()
    except (ValueError, AttributeError):
        raise Refusal(MALFORMED, "EXTEND of a material: not a JSON object with a day") from None


def _file(sent: tuple[str, str]) -> tuple[str, bytes]:
    try:
        return attached_file(*sent)
    except ValueError as problem:
        raise Refusal(MALFORMED, f"attrXml: {problem}") from None


def _parsed(what: str, text: str, root_name: str | None) -> ElementTree.Element:
    if "<!" in text:
        raise Refusal(MALFORMED, f"{what}: document types are not taken")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        raise Refusal(MALFORMED, f"{what}: not well-formed") from None
    if root_name is not None and root.tag != root_name:
        raise Refusal(MALFORMED, f"{what}: {root.tag} instead of {root_name}")
    return root


def _record(element: ElementTree.Element, names: Sequence[str], *inner: str) -> dict[str, str]:
    """Exactly these children, each once, without children of their own."""
    values: dict[str, str] = {}
    for child in element:
        if child.tag in inner:
            continue
        if child.tag not in names or child.tag in values or len(child):
            raise Refusal(MALFORMED, f"{child.tag}: unknown, twice, or not plain text")
        values[child.tag] = child.text or ""
    if missing := [name for name in names if name not in values]:
        raise Refusal(MALFORMED, f"{', '.join(missing)}: missing")
    return values


Check = Callable[[str], bool]


def _each(what: str, values: Mapping[str, str], rules: Mapping[str, Check]) -> None:
    for name, is_right in rules.items():
        if not is_right(values[name]):
            raise Refusal(MALFORMED, f"{what}: {name}: wrong value")


def _some(value: str) -> bool:
    return bool(value.strip())


def _one_of(*values: str) -> Check:
    return lambda value: value in values


def _like(pattern: str) -> Check:
    return lambda value: bool(re.fullmatch(pattern, value, re.ASCII))


def _moment(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value, re.ASCII):
        return False
    try:
        datetime.strptime(value, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return False
    return True


def _case_number(text: str) -> str:
    """EXTEND is free; a terminal's own case number in it is noted. Raises Refusal when not JSON."""
    if not text:
        return ""
    try:
        content = json.loads(text)
        return str(content.get("caseNumber", ""))
    except (ValueError, AttributeError):
        raise Refusal(MALFORMED, "EXTEND: not a JSON object") from None


_BASE_RULES: Mapping[str, Check] = {
    "PROJID": _like(r"\d{21}"),
    "PROJPWD": _like(r"\d{6}"),
    "SERVICECODE": _some,
    "SERVICE_DEPTID": _some,
    "SERVICENAME": _some,
    "BUS_MODE": _like(r"\d\d"),
    "INFOTYPE": _one_of("即办件", "承诺件", "联办件", "上报件", "1", "2", "3", "4"),
    "BUS_TYPE": _like(r"\d"),
    "APPLYNAME": _some,
    "APPLY_CARDTYPE": _one_of("身份证"),
    "CONTACTMAN": _some,
    "CONTACTMAN_CARDTYPE": _one_of("身份证"),
    "MOBILE": _like(r"1[3-9]\d{9}"),
    "POSTCODE": _like(r"(\d{6})?"),
    "APPLYFROM": _one_of("网上申请", "窗口", "自助终端"),
    "RECEIVETIME": _moment,
    "AREACODE": _like(r"\d{6}"),
    "DATASTATE": _one_of("0", "1"),
    "BELONGSYSTEM": _like(r"\d{11}"),
    "CREATE_TIME": _moment,
    "SYNC_STATUS": _one_of("I", "U"),
    "DATAVERSION": _like(r"[1-9]\d{0,5}"),
    "APPLYCOUNT": _like(r"[1-9]\d{0,3}"),
}

_MATERIAL_RULES: Mapping[str, Check] = {
    "UNID": _like(r"[0-9a-f]{32}"),
    "ATTRNAME": _some,
    "SORTID": _like(r"\d{1,4}"),
    "TAKETYPE": _one_of("纸质收取", "附件上传", "证照库"),
    "ISTAKE": _one_of("0", "1"),
    "AMOUNT": _like(r"\d{1,3}"),
    "TAKETIME": _moment,
    "AREACODE": _like(r"\d{6}"),
    "CREATE_TIME": _moment,
    "SYNC_STATUS": _one_of("I", "U"),
    "DATAVERSION": _like(r"[1-9]\d{0,5}"),
}
