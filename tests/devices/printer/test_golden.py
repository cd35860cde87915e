"""Golden pictures: the receipt as each model prints it, dot by dot, kept beside this file.

`golden/<profile>.txt` is what a slip reads, `golden/<profile>.png` what stands on the paper. When
they are to change, look at both pictures and renew them:

    .venv/bin/python -m tests.devices.printer.test_golden

A newer FreeType may set a dot differently: up to ALIKE of all black dots may be others. A failure
tells the rows that differ and shows them, as kept (red), as printed now (blue), in both (black).
"""

import dataclasses
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from kiosk.case.slips import case_slip
from kiosk.ports import Pair, Slip, TextLine
from kiosk.vocabulary import Language
from tests.devices.printer.conftest import MODELS, Desk, every_model, scan
from tests.kiosk.keeping.support import a_case
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, RECEIPT, demo_rules

GOLDEN = Path(__file__).with_name("golden")
ALIKE = 0.003
CODE = f"BDY:PROJID:{RECEIPT.projid}:{RECEIPT.password}"


def receipt() -> Slip:
    """The receipt of a made-up case, with the names that two bytes cannot write."""
    rules = demo_rules()
    case = dataclasses.replace(
        a_case(), number="X330225-20261123-0107-00001-C", confirmed_at=MONDAY_AFTERNOON
    )
    made = case_slip(
        rules,
        rules.words[Language.ZH],
        rules.matters["ID-01"],
        case,
        RECEIPT,
        MONDAY_AFTERNOON,
    )
    rare = (TextLine("张㛃明 㐀𠮷䶮 ¥20", bold=True), Pair("姓名", "𠮷田䶮"))
    return Slip(made.kind, made.number, (*made.parts[:-2], *rare, *made.parts[-2:]))


def printed(profile: str, folder: Path) -> tuple[str, Path]:
    desk = Desk(folder, profile=profile, patience={"job_timeout_s": 10.0})
    try:
        assert desk.outcome(receipt()) == ("success", "printed")
        return desk.texts()[0], desk.pictures()[0]
    finally:
        desk.close()


def dots(picture: Path) -> NDArray[np.bool_]:
    return np.asarray(Image.open(picture)) == 0


@every_model
def test_a_receipt_looks_as_it_did(profile: str, tmp_path: Path) -> None:
    text, picture = printed(profile, tmp_path)

    assert text.splitlines() == (GOLDEN / f"{profile}.txt").read_text("utf-8").splitlines()
    now, kept = dots(picture), dots(GOLDEN / f"{profile}.png")
    if now.shape != kept.shape or (now != kept).sum() > ALIKE * kept.sum():
        rows, told = _difference(kept, now, tmp_path / f"{profile}-difference.png")
        pytest.fail(f"{profile}: {rows}; look at {told}, and see above how to renew it")


@every_model
def test_its_code_scans(profile: str, tmp_path: Path) -> None:
    picture = tmp_path / "kept.png"
    Image.open(GOLDEN / f"{profile}.png").convert("RGB").save(picture)

    assert scan(picture) == CODE
    if zbar := shutil.which("zbarimg"):
        read = subprocess.run(
            [zbar, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture],
            capture_output=True,
            text=True,
            check=True,
        )
        assert read.stdout.strip() == CODE


def test_a_picture_that_differs_is_noticed_and_shown(tmp_path: Path) -> None:
    kept = dots(GOLDEN / "epson-tm-t88.png")
    other = kept.copy()
    other[100:124] = False

    rows, told = _difference(kept, other, tmp_path / "difference.png")
    assert (kept != other).sum() > ALIKE * kept.sum()
    assert rows == "rows 114 to 123 of 1480 differ"
    assert Image.open(told).size == (kept.shape[1], kept.shape[0])


def _difference(kept: NDArray[np.bool_], now: NDArray[np.bool_], to: Path) -> tuple[str, Path]:
    """Which rows differ, and a picture of both on one paper."""
    height, width = (max(sizes) for sizes in zip(kept.shape, now.shape, strict=True))
    both = [
        np.pad(each, [(0, height - each.shape[0]), (0, width - each.shape[1])])
        for each in (kept, now)
    ]
    colours = np.full((height, width, 3), 255, np.uint8)
    colours[both[0] & both[1]] = (0, 0, 0)
    colours[both[0] & ~both[1]] = (220, 30, 30)
    colours[both[1] & ~both[0]] = (30, 60, 220)
    Image.fromarray(colours).save(to)
    differing = np.flatnonzero((both[0] != both[1]).any(axis=1))
    return f"rows {differing[0]} to {differing[-1]} of {height} differ", to


def renew() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for profile in MODELS:
        with tempfile.TemporaryDirectory() as folder:
            text, picture = printed(profile, Path(folder))
            (GOLDEN / f"{profile}.txt").write_text(text + "\n", encoding="utf-8")
            Image.open(picture).save(GOLDEN / f"{profile}.png", optimize=True)
        print(f"renewed {GOLDEN.name}/{profile}")


if __name__ == "__main__":
    sys.exit(renew())
