"""Every branch of every decoder of foreign bytes is reached by the decoder's own tests."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

DECODERS = {
    "devices/card_reader/codec.py": "tests/devices/card_reader/test_codec.py",
    "devices/card_reader/document.py": "tests/devices/card_reader/test_document.py",
    "devices/printer/replies.py": "tests/devices/printer/test_replies.py",
    "devices/barcode_reader/codec.py": "tests/devices/barcode_reader/test_codec.py",
    "devices/document_printer/codec.py": "tests/devices/document_printer/test_codec.py",
    "kiosk/codes.py": "tests/kiosk/test_codes.py",
}


@pytest.mark.long
def test_every_branch_of_every_decoder_is_reached(tmp_path: Path) -> None:
    measured = f"--data-file={tmp_path / 'coverage'}"
    run = ("run", "--branch", measured, f"--include={','.join(DECODERS)}")
    coverage(*run, "-m", "pytest", "-q", "-p", "no:cacheprovider", *DECODERS.values())
    told = coverage("report", measured, f"--include={','.join(DECODERS)}", "--fail-under=100", "-m")
    assert all(decoder in told for decoder in DECODERS)


def coverage(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "coverage", arguments[0], "--rcfile=/dev/null", *arguments[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
