"""From a slip to lines that fit the paper.

Answers for cleaning text, for the width of each character in cells, for breaking lines as Chinese
is broken, and for the column of the values. Knows neither bytes nor dots: `codec` has them.

A cell is half the width of a Chinese character. On the printer everything outside ASCII is as wide
as a Chinese character, because it is a code of two bytes: so widths follow the code, not Unicode's
East Asian Width, which calls “ and ─ ambiguous.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from kiosk.ports import Pair, QrCode, Rule, Slip, SlipPart, TextLine

NOT_AT_START = frozenset("，。、；：？！）》」』】〉〕”’…—·～￥％℃,.;:?!)]}%")
NOT_AT_END = frozenset("（《「『【〈〔“‘([{")
MISSING = "〓"
"""What compositors set where the font has no such character."""

_INSTEAD = {"¥": "￥", "•": "·", "\n": " ", "\t": " ", "\r": " "}
_PAIR_GAP_CELLS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; no wider than the paper. size 2: each cell twice as wide and high."""

    text: str = field(repr=False)
    size: int = 1
    bold: bool = False
    align: str = "left"


def clean(text: str) -> str:
    """Text without anything that is not a printed character.

    Controls and invisible format characters go (a bidirectional override could turn a number
    round); every kind of space becomes one that the printer has; lone surrogates become 〓.
    """
    if text.isprintable() and _INSTEAD.keys().isdisjoint(text):
        return text  # nearly every line: no space but the plain one, no control, nothing invisible
    kept = []
    for character in text:
        kind = unicodedata.category(character)
        if character in _INSTEAD:
            kept.append(_INSTEAD[character])
        elif kind in ("Zs", "Zl", "Zp"):
            kept.append(character if character == "\u3000" else " ")
        elif kind == "Cs":
            kept.append(MISSING)
        elif kind not in ("Cc", "Cf"):
            kept.append(character)
    return "".join(kept)


def cells(text: str) -> int:
    """How many cells clean text takes at size 1. Marks that combine take none of their own."""
    if text.isascii():
        return len(text)
    marks = sum(unicodedata.category(each) in ("Mn", "Me") for each in text if not each.isascii())
    return 2 * (len(text) - marks) - sum(map(str.isascii, text))


def break_text(text: str, width: int) -> list[str]:
    """Break clean text into lines of at most `width` cells; an empty text is one empty line.

    Latin words and numbers stay whole; no line begins with a closing mark or ends with an opening
    one (GB/T 15834, 标点符号用法). Only what is wider than the paper by itself is cut anywhere.
    """
    if cells(text) <= width:
        return [text.rstrip(" ")]
    lines: list[str] = []
    line, taken = "", 0
    for piece in _pieces(text):
        wide = cells(piece)
        if taken + wide <= width:
            line, taken = line + piece, taken + wide
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
        line = piece.lstrip(" ")
        while cells(line) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head) :]
        taken = cells(line)
    return [*lines, line.rstrip(" ")]


def lay_out(slip: Slip, width: int) -> tuple[Line | QrCode, ...]:
    """The lines of a slip on paper of `width` cells.

    Values of pairs begin in one column; where that would take more than a third of the paper, in
    one column for the pairs that follow each other.
    """
    column = _column(slip.parts, width)
    runs = [(column, list(slip.parts))]
    if 3 * column > width:
        parts = groupby(slip.parts, lambda part: isinstance(part, Pair))
        runs = [(_column(run, width), run) for run in (list(run) for _, run in parts)]
    return tuple(
        line for column, run in runs for part in run for line in _lines(part, width, column)
    )


def _column(parts: Iterable[SlipPart], width: int) -> int:
    labels = [cells(clean(part.label)) for part in parts if isinstance(part, Pair)]
    return min(max(labels, default=0) + _PAIR_GAP_CELLS, width // 2)


def _lines(
    part: TextLine | Pair | Rule | QrCode, width: int, column: int
) -> Iterator[Line | QrCode]:
    match part:
        case TextLine(text, size, bold, align):
            for line in break_text(clean(text), width // size):
                yield Line(line, size, bold, align)
        case Pair(label, value):
            label, value = clean(label), clean(value)
            if cells(value) > width - column:
                longest = max(map(cells, _pieces(value)))
                if width - column < longest <= width and cells(label) <= width:
                    # A number is not broken: it stands below its label, as far right as it must.
                    yield Line(label.rstrip(" "))
                    column, label = width - longest, ""
            left = break_text(label, max(column - 1, 1))
            right = break_text(value, width - column)
            for head, tail in zip_longest(left, right, fillvalue=""):
                yield Line((head + " " * (column - cells(head)) + tail).rstrip(" "))
        case Rule():
            yield Line("-" * width)
        case QrCode():
            yield part


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: words, and marks together with the character they belong to."""
    begins = 0
    for at in range(1, len(text)):
        if not _sticks(text[at - 1], text[at]):
            yield text[begins:at]
            begins = at
    if text:
        yield text[begins:]


def _sticks(before: str, after: str) -> bool:
    if unicodedata.category(after) in ("Mn", "Me"):
        return True
    if before == " " or after == " ":
        return False
    if before in NOT_AT_END or after in NOT_AT_START:
        return True
    return _of_a_word(before) and _of_a_word(after)


def _of_a_word(character: str) -> bool:
    """Belongs to a word that is not broken: Latin, Cyrillic, digits."""
    return unicodedata.east_asian_width(character) not in ("W", "F")


def _head(text: str, width: int) -> str:
    end = 0
    while end < len(text) and cells(text[: end + 1]) <= width:
        end += 1
    return text[: max(end, 1)]
