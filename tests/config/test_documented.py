"""Whoever writes a kiosk.toml finds every section of it in the documentation, and every limit."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from config.model import KioskConfig

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "configuration.md"
LIMITS = DOCS / "time-limits.md"
AS_ANOTHER = {"licence_paper": "barcode_reader"}
"""Sections that the page tells in another one."""


@pytest.mark.parametrize("section", KioskConfig.model_fields)
def test_every_section_is_in_the_table(section: str) -> None:
    table = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert any(f"`{section}`" in line for line in table)


def limits(kind: type[BaseModel], under: str = "") -> Iterator[tuple[str, Any]]:
    """Every key in seconds with its default; of all platforms together as platforms.*"""
    for name, known in kind.model_fields.items():
        kinds = (known.annotation, *get_args(known.annotation))
        sections = [
            each for each in kinds if isinstance(each, type) and issubclass(each, BaseModel)
        ]
        if sections:
            inner = "*" if under == "platforms." else name
            yield from limits(sections[0], f"{under}{inner}.")
        elif name.endswith("_s"):
            yield under + name, known.default


def test_every_limit_is_told_with_its_default_and_no_other() -> None:
    rows = re.findall(r"^\|[^|]*\| `([a-z_.*]+)` \| ([0-9.]+) \|", LIMITS.read_text(), re.MULTILINE)
    ours = {key: value for key, value in limits(KioskConfig) if key.split(".")[0] not in AS_ANOTHER}
    assert {key: float(value) for key, value in rows} == ours
    assert len(rows) == len(ours), "each once"
