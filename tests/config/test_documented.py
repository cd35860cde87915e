"""Whoever writes a kiosk.toml finds every section of it in the documentation."""

from pathlib import Path

import pytest

from config.model import KioskConfig

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


@pytest.mark.parametrize("section", KioskConfig.model_fields)
def test_every_section_is_in_the_table(section: str) -> None:
    table = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert any(f"`{section}`" in line for line in table)
