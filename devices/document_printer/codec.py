"""IPP messages as bytes and back (RFC 8010): requests are encoded, answers decoded.

Answers for the encoding alone: delimiters, value lengths, collections. No port, no clock, and no
opinion on what an attribute means: see `words` and `health`. Whatever arrives is either an `Answer`
or `MalformedAnswer`; nothing else is raised, and nothing is guessed.

Why not pyipp: docs/decisions/0005-own-ipp-layer.md.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

VERSION = (1, 1)
"""What every printer understands (RFC 8011 section 4.1.8), also those of IPP 2.0 and later."""

DEEPEST = 8
"""Collections inside collections; real printers need three."""


class Tag(IntEnum):
    """Delimiters and value tags of RFC 8010 section 3.5; others of their ranges exist."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49
    MEMBER_NAME = 0x4A


_DELIMITERS = range(0x00, 0x10)
_OUT_OF_BAND = range(0x10, 0x20)  # unsupported, unknown, no-value: an attribute without a value
_STRINGS = range(0x40, 0x60)

Collection = Mapping[str, "Values"]
Value = int | bool | str | bytes | tuple[int, int] | Collection
"""bytes: dates, resolutions, octet strings and what later standards add; tuple: a range."""

Values = tuple[Value, ...]
"""Of one attribute; empty when it was sent without a value."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """To be sent. values: of the tag's type; of BEGIN_COLLECTION each a tuple of Attributes."""

    name: str
    tag: Tag
    values: tuple[int | str | tuple["Attribute", ...], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """operation: attributes after charset and language, which every request begins with."""

    code: int
    id: int
    operation: tuple[Attribute, ...]
    job: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One group of an answer; tag: which, e.g. Tag.JOB."""

    tag: int
    attributes: Mapping[str, Values] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """code: the status of an answer (of a request, its operation)."""

    version: tuple[int, int]
    code: int
    id: int
    groups: tuple[Group, ...]

    def group(self, tag: Tag) -> Mapping[str, Values]:
        """The attributes of the first group of this kind; empty without one."""
        return next((group.attributes for group in self.groups if group.tag == tag), {})


class MalformedAnswer(ValueError):
    """Bytes that are no IPP message; the text says what is wrong with them, never what they say."""


# ---- out -------------------------------------------------------------------------------------


def encode(request: Request) -> bytes:
    """The request up to and with its end tag; a document follows as it is.

    Raises ValueError for a value longer than 65,535 bytes.
    """
    first = (
        Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
        Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
    )
    message = bytearray(struct.pack(">BBHI", *VERSION, request.code, request.id))
    for tag, attributes in ((Tag.OPERATION, first + request.operation), (Tag.JOB, request.job)):
        if attributes:
            message.append(tag)
        for attribute in attributes:
            message += _attribute(attribute)
    message.append(Tag.END)
    return bytes(message)


def _attribute(attribute: Attribute) -> bytes:
    encoded = bytearray()
    name = attribute.name
    for value in attribute.values:
        encoded += _item(attribute.tag, name, value)
        name = ""  # further values of a set have none
    return bytes(encoded)


def _item(tag: Tag, name: str, value: int | str | tuple[Attribute, ...]) -> bytes:
    if isinstance(value, tuple):
        inside = bytearray(_field(Tag.BEGIN_COLLECTION, name, b""))
        for member in value:
            inside += _field(Tag.MEMBER_NAME, "", member.name.encode())
            for each in member.values:
                inside += _item(member.tag, "", each)
        return bytes(inside + _field(Tag.END_COLLECTION, "", b""))
    if isinstance(value, str):
        return _field(tag, name, value.encode())
    return _field(tag, name, struct.pack(">?" if tag is Tag.BOOLEAN else ">i", value))


def _field(tag: Tag, name: str, value: bytes) -> bytes:
    coded = name.encode()
    try:
        return struct.pack(">BH", tag, len(coded)) + coded + struct.pack(">H", len(value)) + value
    except struct.error:
        raise ValueError(f"{name}: longer than an IPP value can be") from None


# ---- in --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    tag: int
    name: str
    value: bytes


def decode(data: bytes) -> Answer:
    """The whole message. Raises MalformedAnswer, also when bytes follow its end."""
    if len(data) < 9:
        raise MalformedAnswer("shorter than a header")
    major, minor, code, id = struct.unpack_from(">BBHI", data)
    reader = _Reader(data, 8)
    groups: list[Group] = []
    while (tag := reader.byte()) != Tag.END:
        if tag not in _DELIMITERS:
            raise MalformedAnswer("an attribute outside a group")
        groups.append(Group(tag, _attributes(reader)))
    if not reader.at_end:
        raise MalformedAnswer("bytes after the end")
    return Answer((major, minor), code, id, tuple(groups))


def _attributes(reader: "_Reader") -> dict[str, Values]:
    """Up to the next delimiter. An attribute that comes twice keeps its first values."""
    found: dict[str, Values] = {}
    values: list[Value] | None = None
    name = ""
    while not reader.at_delimiter:
        item = reader.field()
        if item.name:
            if values is not None:
                found.setdefault(name, tuple(values))
            name, values = item.name, []
        if values is None:
            raise MalformedAnswer("a value without an attribute")
        if item.tag not in _OUT_OF_BAND:
            values.append(_value(item, reader, 1))
    if values is not None:
        found.setdefault(name, tuple(values))
    return found


def _value(item: _Field, reader: "_Reader", depth: int) -> Value:
    tag, value = item.tag, item.value
    if tag == Tag.BEGIN_COLLECTION:
        return _collection(reader, depth)
    if tag in (Tag.END_COLLECTION, Tag.MEMBER_NAME):
        raise MalformedAnswer("inside a collection that did not begin")
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int(_unpack(">i", value)[0])
    if tag == Tag.BOOLEAN:
        return bool(_unpack(">B", value)[0])
    if tag == Tag.RANGE:
        lower, upper = _unpack(">ii", value)
        return lower, upper
    if tag in (Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE):
        inner = _Reader(value, 0)
        inner.counted()  # the language
        return inner.counted().decode(errors="replace")
    if tag in _STRINGS:
        return value.decode(errors="replace")
    return value


def _collection(reader: "_Reader", depth: int) -> Collection:
    if depth > DEEPEST:
        raise MalformedAnswer("collections too deep")
    found: dict[str, list[Value]] = {}
    values: list[Value] | None = None
    while (item := reader.field()).tag != Tag.END_COLLECTION:
        if item.tag == Tag.MEMBER_NAME:
            values = found.setdefault(item.value.decode(errors="replace"), [])
        elif values is None:
            raise MalformedAnswer("a value without a member")
        elif item.tag not in _OUT_OF_BAND:
            values.append(_value(item, reader, depth + 1))
    return {name: tuple(values) for name, values in found.items()}


def _unpack(layout: str, value: bytes) -> tuple[int, ...]:
    if len(value) != struct.calcsize(layout):
        raise MalformedAnswer("a number of the wrong length")
    return struct.unpack(layout, value)


class _Reader:
    """Steps through a message; every step that has too few bytes raises MalformedAnswer."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)

    @property
    def at_delimiter(self) -> bool:
        return self._at < len(self._data) and self._data[self._at] in _DELIMITERS

    def byte(self) -> int:
        return self._take(1)[0]

    def counted(self) -> bytes:
        return self._take(int.from_bytes(self._take(2), "big"))

    def field(self) -> _Field:
        tag = self.byte()
        if tag in _DELIMITERS:
            raise MalformedAnswer("a group begins inside a value")
        return _Field(tag, self.counted().decode(errors="replace"), self.counted())

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise MalformedAnswer("cut off")
        self._at += count
        return taken
