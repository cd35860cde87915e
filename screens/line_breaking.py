"""Where a line of Chinese or English text may end. Kivy knows no such rules; fonts are not its
business either: widths come in as a function.

The rules: no line begins with a closing mark or ends with an opening one; a number stays with its
measure word (12 月, 8 分钟); Latin words stay whole; the last line is no remnant: it has two
characters at least, and a third of the width where the other lines can spare that.
"""

from collections.abc import Callable

NO_START = frozenset("，。、；：？！）》」』】”’…—·,.;:?!)%")
NO_END = frozenset("（《「『【“‘(")
_JOINERS = frozenset("–-/*’'")  # inside a Latin word: 8:30–17:00, self-service
_MEASURE = frozenset("年月日天号岁个元分秒位条份件张次步趟室幢台人名站楼层级种类周时点公章页度本折")
_DATE = ("年", "月")
_PAIRED_MEASURE = ("小时", "分钟", "工作日", "个工作日", "公里", "个月", "毫米")
_BEGINS_MEASURE = _MEASURE | {unit[0] for unit in _PAIRED_MEASURE}
_INSIDE_MEASURE = frozenset(char for unit in _PAIRED_MEASURE for char in unit[:-1])

_PAUSES = frozenset("，。；：！？,.;:!?")
_LATE = 0.33
_NARROWER = (0.9, 0.8, 0.7, 0.6)
"""Of the width, tried in turn while the last line is shorter than a third of it: a word or two
left over look like something forgotten. Never for one line more."""

Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`, except where one unbreakable piece is wider by itself."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _break_paragraph(pieces(paragraph), width, measure)
    return lines


def pieces(text: str) -> list[str]:
    """The text cut at every place where a line may end; joined they are the text again."""
    result: list[str] = []
    for atom in _atoms(text):
        if result and _belong_together(result[-1], atom):
            result[-1] += atom
        else:
            result.append(atom)
    return result


def _atoms(text: str) -> list[str]:
    """Latin words with the space behind them, and every other character by itself."""
    atoms: list[str] = []
    word = False
    for char in text:
        latin = (char.isascii() and not char.isspace()) or char in _JOINERS or _accented(char)
        if char.isspace() and atoms:
            atoms[-1] += char
            word = False
        elif latin and word:
            atoms[-1] += char
        else:
            atoms.append(char)
            word = latin
    return atoms


def _accented(char: str) -> bool:
    return "\u00c0" <= char <= "\u024f"


def _belong_together(before: str, atom: str) -> bool:
    word = before.rstrip()
    if atom[0] in NO_START or word[-1:] in NO_END:
        return True
    if word[-1:] in _DATE and word[0].isdigit() and atom[0].isdigit():
        return True  # 2026 年 12 月 20 日
    if word[-1:].isdigit():
        return atom[0] in _BEGINS_MEASURE
    # a measure word of two or three characters has already given its first one
    return word[-1:] in _INSIDE_MEASURE and any(
        unit.startswith(tail + atom.strip()) and number[-1:].isdigit()
        for unit in _PAIRED_MEASURE
        for tail in (unit[:n] for n in range(1, len(unit)))
        if word.endswith(tail) and (number := word.removesuffix(tail).rstrip())
    )


def _break_paragraph(parts: list[str], width: float, measure: Measure) -> list[str]:
    rows = _rows(parts, width, measure)
    for share in _NARROWER:
        if not _leaves_a_remnant(rows, width, measure):
            break
        even = _rows(parts, width * share, measure)
        if len(even) > len(rows):
            break
        rows = even
    _mend_orphan(rows, width, measure)
    return ["".join(row).strip() for row in rows]


def _leaves_a_remnant(rows: list[list[str]], width: float, measure: Measure) -> bool:
    """A short last line, unless it begins where the sentence pauses."""
    if len(rows) == 1 or rows[-2][-1].rstrip()[-1:] in _PAUSES:
        return False
    return measure("".join(rows[-1]).rstrip()) < width * _LATE


def _rows(parts: list[str], width: float, measure: Measure) -> list[list[str]]:
    """As few rows as there can be, ending with marks where that takes no more of them."""
    rows = _fill(parts, width, measure)
    if len(rows) > 1:
        kinder = _fill(parts, width, measure, at_marks=True)
        if len(kinder) == len(rows):
            return kinder
    return rows


def _fill(
    parts: list[str], width: float, measure: Measure, at_marks: bool = False
) -> list[list[str]]:
    """Rows as full as they can be; at_marks: rather ending with a mark, past their first third."""
    rows: list[list[str]] = [[]]
    for part in parts:
        row = rows[-1]
        if row and measure("".join([*row, part]).rstrip()) > width:
            carried: list[str] = []
            if at_marks:
                marks = [i for i, p in enumerate(row) if p.rstrip()[-1:] in _PAUSES]
                tail = row[marks[-1] + 1 :] if marks else []
                fits = measure("".join([*tail, part]).rstrip()) <= width
                if tail and fits and len(row) - len(tail) >= len(row) * _LATE:
                    carried = tail
                    del row[-len(tail) :]
            rows.append(carried)
        rows[-1].append(part)
    return rows


def _mend_orphan(rows: list[list[str]], width: float, measure: Measure) -> None:
    """Give the last line a second character from the line before, if it has only one."""
    while len(rows) > 1 and _characters(rows[-1]) < 2 and len(rows[-2]) > 1:
        if measure("".join([rows[-2][-1], *rows[-1]]).rstrip()) > width:
            return
        rows[-1].insert(0, rows[-2].pop())


def _characters(row: list[str]) -> int:
    return sum(1 for char in "".join(row) if char.isalnum())
