"""Amounts as people read them. Inside the program they are whole 分."""

import re

from config.words import Words


def yuan(fen: int) -> str:
    """2000 is "20", 2050 is "20.50"."""
    whole, cents = divmod(fen, 100)
    return f"{whole}.{cents:02d}" if cents else f"{whole}"


def fee_in_words(words: Words, fen: int) -> str:
    """20 元, or 不收费."""
    return words("money.yuan", yuan=yuan(fen)) if fen else words("slip.fee_none")


def grouped_order(order: str) -> str:
    """A number of a bill in groups of six, so that it can be read aloud and broken into lines."""
    return " ".join(order[at : at + 6] for at in range(0, len(order), 6))


def fen_of(text: str) -> int | None:
    """分 of what somebody typed in 元: "20", "20.5"; None when it is no amount."""
    match = re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]{0,2}))?", text)
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
