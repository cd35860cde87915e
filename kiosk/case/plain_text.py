"""What a person types or pastes, brought into the one form in which it is checked and kept."""

import unicodedata

_WIDE = (chr(ord(char) + 0xFEE0) for char in map(chr, range(0x21, 0x7F)))
_HALF = {ord(char): ord(char) - 0xFEE0 for char in _WIDE if char.isalnum() or char in "－＃／．＠"}
_HALF[0x3000] = ord(" ")

MIDDLE_DOTS = "・•‧∙⋅･．."
"""What keyboards give for the dot in the names of several peoples; U+00B7 is the right one."""


NAME_MARKS = "·-'’. "
"""Between the parts of a name, in Chinese and in Latin letters."""


def half_width(text: str) -> str:
    """Full-width digits, letters and the marks of codes as ordinary ones; Chinese marks stay.

    Nothing else is composed or replaced: a name's rare character is the person's own.
    """
    return text.translate(_HALF)


def code(text: str) -> str:
    """A number or code: half width, capital letters, no space or dash inside."""
    return half_width(text).upper().replace(" ", "").replace("-", "")


def person_name(text: str) -> str:
    """A name: no space at its ends, the middle dot as U+00B7; Latin names keep their spaces."""
    name = " ".join(text.split())
    if any(char > "\u2fff" for char in name):
        name = name.replace(" ", "")
        for dot in MIDDLE_DOTS:
            name = name.replace(dot, "·")
    return name


def is_person_name(text: str) -> bool:
    """Two letters at least, of whatever script, and the marks that names have.

    What Python does not know yet (Cn), or somebody has given a place of its own (Co), may be a
    character of just this name; what is known to be a figure, sign or mark is not.
    """
    rest = [char for char in text if char not in NAME_MARKS]
    return len(rest) > 1 and not any(_kind(char) in "NPSZ" or _is_unseen(char) for char in rest)


def letters_in(text: str) -> int:
    """How many characters are neither mark, sign nor space."""
    return sum(_kind(char) not in "PSZ" for char in text)


def sentence(text: str) -> str:
    """Free text on one line, without what no page shows; no character is lost for being rare."""
    seen = "".join(" " if char.isspace() else "" if _is_unseen(char) else char for char in text)
    return " ".join(seen.split())


def _kind(char: str) -> str:
    """The first letter of its category in Unicode, where 〇, a letter of names, is a figure."""
    return "L" if char == "〇" else unicodedata.category(char)[0]


def _is_unseen(char: str) -> bool:
    """A control character, one that turns the line round, a half of a pair."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")
