"""The two fonts: Noto Sans SC for every word, Material Design Icons for every icon.

The SC face is a file of its own (`make` extracts it): Kivy opens a font collection at its first
face only, which is the Japanese one, and Japanese shapes of 直 复 关 将 are a defect here.
"""

from functools import cache
from pathlib import Path

from kivy.core.text import LabelBase

TEXT = "Roboto"
"""Noto Sans SC takes the name of Kivy's default font, so that no stock widget shows another."""
ICONS = "Icons"

_REGULAR = "NotoSansSC-Regular.otf"
_BOLD = "NotoSansSC-Bold.otf"

# How far the middle of a Chinese character lies below the middle of its line (em): the face is
# 1.16 above and 0.288 below the baseline, the character 0.88 and 0.12.
SINK = (1.16 - 0.38) - (1.16 + 0.288) / 2


class FontMissing(Exception):
    """A font file is not where it should be."""


def register(directory: Path) -> None:
    """Make both fonts known to Kivy, see `register_text`."""
    from fonticon_mdi7 import MDI7

    register_text(directory)
    LabelBase.register(ICONS, str(MDI7.__font_file__))


def register_text(directory: Path) -> None:
    """Make the font of words known. directory: holds NotoSansSC-Regular.otf and -Bold.otf.

    Raises FontMissing, naming the file and the command that makes it.
    """
    for name in (_REGULAR, _BOLD):
        if not (directory / name).is_file():
            raise FontMissing(f"{directory / name} is missing: `make prepare` extracts it")
    regular, bold = str(directory / _REGULAR), str(directory / _BOLD)
    LabelBase.register(TEXT, regular, fn_bold=bold)


@cache
def glyph(icon: str) -> str:
    """The character of an icon by its published name, e.g. "arrow-left". Raises KeyError."""
    from fonticon_mdi7 import MDI7

    try:
        return str(getattr(MDI7, icon.replace("-", "_")))
    except AttributeError:
        raise KeyError(f"no icon is called {icon!r}") from None
