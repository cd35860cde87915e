"""Whether a slip fits the paper of a model: what a reader would call broken, told in words.

Answers for the rules below, over the same layout and the same bytes that are printed. Pure; run on
every kind of slip, in every language, for every profile, before a template or a text goes out.

- a title in double size takes two lines at most
- a label leaves its value the better part of the paper
- a number, a code or a word is never cut: it has room on a line of its own, or it does not fit
- the QR code holds what it says, and the paper is wide enough for it
- the whole slip is at most LONGEST_MM long: what is longer is neither read nor torn off well
"""

from collections.abc import Iterator

from devices.printer.codec import Raster, encode_job
from devices.printer.layout import break_text, cells, clean, lay_out
from devices.printer.profile import PrinterProfile
from kiosk.ports import Pair, Slip, TextLine

LONGEST_MM = 400.0


def problems(slip: Slip, profile: PrinterProfile) -> list[str]:
    """What does not fit, in the order of the slip; empty when it can go out."""
    return [*_parts(slip, profile.cells), *_whole(slip, profile)]


def _parts(slip: Slip, width: int) -> Iterator[str]:
    for part in slip.parts:
        match part:
            case TextLine(text, size):
                if size > 1 and len(break_text(clean(text), width // size)) > 2:
                    yield f"more than two lines in double size: {text}"
                yield from _cut(text, width // size)
            case Pair(label, value):
                if cells(clean(label)) > width // 2:
                    yield f"the label takes more than half of the paper: {label}"
                yield from _cut(value, width)


def _cut(text: str, width: int) -> Iterator[str]:
    """Words that are wider than the paper by themselves."""
    for word in clean(text).split(" "):
        if word.isascii() and cells(word) > width:
            yield f"cut: {word}"


def _whole(slip: Slip, profile: PrinterProfile) -> Iterator[str]:
    try:
        job = encode_job(
            lay_out(slip, profile.cells), profile, lambda line: Raster(0, 0, b""), b"0000"
        )
    except ValueError as error:
        yield str(error)
        return
    if job.paper_mm > LONGEST_MM:
        yield f"{job.paper_mm:.0f} mm long, at most {LONGEST_MM:.0f}"
