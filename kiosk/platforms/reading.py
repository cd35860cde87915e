"""What came back, as a document or as nothing: an answer is hostile until it has been read.

Every function raises Nonsense for what no platform would send. Whatever is let through can be
drawn, kept and sent on: no entities, no nesting without end, no half characters, no controls.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

NAME, LINE, PARAGRAPH = 64, 256, 4096
"""Most characters of a person's name, of a line such as an address, and of what runs on."""

_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls but tab and line ends, which XML cannot hold either, and halves of characters."""


class Nonsense(ValueError):
    """Its text says what is wrong, and quotes nothing of it."""


def read_xml(body: bytes | bytearray) -> ElementTree.Element:
    """The root of a document in UTF-8 or, from older departments, in GB18030."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("gb18030", errors="replace")
    if "<!DOCTYPE" in text:  # without one there are no entities; CDATA and comments are harmless
        raise Nonsense("entities")
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        raise Nonsense("no XML") from None


def read_json(body: bytes | bytearray | str) -> Any:
    """Any value."""
    try:
        told = json.loads(body, parse_constant=_no_number)
        broken = any(_NEVER.search(text) for text in _texts(told))
    except (ValueError, RecursionError):
        raise Nonsense("no JSON, or too deep") from None
    if broken:
        raise Nonsense("a character that cannot be")
    return told


def text(value: object, most: int = LINE) -> str:
    """A text of at most so many characters; a whole number is taken for its digits."""
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str) or len(value) > most:
        raise Nonsense("no text, or too long")
    return value


def _no_number(word: str) -> None:
    raise ValueError(word)


def _texts(value: object) -> Iterator[str]:
    """Every text in it, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
