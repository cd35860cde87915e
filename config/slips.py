"""Templates of slips as data: which elements stand on each kind, and in which order.

`slips.toml` orders them and counts its versions; what must stand on a kind is law and practice, so
it stands here: a template may add and move elements, it cannot leave out one of these. The words of
a slip are `slip.<kind>.*` of the texts; what an element looks like is `kiosk/case/slip_elements`.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from config.problem import CannotStart

SLIPS = Path(__file__).with_name("slips.toml")

Element = Literal[
    "state",
    "meaning",
    "not_accepted",
    "matter",
    "number",
    "big_number",
    "code",
    "password",
    "applicant",
    "id_number",
    "time",
    "accepted",
    "fee",
    "order",
    "delivery",
    "rows",
    "next",
    "lacking",
    "reason",
    "remedies",
    "notes",
    "window",
    "ask",
    "rule",
]
"""What a template may name. Head (演示 无效, zone, title) and foot (site, terminal, version) are on
every slip without being named."""

SlipKind = Literal[
    "receipt",
    "intake",
    "acceptance",
    "supplement",
    "tolerance",
    "not_accepted",
    "licence",
    "payment",
    "progress",
    "list",
    "not_eligible",
    "window_number",
    "ticket_12345",
    "business",
]
"""领取凭证, 收件凭证, 受理通知书, 补正材料一次性告知单, 容缺受理通知书, 不予受理通知书, 领照单,
缴费凭证, 进度单, 一次性告知单, 暂不能办告知单, 窗口号, 12345 受理单, 信息查询单; each is printed
by a step.

Not among them: 挂失申报回执, which is the 领取凭证 of a lost card under its own title; 登记通知书,
which the registrar seals and no platform hands to a kiosk; 取证确认, since no kiosk has a cabinet;
演示单, since every simulated slip says 演示 无效 itself.
"""

_ALWAYS: tuple[Element, ...] = ("time", "ask")
_NUMBERED: tuple[Element, ...] = ("state", "next", "code", "applicant")
_CASE: tuple[Element, ...] = (*_NUMBERED, "number", "matter", "fee")

MANDATORY: Mapping[SlipKind, tuple[Element, ...]] = {
    "receipt": (*_ALWAYS, *_CASE, "not_accepted"),
    "intake": (*_ALWAYS, *_CASE, "not_accepted"),
    "acceptance": (*_ALWAYS, *_CASE, "accepted"),
    "supplement": (*_ALWAYS, *_CASE, "lacking", "not_accepted"),
    "tolerance": (*_ALWAYS, *_CASE, "lacking", "accepted"),
    "not_accepted": (*_ALWAYS, *_CASE, "reason", "remedies"),
    "licence": (*_ALWAYS, *_NUMBERED, "number", "matter", "rows"),
    "payment": (*_ALWAYS, *_CASE, "order"),
    "progress": (*_ALWAYS, *_NUMBERED, "number", "matter"),
    "list": (*_ALWAYS, "matter", "rows", "window"),
    "not_eligible": (*_ALWAYS, "state", "matter", "reason", "rows", "window"),
    "window_number": (*_ALWAYS, *_NUMBERED, "big_number", "matter", "window"),
    "ticket_12345": (*_ALWAYS, "state", "next", "code", "number"),
    "business": (*_ALWAYS, "state", "meaning", "matter", "number", "rows", "code"),
}
"""domain.md §2.2, and 行政许可法 art. 32 for what is told to somebody whose papers lack or who is
refused: everything that lacks at once, the reason, and the remedies."""


class SlipTemplate(BaseModel):
    """version: printed at the foot; counted up with every change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(pattern=r"^[1-9]\d?(\.\d{1,2})?$")
    parts: tuple[Element, ...] = Field(min_length=1)


class SlipsError(CannotStart):
    """What is wrong with the templates, one problem a line."""

    sentence = "catalog"


_TEMPLATES = TypeAdapter(dict[SlipKind, SlipTemplate])


def load_slips(
    file: Path = SLIPS, over: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[SlipKind, SlipTemplate]:
    """Every template. over: some in place of the file's. Raises SlipsError with all problems."""
    try:
        documents = tomllib.loads(file.read_text(encoding="utf-8")) | dict(over or {})
        templates = _TEMPLATES.validate_python(documents)
    except tomllib.TOMLDecodeError as error:
        raise SlipsError(f"{file.name}: not valid TOML: {error}") from error
    except ValidationError as error:
        told = (
            f"{file.name}: {'.'.join(map(str, each['loc']))}: {each['msg']}"
            for each in error.errors()
        )
        raise SlipsError("\n".join(told)) from None
    if problems := [f"{file.name}: {problem}" for problem in problems_of(templates)]:
        raise SlipsError("\n".join(problems))
    return templates


def problems_of(templates: Mapping[SlipKind, SlipTemplate]) -> list[str]:
    """Kinds without a template, and templates without what must stand on them."""
    problems = [f"{kind}: no template" for kind in get_args(SlipKind) if kind not in templates]
    for kind, template in templates.items():
        missing = [each for each in MANDATORY[kind] if each not in template.parts]
        problems += [f"{kind}: {each} must stand on this slip" for each in missing]
        twice = {each for each in template.parts if template.parts.count(each) > 1} - {"rule"}
        problems += [f"{kind}: {each} stands twice" for each in sorted(twice)]
    return problems
