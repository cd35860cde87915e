"""The three XML documents of *receive* 收件, from a case: baseInfoXml, attrXml, formXml.

The same case gives the same bytes every time, so that sending it again is harmless: nothing here
asks a clock or a dice. Fields and their order are the platform's.
"""

import json
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from config.catalogue import CATALOG
from config.matters import Matter
from kiosk.case import owed
from kiosk.case.model import Case

_UNIT = uuid.UUID("6f0c6c1e-54f5-4d0f-8a3c-0d6f1f0b7a11")  # names the materials' UNID; made up


@dataclass(frozen=True, slots=True)
class Service:
    """A matter as the platform knows it. materials: those that its own file tells, for a matter of
    which `acceptance.toml` says nothing.
    """

    code: str
    id: str
    name: str
    department_id: str
    department_name: str
    materials: tuple[Mapping[str, str], ...] = ()


def service_of(matter: Matter) -> Service:
    return Service(
        matter.service_code,
        matter.platform_id,
        matter.sub_item,
        matter.units.id,
        matter.units.approving,
        tuple(_told_by(matter)),
    )


def _told_by(matter: Matter) -> Iterator[Mapping[str, str]]:
    """What goes along by the matter's file: the card that was read, and what may follow (容缺).

    Of the rest a kiosk cannot say whether it is there.
    """
    own = matter.zh.get("material", {})
    for number, material in enumerate(matter.material, start=1):
        name = own.get(material.name) or _shared_names().get(material.name, material.name)
        told = {"id": f"{matter.code}-{number:02d}", "name": name}
        if material.obtained == "card":
            memo = "读取芯片，原件由申请人保管"
            yield {**told, "take_type": "证照库", "memo": memo, "card": "read"}
        elif material.may_lack_days:
            memo = "容缺受理，承诺补交"
            yield {**told, "take_type": "纸质收取", "memo": memo, "owed": material.name}


