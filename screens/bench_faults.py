"""Which faults the hardware bench can have happen: how each is asked for, seen and ended.

The faults of a device are on one page, those of its wire on another: there is room for fifteen.
Peers and verbs are named as the control socket names them; that they are its names is tested
against the real peers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

Status = Mapping[str, Any]  # of one peer, as it tells it itself

LOW_PAPER_MM = 3000


@dataclass(frozen=True, slots=True)
class Fault:
    """on: whether it is, by the peer's status. mend: the verb that ends it.

    what: which one, where one verb has several; its name then, and its words.
    """

    verb: str
    on: Callable[[Status], bool] = lambda status: False
    mend: str = "healthy"
    what: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return self.what[1] if self.what else self.verb


def _told(*verbs: str) -> tuple[Fault, ...]:
    """What the peer names itself."""
    return tuple(Fault(verb, partial(_names, verb)) for verb in verbs)


def _names(verb: str, status: Status) -> bool:
    return verb in status.get("faults", ())


def _seen(verb: str, key: str, mend: str = "healthy") -> Fault:
    return Fault(verb, lambda status: bool(status.get(key)), mend)


def _wears(what: str) -> Fault:
    return Fault("wear", lambda status: status.get("wear") == what, what=("what", what))


def _gesture(name: str) -> Fault:
    return Fault("gesture", what=("name", name))


def _reason(verb: str, reason: str, mend: str = "healthy") -> Fault:
    """By what an IPP printer says of itself."""
    return Fault(verb, lambda status: reason in status.get("reasons", ()), mend)


_UNPLUG = Fault("unplug", lambda status: not status.get("plugged", True), "replug")

_EVERY_WIRE = (
    *_told("dont_answer", "noise", "junk", "split", "delay", "wrong_checksum", "late_answer"),
    _UNPLUG,
)

_OF_MACHINE: Mapping[str, tuple[Fault, ...]] = {
    "card_reader": (
        *_told("upside_down", "unreadable", "lift_mid_read", "module_broken", "other_module"),
        Fault("foreign"),
        Fault("set_rate", lambda status: status.get("baud", 115200) < 115200),
    ),
    "camera": (
        _seen("blind", "blind"),
        _seen("two_people", "companion"),
        _seen("far", "far"),
        _seen("dark", "dark"),
        _seen("cover", "covered"),
        _seen("freeze", "frozen"),
        *(_wears(what) for what in ("glasses", "dark_glasses", "mask")),
        *(_gesture(name) for name in ("blink", "turn_left", "turn_right", "open_mouth")),
    ),
    "printer": (
        Fault(
            "paper_low", lambda status: 0 < status.get("paper_mm", 1e9) <= LOW_PAPER_MM, "refill"
        ),
        Fault("paper_out", lambda status: status.get("paper_mm", 1e9) <= 0, "refill"),
        Fault("out_mid_job", mend="refill"),
        _seen("cover_open", "cover_open", "refill"),
        _seen("jam", "jammed"),
        _seen("cutter", "cutter_failed"),
        _seen("silent", "silent"),
        Fault("not_taken", mend="tear_off"),
        _seen("keeps_buffer", "keeps_buffer"),
        Fault("restart"),
    ),
    "document_printer": (
        _reason("paper_low", "media-low-warning", "refill"),
        _reason("paper_out", "media-empty-error", "refill"),
        Fault("out_mid_job", mend="refill"),
        _reason("cover_open", "cover-open-error"),
        _reason("jam", "media-jam-error"),
        Fault("jam_next"),
        _reason("toner_low", "toner-low-warning"),
        _reason("toner_empty", "toner-empty-error"),
        _reason("pause", "paused"),
        Fault("abort_next"),
        Fault("panel_cancel"),
        _seen("keeps_jobs", "keeps_jobs"),
        Fault("restart"),
    ),
    "barcode_reader": (_seen("flood", "flooding"),),
}

_OF_WIRE: Mapping[str, tuple[Fault, ...]] = {
    "card_reader": (*_EVERY_WIRE, *_told("cut")),
    "camera": (_UNPLUG,),
    "printer": _EVERY_WIRE,
    "document_printer": (*_EVERY_WIRE, *_told("cut", "wrong_id", "refuse", "http_error")),
    "barcode_reader": _EVERY_WIRE,
}

FAULTS: Mapping[str, Mapping[str, tuple[Fault, ...]]] = {
    "machine": _OF_MACHINE,
    "wire": _OF_WIRE,
}
