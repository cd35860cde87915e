"""ESC/POS, the way to the printer: from lines to bytes.

Answers for encoding text in the two-byte part of GB18030, for the commands of a job and for their
order, and for never letting a real-time command slip into data. Answers of the printer are read in
`replies`; drawing what the printer's own characters lack is `raster`'s.

Sources: Epson ESC/POS command reference; GB 18030-2022, the two-byte part.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from devices.printer.layout import Line
from devices.printer.profile import PrinterProfile
from kiosk.ports import QrCode

PAPER_BARRIER = b"\x1dr\x01"
"""GS r 1: answered when everything before it has been worked off, and not while offline."""

# How many bytes a QR code of version 1, 2, 3, ... holds at level M (ISO/IEC 18004, table 7).
_QR_BYTES_AT_M = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331)
_QUIET_MODULES = 4
_ALIGN = {"left": 0, "center": 1, "right": 2}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""GB18030 gives them two bytes, but they belong to whoever defines them."""
_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture of one line: rows of width_bytes bytes, most significant bit left, 1 is black."""

    width_bytes: int
    rows: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Job:
    """What is sent for one slip. Real-time commands may go between two pieces, never inside.

    The last piece is the request whose answer proves that all before it is done.
    """

    pieces: tuple[bytes, ...] = field(repr=False)
    paper_mm: float


def encode_text(text: str, charset: str) -> bytes | None:
    """Clean text in codes of at most two bytes, or None if a character has no such code.

    A printer that knows only two bytes prints the four of ¥ as "0 6".
    """
    try:
        encoded = text.encode(charset)
    except UnicodeEncodeError:
        return None
    # Outside ASCII a code has two bytes or four, so the length tells whether there is one of four.
    two_each = 2 * len(text) - sum(map(str.isascii, text))
    return None if len(encoded) != two_each or _PRIVATE.search(text) else encoded


def encode_job(
    lines: Sequence[Line | QrCode],
    profile: PrinterProfile,
    rasterise: Callable[[Line], Raster],
    process: bytes,
) -> Job:
    """The whole of a job: start, lines, cut, and the request that proves its end.

    Raises ValueError if something cannot be printed, such as a QR code that is too long.
    """
    pieces = (
        profile.start,
        *_bodies(lines, profile, rasterise),
        profile.cut,
        proof_request(profile, process),
    )
    # Nothing else can contain one: text has no byte below 0x30 but spaces and ASCII, QR data
    # is text. If it did, a slip could empty the printer's buffer or start a status reply.
    if any(_REAL_TIME.search(piece) for piece in pieces):
        raise ValueError("the job contains a real-time command")
    dots = sum(_height(line, profile) for line in lines)
    return Job(pieces, round(dots / profile.dots_per_inch * 25.4 + profile.cut_feed_mm, 1))


def process_number(job: str) -> bytes:
    """The four digits under which the printer reports the end of a job (GS ( H fn 48)."""
    return b"%04d" % (zlib.crc32(job.encode()) % 10_000)


def proof_request(profile: PrinterProfile, process: bytes) -> bytes:
    """GS ( H fn 48 with four digits, or the barrier: what follows it on the wire is the answer."""
    return b"\x1d(H\x06\x00\x30\x30" + process if profile.proof == "process_id" else PAPER_BARRIER


def push_out(profile: PrinterProfile, process: bytes, fill: int) -> bytes:
    """For a printer that cannot be cleared: whatever it still holds comes out and is cut off.

    fill: so many zeros first, for a picture or a code that was cut short and would swallow what
    follows; where nothing waits for them they are ignored (a NUL prints nothing).
    """
    end = profile.start + profile.cut + proof_request(profile, process)
    return bytes(fill) + b"\n" + end


def status_request(n: int) -> bytes:
    """DLE EOT n: executed at once, even while offline or with a full buffer."""
    return bytes((0x10, 0x04, n))


def defuse(data: bytes) -> bytes:
    """Picture data in which no real-time command can be seen, one dot added per place.

    Printers look for DLE EOT, DLE ENQ and DLE DC4 in everything that arrives, pictures too.
    """
    while _REAL_TIME.search(data):
        data = _REAL_TIME.sub(lambda found: bytes((0x30, found[0][1])), data)
    return data


def _bodies(
    lines: Sequence[Line | QrCode], profile: PrinterProfile, rasterise: Callable[[Line], Raster]
) -> Iterator[bytes]:
    style = ("left", 1, False)
    for line in lines:
        if isinstance(line, QrCode):
            yield _styled(style, ("center", 1, False), profile) + _qr(line.data, profile)
            style = ("center", 1, False)
            continue
        text = encode_text(line.text, profile.charset)
        if text is None:
            yield _picture(rasterise(line))
            continue
        wanted = (line.align, line.size, line.bold)
        # ESC J prints and feeds like LF, and leaves a large line the air that LF would not.
        end = b"\n" if line.size == 1 else b"\x1bJ" + bytes((profile.line_dots * line.size,))
        yield _styled(style, wanted, profile) + text + end
        style = wanted


def _styled(
    now: tuple[str, int, bool], wanted: tuple[str, int, bool], profile: PrinterProfile
) -> bytes:
    """ESC a, bold and GS !, each only where it changes something."""
    align, size, bold = wanted
    out = b""
    if align != now[0]:
        out += bytes((0x1B, 0x61, _ALIGN[align]))
    if bold != now[2]:
        out += profile.bold_on if bold else profile.bold_off
    # Where ESC ! makes bold, it makes the size too: after it the size is told anew.
    if size != now[1] or bold != now[2]:
        out += bytes((0x1D, 0x21, (size - 1) * 0x11))
    return out


def _qr(data: str, profile: PrinterProfile) -> bytes:
    """GS ( k: model 2, module size, level M, store, print; with the quiet zone above and below."""
    payload = data.encode()
    module_dots = _module_dots(data, profile)
    if any(byte < 0x20 for byte in payload):
        raise ValueError("the QR code contains a control character")
    quiet = b"\x1bJ" + bytes((_QUIET_MODULES * module_dots,))
    return (
        quiet
        + (_gs_k(b"\x41\x32\x00") if profile.qr_model else b"")
        + _gs_k(b"\x43" + bytes((module_dots,)))
        + _gs_k(b"\x45\x31")
        + _gs_k(b"\x50\x30" + payload)
        + _gs_k(b"\x51\x30")
        + quiet
    )


def _gs_k(function: bytes) -> bytes:
    return b"\x1d(k" + (len(function) + 1).to_bytes(2, "little") + b"\x31" + function


def _qr_modules(data: str) -> int:
    """Modules on a side, without the quiet zone."""
    size = len(data.encode())
    for version, capacity in enumerate(_QR_BYTES_AT_M, start=1):
        if size <= capacity:
            return 17 + 4 * version
    raise ValueError(f"the QR code holds at most {_QR_BYTES_AT_M[-1]} bytes, got {size}")


def _module_dots(data: str, profile: PrinterProfile) -> int:
    """The profile's size, or as much as the paper has room for, but 3 dots (0.4 mm) at least."""
    modules = _qr_modules(data) + 2 * _QUIET_MODULES
    fitting = min(profile.qr_module_dots, profile.dots // modules)
    if fitting < 3:
        raise ValueError(f"a QR code of {modules} modules does not fit on {profile.dots} dots")
    return fitting


def _picture(raster: Raster) -> bytes:
    """GS v 0, which all Chinese firmware has; GS ( L is not universal."""
    head = b"\x1dv0\x00"
    head += raster.width_bytes.to_bytes(2, "little") + raster.rows.to_bytes(2, "little")
    return head + defuse(raster.data)


def _height(line: Line | QrCode, profile: PrinterProfile) -> int:
    if isinstance(line, QrCode):
        return (_qr_modules(line.data) + 2 * _QUIET_MODULES) * _module_dots(line.data, profile)
    return profile.line_dots * line.size
