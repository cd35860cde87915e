"""What the hardware bench shows, from what the simulated hardware says of itself. Pure.

The faults of a device are on one page, those of its wire on another: there is room for fifteen.
Peers and verbs are named as the control socket names them; that they are its names is tested
against the real peers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kiosk.visit.views.parts import Button

Status = Mapping[str, Any]  # of one peer
Words = Callable[..., str]  # the texts of one language, by key

LOW_PAPER_MM = 3000


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb of a peer. about: the words of what is asked, for the answer's line."""

    peer: str
    verb: str
    about: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choose:
    """Whose card is placed next."""

    person: str


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    pass


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Which faults are shown: "machine" or "wire"."""

    faults: str


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

ICONS = {
    "card_reader": "card-account-details-outline",
    "camera": "camera-outline",
    "printer": "receipt-text-outline",
    "document_printer": "printer-outline",
    "barcode_reader": "barcode-scan",
}

CODES = {
    "case_number": "X350102202611230042000018",
    "window_number": "0107-1123-004",
    "uscc": "91350100M000100Y43",  # the example of GB 32100-2015
    "strange": "https://example.invalid/0107-1123-004",
}
"""What can be held before the bar code reader; nobody's."""


@dataclass(frozen=True, slots=True)
class PeerView:
    """One peer. state: the one thing to know; lines: the rest."""

    name: str
    icon: str
    title: str
    well: bool
    state: str
    lines: tuple[str, ...]
    people_title: str
    people: tuple[Button, ...]
    slips: str | None  # what hangs out of it, for a peer that prints
    action: Button | None
    faults_title: str
    faults: Mapping[str, tuple[Button, ...]]  # by page
    healthy: Button


@dataclass(frozen=True, slots=True)
class BenchView:
    title: str
    lead: str
    pages: tuple[Button, ...]  # of faults, with how many are on; the one shown is selected
    page: str
    language: Button
    peers: tuple[PeerView, ...]
    message: str


def bench_view(
    words: Words,
    people: Mapping[str, str],
    status: Mapping[str, Status],
    chosen: str,
    message: str,
    page: str = "machine",
) -> BenchView:
    """people: names by key. status: of every peer; the camera's is missing with a real camera.
    page: of `FAULTS`, the one that is shown.
    """
    makers = {
        "card_reader": _card_reader,
        "camera": _camera,
        "printer": _printer,
        "document_printer": _document_printer,
        "barcode_reader": _barcode_reader,
    }
    peers = tuple(
        make(words, people, status[name], chosen) for name, make in makers.items() if name in status
    )
    return BenchView(
        title=words("bench.title"),
        lead=words("bench.lead"),
        pages=tuple(_turn_to(words, each, peers, selected=each == page) for each in FAULTS),
        page=page,
        language=Button("language", words("bench.other_language"), SwitchLanguage()),
        peers=peers,
        message=message if status else words("bench.waiting"),
    )


def _turn_to(words: Words, page: str, peers: tuple[PeerView, ...], *, selected: bool) -> Button:
    on = sum(fault.selected for peer in peers for fault in peer.faults[page])
    label = words(f"bench.{page}")
    if on:
        label = words("bench.and_on", page=label, count=on)
    return Button(f"faults-{page}", label, TurnTo(page), selected=selected)


def _card_reader(words: Words, people: Mapping[str, str], status: Status, chosen: str) -> PeerView:
    text = "bench.card_reader."
    lies, person = status["card"], status["person"]
    holder = person if lies else chosen
    name = people.get(person or "", words("bench.nobody"))
    if lies:
        action = _button(words, "card_reader", "lift", text + "lift")
    else:
        action = _button(words, "card_reader", "place", text + "place", person=chosen)
    return _peer(
        words,
        "card_reader",
        status,
        state=words(text + ("lies" if lies else "empty"), name=name),
        lines=(
            words(f"{text}stage_{status['stage'] or 'none'}"),
            words(text + "line", baud=status["baud"]),
        ),
        people=tuple(
            Button(f"card-of-{key}", known, Choose(key), selected=key == holder)
            for key, known in people.items()
        ),
        action=action,
    )


