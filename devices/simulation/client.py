"""Asks the control socket; for the bench window, the scripted visitor and the tests.

hardware = ControlClient(path)
hardware.do("card_reader", "place", person="chen-haiying")
hardware.status()["card_reader"]["card"]
"""

import json
import socket
from pathlib import Path
from typing import Any

_LONGEST_ANSWER = 16 * 1024 * 1024


class ControlRefused(Exception):
    """The answer was no; its text says why."""


class ControlLost(Exception):
    """Nobody answers at the socket."""


class ControlClient:
    """A connection per question: nothing is kept, any thread may ask."""

    def __init__(self, path: Path, timeout_s: float = 30.0) -> None:
        self.path, self._timeout_s = path, timeout_s

    def do(self, to: str, verb: str, **details: Any) -> dict[str, Any]:
        """Ask a peer for one of its verbs. Raises ControlRefused, ControlLost."""
        return self.ask({"to": to, "do": verb, "with": details})

    def status(self) -> dict[str, dict[str, Any]]:
        """Of every peer, by name."""
        return dict(self.ask({"do": "status"})["peers"])

    def wire(self, since_s: float = 0.0) -> dict[str, list[dict[str, Any]]]:
        """What crossed each peer's wire after since_s (monotonic clock of this machine)."""
        return dict(self.ask({"do": "wire", "since": since_s})["wire"])

    def people(self) -> list[dict[str, Any]]:
        return list(self.ask({"do": "people"})["people"])

    def wiring(self) -> dict[str, str]:
        return dict(self.ask({"do": "wiring"})["wiring"])

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """One line out, one line back, without its `ok`."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(self._timeout_s)
                line.connect(str(self.path))
                line.sendall(json.dumps(question, ensure_ascii=False).encode() + b"\n")
                with line.makefile("rb") as answers:
                    answer = json.loads(answers.readline(_LONGEST_ANSWER))
        except (OSError, ValueError) as error:
            raise ControlLost(f"{self.path}: {type(error).__name__}") from error
        if not answer.pop("ok", False):
            raise ControlRefused(answer.get("why", "no reason given"))
        return dict(answer)
