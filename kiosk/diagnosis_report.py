"""A diagnosis as one row of JSON, and rows as what a technician reads in a terminal.

Answers for the shape of `diagnose --json` (docs/diagnose.md), the columns, the sentences and the
exit code. Pure; every word is in `config/texts/*/diagnose.toml` and `attention.toml`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypedDict

from config.words import Words
from kiosk.diagnosis import LAYERS, Diagnosis, Grade, worst
from kiosk.ports import AnyDevice
from kiosk.vocabulary import Device

EXIT_CODES = {Grade.FAIL: 2, Grade.WARNING: 1}
"""Of the worst device; everything else is 0: what is not configured is nothing to put right."""

COULD_NOT_RUN = 3

LONGEST_VALUE = 84  # characters; --json has the whole

_CODE = re.compile(r"([A-Za-z_]+(?:-[a-z]+)*?)(?:-(?:error|warning|report))?(?![\w-])")
"""A code within a value; of a `printer-state-reasons` of IPP without its severity (RFC 8011)."""


class CheckRow(TypedDict):
    layer: str
    grade: str
    value: str


class CrossingRow(TypedDict):
    """One frame on the wire; at_s: monotonic clock of this machine."""

    at_s: float
    direction: str
    length: int
    code: str


class Row(TypedDict):
    """One device. model, can, crossings are empty for a device that this kiosk does not have."""

    device: str
    grade: str
    checks: list[CheckRow]
    attention: str | None
    matters: list[str]
    model: str
    can: list[str]
    crossings: list[CrossingRow]


def row_of(diagnosis: Diagnosis, attended: AnyDevice | None) -> Row:
    capabilities = attended.capabilities() if attended is not None else None
    crossings = attended.crossings() if attended is not None else ()
    return {
        "device": diagnosis.device.value,
        "grade": diagnosis.grade.value,
        "checks": [
            {"layer": check.layer, "grade": check.grade.value, "value": check.value}
            for check in diagnosis.checks
        ],
        "attention": diagnosis.attention.code if diagnosis.attention is not None else None,
        "matters": list(diagnosis.matters),
        "model": capabilities.model if capabilities is not None else "",
        "can": list(capabilities.can) if capabilities is not None else [],
        "crossings": [
            {
                "at_s": round(crossing.at_s, 3),
                "direction": crossing.direction,
                "length": crossing.length,
                "code": crossing.code,
            }
            for crossing in crossings
        ],
    }


def grade_of(rows: Iterable[Row]) -> Grade:
    return worst(tuple(Grade(row["grade"]) for row in rows))


def document(rows: Sequence[Row], words: Words, terminal: str, asked: str) -> dict[str, object]:
    """What `--json` prints, with the advice in words. asked: "kiosk", "ports" or "simulation"."""
    told = [{**row, "advice": _advice(row, words)} for row in rows]
    return {
        "terminal": terminal,
        "asked": asked,
        "grade": grade_of(rows).value,
        "devices": sorted(told, key=lambda row: list(Device).index(Device(str(row["device"])))),
    }


# ---- for people --------------------------------------------------------------------------------


def heading(words: Words) -> str:
    names = (words(f"diagnose.layer.{layer}") for layer in LAYERS)
    return _columns(words, words("diagnose.device"), names, words("diagnose.value"))


def lines(row: Row, words: Words) -> list[str]:
    """The row of a device, and below it what has to be done and what does not go until then."""
    checks = row["checks"][:1] if row["grade"] == Grade.ABSENT else row["checks"]
    grades = (words(f"diagnose.grade.{check['grade']}") for check in checks)
    told = [_columns(words, device_name(row["device"], words), grades, _value(row, words))]
    indent = " " * (_device_width(words) + 2)
    if row["attention"]:
        told.append(f"{indent}{row['attention']} {_advice(row, words)}")
    if row["matters"]:
        names = words("diagnose.comma").join(
            words(f"matter.{code}.name") for code in row["matters"]
        )
        told.append(indent + words("diagnose.matters", matters=names))
    return told


def conclusion(rows: Sequence[Row], words: Words) -> str:
    count = {grade: sum(row["grade"] == grade for row in rows) for grade in Grade}
    grade = grade_of(rows)
    return words(
        f"diagnose.conclusion.{grade.value}",
        failed=count[Grade.FAIL],
        warned=count[Grade.WARNING],
        well=count[Grade.OK],
    )


def running(devices: Iterable[Device], seconds: int, words: Words, width: int) -> str:
    """The moving line: who is still tested. Never wider than the terminal, or it would stay."""
    names = words("diagnose.comma").join(device_name(device, words) for device in devices)
    line = words("diagnose.running", devices=names, seconds=seconds)
    while _width(line) >= width:
        line = line[:-2] + "…"
    return line


def device_name(device: str, words: Words) -> str:
    return words(f"diagnose.name.{device}")


def _advice(row: Row, words: Words) -> str:
    return words(f"attention.{row['attention']}.technician") if row["attention"] else ""


def _value(row: Row, words: Words) -> str:
    """What the worst check saw; of a device that is well, what its function test measured."""
    told = (check for check in reversed(row["checks"]) if check["grade"] == row["grade"])
    return seen(next((check["value"] for check in told), ""), words)


def seen(value: str, words: Words) -> str:
    """A check's value, in words where it is made of codes, and safe to print whatever it is."""

    def said(code: re.Match[str]) -> str:
        key = f"diagnose.seen.{code[1]}"
        return words(key) if words.has(key) else code[0]

    if words.has(f"diagnose.seen.{value}"):
        return words(f"diagnose.seen.{value}")
    told = _CODE.sub(said, value)
    # A device may say anything, also what moves a terminal's cursor.
    safe = "".join(char if char.isprintable() else " " for char in told).strip()
    return safe if len(safe) <= LONGEST_VALUE else safe[: LONGEST_VALUE - 1] + "…"


def _columns(words: Words, device: str, cells: Iterable[str], value: str) -> str:
    padded = [
        _padded(device, _device_width(words)),
        *(_padded(cell, _cell(words)) for cell in cells),
    ]
    return "  ".join([*padded, value]).rstrip()


def _device_width(words: Words) -> int:
    return max(_width(device_name(device.value, words)) for device in Device)


def _cell(words: Words) -> int:
    texts = [words(f"diagnose.grade.{grade.value}") for grade in Grade]
    return max(map(_width, [*texts, *(words(f"diagnose.layer.{layer}") for layer in LAYERS)]))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters and their punctuation take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
