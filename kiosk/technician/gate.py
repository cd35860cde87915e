"""Checks the PIN and writes wrong tries down, on a thread of its own: each takes tens of ms.

What follows from a wrong PIN is the business of `lockout.py` and `advance.py`. No digit is kept,
and none reaches a log.
"""

import json
import logging
import queue
import threading
from datetime import datetime
from pathlib import Path

from config.durable import write_durably
from kiosk.effects import CheckPin, KeepTries
from kiosk.events.technician import PinChecked, TriesKnown
from kiosk.ports import Post
from kiosk.technician.lockout import FREE_TRIES
from kiosk.technician.pin import matches

log = logging.getLogger(__name__)

TRIES_FILE = "technician.json"


class Gate:
    """pin_hash: from the configuration; None when nobody set a PIN: then every PIN is wrong.

    file: where wrong tries are kept. CheckPin is answered by PinChecked, KeepTries by nothing.
    """

    def __init__(self, pin_hash: str | None, file: Path, post: Post) -> None:
        self._pin_hash, self._file, self._post = pin_hash, file, post
        self._jobs: queue.SimpleQueue[CheckPin | KeepTries | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="gate", daemon=True)
        self._thread.start()

    def carry_out(self, effect: CheckPin | KeepTries) -> None:
        """Have it done, one after another; returns at once, from any thread."""
        self._jobs.put(effect)

    def tries(self) -> TriesKnown:
        """What was written down before the program started."""
        return read_tries(self._file)

    def close(self, limit_s: float = 5.0) -> None:
        self._jobs.put(None)
        self._thread.join(limit_s)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            match job:
                case CheckPin(pin=pin):
                    self._post(PinChecked(self._is_right(pin)))
                case KeepTries():
                    self._keep(job)

    def _is_right(self, pin: str) -> bool:
        try:
            return self._pin_hash is not None and matches(pin, self._pin_hash)
        except (ValueError, MemoryError) as error:
            log.error("the PIN could not be checked: %s", type(error).__name__)
            return False

    def _keep(self, tries: KeepTries) -> None:
        try:
            write_tries(self._file, tries.wrong, tries.since)
        except OSError as error:
            # A technician is needed most when the disk fails: what is known in memory holds on.
            log.error("wrong tries were not written down: %s", error.strerror)


def read_tries(file: Path) -> TriesKnown:
    """A file that makes no sense counts as so many wrong tries that a lockout begins now."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(told["since"])
        if since.tzinfo is None:
            raise ValueError("no zone")
        return TriesKnown(max(0, int(told["wrong"])), since)
    except FileNotFoundError:
        return TriesKnown(0)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("wrong tries could not be read: %s", type(error).__name__)
        return TriesKnown(FREE_TRIES)


def write_tries(file: Path, wrong: int, since: datetime) -> None:
    """Durably, or not at all. Raises OSError."""
    write_durably(file, json.dumps({"wrong": wrong, "since": since.isoformat()}).encode())
