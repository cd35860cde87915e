"""IPP as a printer speaks it: requests read, answers written. For the simulated printer alone.

Written from RFC 8010, and shares no code with the kiosk's side. Values stay bytes until somebody
asks for a number or a word; collections are read through, and their members stand beside the rest
under `collection/member`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

OPERATION, JOB, END, PRINTER, UNSUPPORTED = 1, 2, 3, 4, 5

INTEGER, BOOLEAN, ENUM, OCTETS, RANGE = 0x21, 0x22, 0x23, 0x30, 0x33
COLLECTION, COLLECTION_END, MEMBER = 0x34, 0x37, 0x4A
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49

NAMES = {
    0x02: "Print-Job",
    0x04: "Validate-Job",
    0x05: "Create-Job",
    0x06: "Send-Document",
    0x08: "Cancel-Job",
    0x09: "Get-Job-Attributes",
    0x0A: "Get-Jobs",
    0x0B: "Get-Printer-Attributes",
}

_DEEPEST = 10


class NotIpp(Exception):
    """What arrived is no IPP request."""


@dataclass
class Asked:
    """A request. document: what follows its attributes."""

    operation: int
    id: int
    version: bytes
    attributes: dict[str, list[bytes]] = field(repr=False)
    document: bytes = field(repr=False, default=b"")

    def word(self, name: str, default: str = "") -> str:
        found = self.attributes.get(name)
        return found[0].decode("utf-8", "replace") if found else default

    def words(self, name: str) -> list[str]:
        return [value.decode("utf-8", "replace") for value in self.attributes.get(name, [])]

    def number(self, name: str, default: int = 0) -> int:
        found = self.attributes.get(name)
        return int.from_bytes(found[0], "big", signed=True) if found else default


def read(data: bytes) -> Asked:
    """Raises NotIpp."""
    rest = BytesIO(data[8:])
    asked = Asked(int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:8], "big"), data[:2], {})
    name = ""
    path: list[str] = []
    try:
        while (tag := _some(rest, 1)[0]) != END:
            if tag < 0x10:
                name = ""
                continue
            told, value = _counted(rest), _counted(rest)
            if tag == MEMBER:
                path[-1] = value.decode("utf-8", "replace")
                continue
            if tag == COLLECTION_END:
                path.pop()
                continue
            name = told.decode("utf-8", "replace") if told else name
            if tag == COLLECTION:
                path.append("")
                if len(path) > _DEEPEST:
                    raise NotIpp("too deep")
                continue
            asked.attributes.setdefault("/".join([name, *path]), []).append(value)
    except IndexError:
        raise NotIpp("collections that do not fit") from None
    asked.document = rest.read()
    return asked


def _counted(rest: BytesIO) -> bytes:
    return _some(rest, int.from_bytes(_some(rest, 2), "big"))


def _some(rest: BytesIO, count: int) -> bytes:
    taken = rest.read(count)
    if len(taken) < count:
        raise NotIpp("cut off")
    return taken


def answer(asked: Asked, status: int, groups: Iterable[tuple[int, bytes]] = ()) -> bytes:
    """The reply's bytes; each group: its delimiter and its attributes."""
    first = attribute(CHARSET, "attributes-charset", "utf-8")
    first += attribute(LANGUAGE, "attributes-natural-language", "en")
    whole = asked.version + status.to_bytes(2, "big") + asked.id.to_bytes(4, "big")
    for delimiter, attributes in ((OPERATION, first), *groups):
        whole += bytes((delimiter,)) + attributes
    return whole + bytes((END,))


def attribute(tag: int, name: str, *values: str | int | bool | bytes) -> bytes:
    """One attribute with all its values."""
    whole = b""
    for value in values:
        told = name if not whole else ""
        coded = _coded(tag, value)
        whole += bytes((tag,)) + len(told).to_bytes(2, "big") + told.encode()
        whole += len(coded).to_bytes(2, "big") + coded
    return whole


def collection(name: str, *members: tuple[str, int, str | int]) -> bytes:
    """A collection of one value, with members of one value each."""
    whole = attribute(COLLECTION, name, b"")
    for member, tag, value in members:
        whole += attribute(MEMBER, "", member) + attribute(tag, "", value)
    return whole + attribute(COLLECTION_END, "", b"")


def _coded(tag: int, value: str | int | bool | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return int(value).to_bytes(1 if tag == BOOLEAN else 4, "big", signed=tag != BOOLEAN)
