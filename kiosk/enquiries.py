"""What a running kiosk answers on its local socket: how its devices are, and a new diagnosis.

Answers for asking the inbox, never around it: `advance()` decides whether now is a good time, and
its audit log tells who looked. Leaves the wire to `kiosk/local_socket.py`, the testing to the
diagnostician, words to whoever asks.

    {"ask": "blanks"}                            → how many sheets of licence paper; licence/command
    {"ask": "status"}                            → visit: is somebody served; attention by device
    {"ask": "diagnose", "devices": ["printer"]}  → a line {"device": …} each, then {"end": true}

Refusals: "question" (cannot be understood), "visit" (somebody is being served), "slow" (the program
did not take the question in its time), "closing".
"""

import queue
from collections.abc import Generator

from kiosk.diagnosis_report import row_of
from kiosk.diagnostician import Diagnostician
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.devices import DeviceDiagnosed, DiagnosisAsked, DiagnosisEnded
from kiosk.licence.loading import WithBlanks
from kiosk.licence.loading import answer as blanks_asked
from kiosk.local_socket import Json
from kiosk.runtime import Runtime
from kiosk.visit.state import State
from kiosk.vocabulary import Device

TAKEN_LIMIT_S = 5.0
"""From the question to `advance()`: a few pictures of a busy screen."""

DIAGNOSIS_LIMIT_S = 45.0
"""More than the diagnostician takes at worst, so that it is it that tells which device hangs."""


_NAMES = frozenset(Device)


class Enquiries:
    """Asked by one thread at a time; watches the runtime."""

    def __init__(
        self, runtime: Runtime, doctor: Diagnostician, with_blanks: WithBlanks | None = None
    ) -> None:
        """with_blanks: has something done with the book of blank licences."""
        self._runtime, self._doctor, self._with_blanks = runtime, doctor, with_blanks
        self._asked = 0
        self._id = ""
        self._news: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._closed = False
        runtime.watchers.append(self._watch)

    def close(self) -> None:
        """Whoever still waits for an answer is told that there will be none."""
        self._closed = True
        self._news.put(None)

    def answer(self, question: Json) -> Generator[Json, None, None]:
        devices = asked_for(question)
        if question.get("ask") == "blanks" and self._with_blanks is not None:
            yield from blanks_asked(question, self._with_blanks)
        elif devices:
            yield from self._diagnose(devices)
        elif devices is not None:
            yield self._status()
        else:
            yield {"ok": False, "why": "question"}

    def _status(self) -> Json:
        state = self._runtime.state  # a value: safe to look at from here
        attention = {device.value: kind.code for device, kind in state.attention}
        return {"ok": True, "visit": state.visit is not None, "attention": attention}

    def _diagnose(self, devices: tuple[Device, ...]) -> Generator[Json, None, None]:
        self._asked += 1
        self._id, self._news = f"asked.{self._asked}", queue.SimpleQueue()
        limit_s = TAKEN_LIMIT_S
        if self._closed:
            self._news.put(None)
        self._runtime.post(DiagnosisAsked(self._id, devices))
        while True:
            try:
                news = self._news.get(timeout=limit_s)
            except queue.Empty:
                news = "slow"
            match news:
                case DiagnosisAsked():
                    limit_s = DIAGNOSIS_LIMIT_S
                case DeviceDiagnosed(diagnosis=diagnosis):
                    attended = self._doctor.device(diagnosis.device)
                    yield {"ok": True, "device": row_of(diagnosis, attended)}
                case DiagnosisEnded():
                    yield {"ok": True, "end": True}
                    return
                case str():
                    yield {"ok": False, "why": news}
                    return
                case _:
                    yield {"ok": False, "why": "closing"}
                    return

    def _watch(self, event: Event, state: State, effects: list[Effect]) -> None:
        """On the inbox's thread."""
        if isinstance(event, DiagnosisAsked) and event.id == self._id:
            self._news.put(event if effects else "visit")
        elif isinstance(event, DeviceDiagnosed | DiagnosisEnded) and event.id == self._id:
            self._news.put(event)


def asked_for(question: Json) -> tuple[Device, ...] | None:
    """The devices to diagnose, none of them for a status; None: it makes no sense."""
    match question:
        case {"ask": "status"}:
            return ()
        case {"ask": "diagnose", "devices": list() as names} if names:
            known = [name for name in names if isinstance(name, str) and name in _NAMES]
            return tuple(map(Device, known)) if known == names else None
    return None
