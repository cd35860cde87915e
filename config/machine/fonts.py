"""Takes the simplified Chinese faces out of Noto's collections, for Kivy and the printed slip.

Debian ships Noto Sans CJK as collections whose first face is the Japanese one, and Kivy can open
only the first: 直, 复 and 将 would then stand in Japanese shapes. Copying one face lazily takes a
fraction of a second; glyphs are neither parsed nor dropped, so rare characters in names survive.

Run by prepare.sh as ``python fonts.py FOLDER``; leaves NotoSansSC-Regular.otf and
NotoSansSC-Bold.otf there, whole or not at all. Where they are used is the screens' affair.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

COLLECTIONS = Path("/usr/share/fonts/opentype/noto")  # Debian's fonts-noto-cjk, 12 and 13
WEIGHTS = ("Regular", "Bold")
SIMPLIFIED = 2  # the collection's order: JP, KR, SC, TC, HK
FAMILY = "Noto Sans CJK SC"


def extract(collection: Path, target: Path) -> None:
    """Copy the simplified Chinese face of ``collection`` to ``target``, atomically.

    Raises ValueError when the face found is another: Japanese shapes are a defect, not a fallback.
    """
    font = TTFont(collection, fontNumber=SIMPLIFIED, lazy=True, recalcBBoxes=False)
    family = font["name"].getBestFamilyName()
    if family != FAMILY:
        raise ValueError(f"{collection}: face {SIMPLIFIED} is {family!r}, expected {FAMILY!r}")
    unfinished = target.with_suffix(".part")
    font.save(unfinished, reorderTables=None)
    os.replace(unfinished, target)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        extract(COLLECTIONS / f"NotoSansCJK-{weight}.ttc", folder / f"NotoSansSC-{weight}.otf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
