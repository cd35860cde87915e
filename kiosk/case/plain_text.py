"""What a person types or pastes, brought into the one form in which it is checked and kept."""

_WIDE = (chr(ord(char) + 0xFEE0) for char in map(chr, range(0x21, 0x7F)))
_HALF = {ord(char): ord(char) - 0xFEE0 for char in _WIDE if char.isalnum() or char in "－＃／．＠"}
_HALF[0x3000] = ord(" ")

MIDDLE_DOTS = "・•‧∙⋅･．."
"""What keyboards give for the dot in the names of several peoples; U+00B7 is the right one."""


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


def sentence(text: str) -> str:
    """Free text on one line, without control characters."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())
