"""What the printer says of itself, read from its answer, whatever that looks like.

Answers for `Get-Printer-Attributes`, of which any part may be missing or of another type than the
standard says, for the printer's capabilities and for its figures. Pure. Leaves it to `health` what
a person has to do about it. RFC 8011 section 5.4, PWG 5100.13 (`printer-supply`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from devices.document_printer.codec import Collection, Value, Values
from devices.document_printer.words import PRINTER_STOPPED, Operation
from kiosk.ports import Capabilities
from kiosk.vocabulary import Device, DocumentMedia

SIZES = {DocumentMedia.A4: (21000, 29700), DocumentMedia.A3: (29700, 42000)}
"""Hundredths of a millimetre (PWG 5101.1)."""

ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-make-and-model",
    "operations-supported",
    "document-format-supported",
    "media-supported",
    "media-ready",
    "media-col-ready",
    "printer-input-tray",
    "media-source-supported",
    "sides-supported",
    "color-supported",
    "printer-supply",
    "marker-names",
    "marker-levels",
)
"""What is asked for; some printers send all they have whatever is asked."""


@dataclass(frozen=True, slots=True)
class Printer:
    """One answer to Get-Printer-Attributes. An empty tuple: the printer did not say."""

    state: int | None
    reasons: tuple[str, ...]
    accepting: bool
    model: str
    operations: tuple[int, ...]
    formats: tuple[str, ...]
    media: tuple[str, ...]
    media_ready: tuple[str, ...]
    trays: tuple[str, ...]
    loaded: tuple[tuple[str, str], ...]
    """Size and tray of what is loaded, where the printer knows both; not whether any is left."""
    empty_trays: frozenset[str]
    sides: tuple[str, ...]
    color: bool
    supplies: tuple[tuple[str, int], ...]
    """Name and percent of each toner or ink whose level is known."""

    @property
    def stopped(self) -> bool:
        return self.state == PRINTER_STOPPED

    def can(self, *operations: Operation) -> bool:
        return set(operations) <= set(self.operations)

    @property
    def knows_paper(self) -> bool:
        return bool(self.loaded or self.media_ready)

    def offers(self, media: DocumentMedia) -> bool:
        return not self.media or _among(self.media, media)

    def holds(self, media: DocumentMedia, tray: str | None) -> bool:
        """Whether such sheets lie in this tray (in any: None), or the printer does not know."""
        if self.loaded:
            return any(
                tray in (None, source) and source not in self.empty_trays and _among((size,), media)
                for size, source in self.loaded
            )
        return not self.media_ready or _among(self.media_ready, media)


def read_printer(attributes: Mapping[str, Values]) -> Printer:
    """Whatever is missing or of another type than the standard says counts as not said."""

    def of(name: str) -> Values:
        return attributes.get(name, ())

    states = _numbers(of("printer-state"))
    return Printer(
        state=states[0] if states else None,
        reasons=_reasons(of("printer-state-reasons")),
        accepting=of("printer-is-accepting-jobs") != (False,),
        model=" ".join(_words(of("printer-make-and-model")))[:64],
        operations=_numbers(of("operations-supported")),
        formats=_words(of("document-format-supported")),
        media=_words(of("media-supported")),
        media_ready=_words(of("media-ready")),
        trays=_words(of("media-source-supported")),
        loaded=_loaded(of("media-col-ready")),
        empty_trays=_empty_trays(of("printer-input-tray")),
        sides=_words(of("sides-supported")),
        color=of("color-supported") == (True,),
        supplies=_supplies(attributes),
    )


# ---- what it is ------------------------------------------------------------------------------


def capabilities_of(printer: Printer) -> Capabilities:
    """can: "a4", "a3", "color", "format:application/pdf", "tray:main"."""
    can = [media.name.lower() for media in DocumentMedia if _among(printer.media, media)]
    can += ["color"] if printer.color else []
    can += [f"format:{each}" for each in printer.formats]
    can += [f"tray:{each}" for each in printer.trays]
    return Capabilities(Device.DOCUMENT_PRINTER, printer.model, tuple(can))


def measured(printer: Printer) -> str:
    """For the technician, after a function test: "Example Printer, A4+A3, black 75 %"."""
    known = DocumentMedia if printer.knows_paper else ()
    ready = "+".join(each.name for each in known if printer.holds(each, None))
    toner = [f"{name} {percent} %" for name, percent in printer.supplies]
    return ", ".join(filter(None, (printer.model, ready, *toner)))


# ---- reading values that may be anything -----------------------------------------------------

_KEYWORD = re.compile(r"[a-z][a-z0-9._\-]{0,63}")
_SUPPLY = re.compile(r"(\w+)=([^;]*)")
_TONERS = {"toner", "tonerCartridge", "ink", "inkCartridge"}
_MOST = 64  # values of one attribute that are looked at


def _among(names: tuple[str, ...], media: DocumentMedia) -> bool:
    """Vendors append a word of their own: iso_a4_210x297mm_borderless."""
    return any(name == media or name.startswith((f"{media}_", f"{media}.")) for name in names)


def _words(values: Values) -> tuple[str, ...]:
    return tuple(each for each in values[:_MOST] if isinstance(each, str) and each.isprintable())


def _numbers(values: Values) -> tuple[int, ...]:
    # bool is an int to Python, not to IPP.
    return tuple(each for each in values if type(each) is int)


def _reasons(values: Values) -> tuple[str, ...]:
    words = [each for each in _words(values) if _KEYWORD.fullmatch(each)]
    return tuple(word for word in sorted(words)[:8] if word.split("-")[0] != "none")


def _loaded(values: Values) -> tuple[tuple[str, str], ...]:
    """Of each `media-col` (PWG 5100.7): the name of its size, else its measures, and its tray."""
    found = []
    for value in values[:_MOST]:
        if not isinstance(value, Mapping):
            continue
        size = next(iter(_words(value.get("media-size-name", ()))), "") or _size_name(value)
        source = next(iter(_words(value.get("media-source", ()))), "")
        if size and source:
            found.append((size, source))
    return tuple(found)


def _size_name(media: Collection) -> str:
    for size in media.get("media-size", ()):
        if isinstance(size, Mapping):
            measures = size.get("x-dimension", ()) + size.get("y-dimension", ())
            return next((name.value for name, known in SIZES.items() if known == measures), "")
    return ""


def _empty_trays(values: Values) -> frozenset[str]:
    """From printer-input-tray (PWG 5100.13); a level below 0 means unknown, or some."""
    trays = [dict(_SUPPLY.findall(_text(value))) for value in values[:_MOST]]
    return frozenset(tray["name"] for tray in trays if tray.get("level") == "0" and "name" in tray)


def _text(value: Value) -> str:
    if isinstance(value, bytes):
        return value.decode("ascii", errors="replace")
    return value if isinstance(value, str) else ""


def _supplies(attributes: Mapping[str, Values]) -> tuple[tuple[str, int], ...]:
    """From printer-supply (PWG 5100.13), else from marker-names and -levels (CUPS's older way)."""
    found = [_supply(value) for value in attributes.get("printer-supply", ())[:_MOST]]
    if not any(found):
        names = _words(attributes.get("marker-names", ()))
        levels = _numbers(attributes.get("marker-levels", ()))
        found = list(zip(names, levels, strict=False))
    return tuple((name[:32], level) for name, level in filter(None, found) if 0 <= level <= 100)


def _supply(value: Value) -> tuple[str, int] | None:
    """ "type=toner;maxcapacity=100;level=75;colorantname=black;"; levels below 0 mean unknown."""
    told = dict(_SUPPLY.findall(_text(value)))
    if told.get("type") not in _TONERS:
        return None
    try:
        level, most = int(told["level"]), int(told["maxcapacity"])
    except (KeyError, ValueError):
        return None
    if level < 0 or most <= 0:
        return None
    return told.get("colorantname", ""), 100 * level // most