@cache
def _shared_names() -> Mapping[str, str]:
    """Materials that more than one matter asks for, in Chinese."""
    file = CATALOG / "shared" / "materials.toml"
    names: Mapping[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["zh"]["material"]
    return names


@dataclass(frozen=True, slots=True)
class Documents:
    base_info: str = field(repr=False)
    attributes: str = field(repr=False)
    form: str = field(repr=False)


@cache
def platform_facts() -> Mapping[str, Any]:
    """`acceptance.toml`."""
    file = Path(__file__).with_name("acceptance.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Submission:
    """A case with what the platform and the outbox have added to it."""

    case: Case = field(repr=False)
    projid: str
    password: str = field(repr=False)
    kept_at: datetime
    service: Service
    belong_system: str

    @property
    def version(self) -> int:
        """1, then counted up with what completes the case."""
        return self.case.supplement.version if self.case.supplement else 1


def documents(submission: Submission) -> Documents:
    return Documents(_base_info(submission), _attributes(submission), _form(submission))


def _base_info(s: Submission) -> str:
    facts, case, service = platform_facts(), s.case, s.service
    who = case.applicant
    area = case.jurisdiction
    root = ElementTree.Element("RECORD")
    _fields(
        ElementTree.SubElement(root, "CALLINFO"),
        ("CALLER", facts["caller"]),
        ("CALLTIME", _time(s.kept_at)),
        ("CALLBACK_URL", ""),
        ("ISSUE", case.site),
    )
    _fields(
        root,
        ("PROJID", s.projid),
        ("PROJPWD", s.password),
        ("IS_MANUBRIUM", "0"),
        ("SERVICECODE", service.code),
        ("SERVICECODE_ID", service.id),
        ("SERVICE_DEPTID", service.department_id),
        ("BUS_MODE", "00"),
        ("BUS_MODE_DESC", facts["bus_mode_desc"]),
        ("SERVICEVERSION", "1"),
        ("SERVICENAME", service.name),
        ("PROJECTNAME", f"关于{who.name}申请{service.name}"),
        ("INFOTYPE", facts["info_type" if case.promise_days else "info_type_at_once"]),
        ("BUS_TYPE", "0"),
        ("REL_BUS_ID", ""),
        ("APPLYNAME", who.name),
        ("APPLY_CARDTYPE", facts["card_type"]),
        ("APPLY_CARDNUMBER", who.number),
        ("CONTACTMAN", who.name),
        ("CONTACTMAN_CARDTYPE", facts["card_type"]),
        ("CONTACTMAN_CARDNUMBER", who.number),
        ("TELPHONE", case.phone),
        ("MOBILE", case.phone),
        ("POSTCODE", ""),
        ("ADDRESS", who.address),
        ("LEGALMAN", ""),
        ("DEPTID", service.department_id),
        ("DEPTNAME", service.department_name),
        ("SS_ORGCODE", ""),
        ("RECEIVE_USEID", case.site),
        ("RECEIVE_NAME", facts["caller"]),
        ("APPLYFROM", facts["apply_from"]),
        ("APPLY_TYPE", "0"),
        ("APPROVE_TYPE", "01"),
        ("APPLY_PROPERTIY", "99"),  # the platform spells it so
        ("RECEIVETIME", _time(case.confirmed_at)),
        ("BELONGTO", ""),
        ("AREACODE", area),
        ("DATASTATE", "1"),
        ("BELONGSYSTEM", s.belong_system),
        ("EXTEND", _extend(case)),
        ("CREATE_TIME", _time(s.kept_at)),
        ("SYNC_STATUS", "I" if s.version == 1 else "U"),
        ("DATAVERSION", str(s.version)),
        ("MEMO", ""),
        ("APPLYCOUNT", "1"),
    )
    return _text(root)


def _extend(case: Case) -> str:
    """Where the case came in, in EXTEND: the platform's own fields have no room for it."""
    content = {
        "channel": "terminal",
        "caseNumber": case.number,
        "site": case.site,
        "terminal": case.terminal,
        "identityWay": case.identity_way,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _attributes(s: Submission) -> str:
    root = ElementTree.Element("RECORDS")
    owes = {each.material: each for each in owed.of(s.case.data)}
    for position, material in enumerate(_materials(s), start=1):
        lacking = owes.get(material.get("owed", ""))
        file = material.get("file", "")
        taken = not lacking and (not file or s.case.photo is not None)
        record = ElementTree.SubElement(root, "RECORD")
        _fields(
            record,
            ("UNID", uuid.uuid5(_UNIT, f"{s.case.number}/{material['id']}").hex),
            ("PROJID", s.projid),
            ("ATTRNAME", material["name"]),
            ("SORTID", str(position)),
            ("TAKETYPE", material["take_type"]),
            ("ISTAKE", "1" if taken else "0"),
            ("AMOUNT", "1"),
            ("TAKETIME", _time(s.case.confirmed_at)),
            ("MEMO", material["memo"]),
            ("AREACODE", s.case.jurisdiction),
            ("BELONGSYSTEM", s.belong_system),
            ("ATTRID", material["id"]),
            ("EXTEND", _until(lacking) if lacking else ""),
            ("CREATE_TIME", _time(s.kept_at)),
            ("SYNC_STATUS", "I" if s.version == 1 else "U"),
            ("DATAVERSION", str(s.version)),
        )
        files = ElementTree.SubElement(record, "FILES")
        if file and s.case.photo is not None:
            _file(files, file, s.case.photo.jpeg)
    return _text(root)


def _file(files: ElementTree.Element, name: str, jpeg: str) -> None:
    """A file in FILEURL itself (RFC 2397), so that a case arrives whole or not at all.

    How files reach the real platform is not known; this way is ours.
    """
    _fields(
        ElementTree.SubElement(files, "FILEINFO"),
        ("FILENAME", name),
        ("FILEURL", f"data:image/jpeg;base64,{jpeg}"),
        ("FILEPWD", ""),
    )


def _materials(s: Submission) -> Iterator[Mapping[str, str]]:
    """Those that this case goes along with, and those that it owes; of what completes another one,
    only what was asked for, as that one's where it has none of its own."""
    case = s.case
    has = {datum.name for datum in case.data if datum.value}
    has |= {each.material for each in owed.of(case.data)}
    known, completes = platform_facts()["materials"], case.supplement
    of = known.get(case.matter) or known.get(completes.matter if completes else "")
    for material in of or s.service.materials:
        condition = material.get("datum") or material.get("owed")
        wanted = completes is None or material["name"] in completes.items
        if "card" in material and case.card is None:
            continue
        if wanted and (condition is None or condition in has):
            yield material


def materials_by_name() -> Mapping[str, str]:
    """The catalogue's name of a material that may follow, by the platform's; a file of the case is
    called as its datum."""
    return {
        each["name"]: each.get("owed") or each["datum"]
        for materials in platform_facts()["materials"].values()
        for each in materials
        if "owed" in each or "file" in each
    }


def _until(lacking: owed.Owed) -> str:
    """By when it follows, in EXTEND: the platform's own fields have no room for it."""
    content = {"by": lacking.by.isoformat()} if lacking.by else {"workingDays": lacking.days}
    return json.dumps(content, separators=(",", ":"))


def _form(s: Submission) -> str:
    """The matter's own form; its names are those of the field's standards.

    First what every case has, then each datum that the matter's forms asked for, by its own name.
    """
    case = s.case
    root = ElementTree.Element("FORM")
    _fields(
        root,
        ("MATTER", case.matter),
        *_who(case),
        ("PHONE", case.phone),
        ("DELIVERY", case.delivery.value if case.delivery else ""),
        ("FEE_FEN", str(case.fee_fen)),
        ("PROMISE_DAYS", str(case.promise_days)),
        ("IDENTITY_WAY", case.identity_way),
        ("SITE_CODE", case.site),
        ("TERMINAL_CODE", case.terminal),
        ("CASE_NUMBER", case.number),
    )
    if (signature := case.signature) is not None:
        _fields(
            root,
            ("SIGNATURE", signature.path),
            ("SIGNED_SHA256", signature.signed),
            ("SIGNED_AT", _time(signature.at)),
        )
    said = {element.tag for element in root}
    data = ((datum.name.upper(), datum.value) for datum in case.data)
    _fields(root, *((name, value) for name, value in data if name not in said))
    return _text(root)


def _who(case: Case) -> tuple[tuple[str, str], ...]:
    card = case.card
    if card is None:
        who = case.applicant
        return ("NAME", who.name), ("ID_NO", who.number), ("HUKOU_ADDR", who.address)
    return (
        ("CARD_KIND", card.kind.value),
        ("NAME", card.name),
        ("ID_NO", card.number),
        ("SEX_CODE", card.sex),
        ("ETHNIC_CODE", card.ethnic),
        ("BIRTH", card.birth.isoformat()),
        ("HUKOU_ADDR", card.current_address),
        ("ISSUING_AUTHORITY", card.issuer),
        ("VALID_FROM", card.valid_from.isoformat()),
        ("VALID_TO", card.valid_to.isoformat() if card.valid_to else "长期"),
    )


def _fields(parent: ElementTree.Element, *fields: tuple[str, str]) -> None:
    for name, value in fields:
        ElementTree.SubElement(parent, name).text = value


def _text(root: ElementTree.Element) -> str:
    body = ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
