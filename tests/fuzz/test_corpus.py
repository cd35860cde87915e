"""What is kept does no harm, nor what once did, and the fuzzing finds what is there to be found."""

from pathlib import Path

import pytest

from tests.fuzz import __main__ as fuzz
from tests.fuzz.targets import CORPUS, SEEDS, TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_what_makes_sense_does_no_harm(name: str) -> None:
    for data in SEEDS[name]:
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_does_no_harm(name: str) -> None:
    """Inputs that take every way through the parser that was found, and those that once did."""
    kept = sorted((CORPUS / name).iterdir())
    assert kept
    for file in kept:
        TARGETS[name](file.read_bytes())


def test_a_parser_that_chokes_is_found_and_its_input_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def chokes(data: bytes) -> None:
        assert b"\x37" not in data

    monkeypatch.setattr(fuzz, "TARGETS", {"printer_replies": chokes})
    monkeypatch.setattr(fuzz, "CORPUS", tmp_path)
    assert not fuzz.run_for("printer_replies", 1, seconds=0.0, told=print)
    (kept,) = tmp_path.glob("printer_replies/*")
    assert b"\x37" in kept.read_bytes()