def _camera(words: Words, people: Mapping[str, str], status: Status, chosen: str) -> PeerView:
    text = "bench.camera."
    person, other = status["person"], status["companion"]
    names = {"name": people.get(person or "", ""), "other": people.get(other or "", "")}
    stranger = next((key for key in people if key != person), "")
    empty = words(text + "empty")
    return _peer(
        words,
        "camera",
        status,
        state=words(text + ("two" if other else "looks"), **names) if person else empty,
        lines=(
            words(text + ("watched" if status["watchers"] else "unwatched")),
            words(text + "line", frames=status["frames_sent"]),
        ),
        people=tuple(
            Button(
                f"look-{key}",
                known,
                Ask("camera", "look", known, (("person", key),)),
                selected=key == person,
            )
            for key, known in people.items()
        ),
        action=_button(words, "camera", "leave", text + "leave", missing="" if person else empty),
        details={"two_people": (("person", stranger),)},
    )


def _printer(words: Words, people: Mapping[str, str], status: Status, chosen: str) -> PeerView:
    text = "bench.printer."
    hanging = status["hanging"]
    missing = "" if hanging else words(text + "no_slip")
    return _peer(
        words,
        "printer",
        status,
        state=words(text + ("offline" if status["offline"] else "online")),
        lines=(
            words(
                text + "line",
                metres=f"{status['paper_mm'] / 1000:.0f}",
                slips=status["slips"],
            ),
        ),
        slips=words(text + ("hanging" if hanging else "empty"), slips=hanging),
        action=_button(words, "printer", "tear_off", text + "tear_off", missing=missing),
    )


def _document_printer(
    words: Words, people: Mapping[str, str], status: Status, chosen: str
) -> PeerView:
    text = "bench.document_printer."
    stopped = any(each == "paused" or each.endswith("-error") for each in status["reasons"])
    state = "offline" if stopped else "busy" if status["jobs"] else "online"
    sheets = sum(status["sheets"].values())
    return _peer(
        words,
        "document_printer",
        status,
        state=words(text + state),
        lines=(
            words(text + "paper", sheets=sheets, toner=status["toner"]),
            words(text + "documents", documents=status["documents"]),
        ),
        action=_button(words, "document_printer", "refill", text + "refill"),
    )


def _barcode_reader(
    words: Words, people: Mapping[str, str], status: Status, chosen: str
) -> PeerView:
    text = "bench.barcode_reader."
    codes = {key: words(text + key) for key in CODES}
    return _peer(
        words,
        "barcode_reader",
        status,
        state=words(text + ("armed" if status["armed"] else "asleep")),
        lines=(words(text + "line", baud=status["baud"]),),
        people=tuple(
            Button(
                f"scan-{key}",
                label,
                Ask("barcode_reader", "scan", label, (("text", CODES[key]),)),
            )
            for key, label in codes.items()
        ),
    )


def _peer(
    words: Words,
    name: str,
    status: Status,
    *,
    state: str,
    lines: tuple[str, ...],
    action: Button | None = None,
    people: tuple[Button, ...] = (),
    slips: str | None = None,
    details: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
) -> PeerView:
    plugged = status["plugged"]
    faults = {
        page: tuple(_fault(words, name, fault, status, details or {}) for fault in peers[name])
        for page, peers in FAULTS.items()
    }
    return PeerView(
        name=name,
        icon=ICONS[name],
        title=words(f"bench.{name}.title"),
        well=not any(button.selected for shown in faults.values() for button in shown),
        state=state if plugged else words("bench.unplugged"),
        lines=lines,
        people_title=words(f"bench.{name}.people") if people else "",
        people=people,
        slips=slips,
        action=action,
        faults_title=words("bench.faults"),
        faults=faults,
        healthy=Button(
            f"{name}-healthy",
            words("bench.healthy"),
            Ask(name, "healthy", words("bench.healthy")),
        ),
    )


def _fault(
    words: Words,
    peer: str,
    fault: Fault,
    status: Status,
    details: Mapping[str, tuple[tuple[str, str], ...]],
) -> Button:
    label, on = words(f"bench.fault.{fault.name}"), fault.on(status)
    asked = (fault.what,) if fault.what else details.get(fault.verb, ())
    asks = (
        Ask(peer, fault.mend, words("bench.healthy")) if on else Ask(peer, fault.verb, label, asked)
    )
    return Button(f"{peer}-{fault.name}", label, asks, selected=on)


def _button(
    words: Words, peer: str, verb: str, key: str, missing: str = "", **details: str
) -> Button:
    label = words(key)
    return Button(
        verb,
        label,
        Ask(peer, verb, label, tuple(details.items())),
        enabled=not missing,
        missing=missing,
    )
