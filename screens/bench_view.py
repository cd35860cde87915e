"""What the hardware bench shows, from what the simulated hardware says of itself. Pure.

Which faults there are is `bench_faults`' business; what a touch asks for, `bench_touches`'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.visit.views.parts import Button
from screens.bench_faults import FAULTS, Fault, Status
from screens.bench_touches import Ask, Choose, SwitchLanguage, TurnTo

Words = Callable[..., str]  # the texts of one language, by key

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
