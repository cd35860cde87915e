"""The page of matters says what the catalogue says, and its pictures are there."""

import re
from pathlib import Path

from tests.kiosk.visit.shop import RULES

PAGE = Path("docs/matters.md")
SAID = {"done": "**done here**", "begun": "begun here", "explained": "explained"}


def test_the_table_is_the_catalogues() -> None:
    """The pages follow the plans; a matter that changes its state changes here."""
    rows = re.findall(r"^\| ([A-Z]{2}-\d+) \| (.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.M)
    assert {(code, name, here) for code, name, here in rows} == {
        (code, matter.sub_item, SAID[matter.here]) for code, matter in RULES.matters.items()
    }


def test_every_picture_of_the_page_is_there() -> None:
    pictures = re.findall(r"\((pictures/[^)]+)\)", PAGE.read_text("utf-8"))
    assert pictures
    assert not [name for name in pictures if not (PAGE.parent / name).is_file()]


def test_every_branch_names_tests_that_are_there() -> None:
    """What the page says of a branch is told by stories, and not by the page alone."""
    told = PAGE.read_text("utf-8").split("| Branch | Where | Told by |")[1].split("\n\n")[0]
    rows = [line for line in told.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) > 25
    code = "\n".join(file.read_text("utf-8") for file in Path("tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)\(", code, re.M))
    assert not set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8"))) - there
    for row in rows:
        assert re.search(r"`test_\w+`", row), row
