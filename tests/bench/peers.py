"""Simulated hardware and platforms for a bench, as `make run` starts them, each in its process."""

from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

from config.load import PROFILES, load_config
from config.people import load_people
from devices.camera.filming import film as film_people
from devices.simulation.client import ControlClient
from kiosk.demonstration.processes import Child
from kiosk.demonstration.wiring import draw_secret, load_paper, write_wiring

ROOT = Path(__file__).parents[2]
CLIPS = ROOT / "build" / "clips"
PERSON = "chen-haiying"
START_S = 60.0


def film(person: str = PERSON) -> bytes:
    """See that the clips of this person are there; the portrait for their card."""
    seed = seed_of(person)
    return film_people(CLIPS, [seed]).portrait(seed)


def seed_of(person: str) -> int:
    return load_people(date.today())[person].seed


class Peers:
    """Started on entering, ended on leaving. layers: what a kiosk's --config takes, in order."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._children: list[Child] = []

    def __enter__(self) -> "Peers":
        film()
        self._directory.mkdir(parents=True, exist_ok=True)
        file = self._directory / "acceptance.json"
        secret = draw_secret(file)
        try:
            hardware = self._start("simulate", "--directory", str(self._directory))
            platform = self._start(
                "sandbox",
                *("--directory", str(self._directory / "platform"), "--credentials", str(file)),
            )
            wiring = hardware.ready(START_S)
            self.url = str(platform.ready(START_S)["url"])
        except BaseException:
            self.close()
            raise
        self.hands = ControlClient(self._directory / "control")
        wired = write_wiring(
            self._directory / "kiosk.toml", self.keeping(), wiring, self.url, file, secret, {}
        )
        self.layers = (PROFILES / "demo.toml", wired)
        load_paper(load_config(*self.layers), self.hands.status())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        for child in reversed(self._children):
            child.stop()

    def keeping(self) -> Path:
        """Where the kiosk keeps its store."""
        return self._directory / "keeping"

    def platform_wire(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = requests.get(f"{self.url}/_sandbox/wire", timeout=5).json()
        return told

    def _start(self, command: str, *arguments: str) -> Child:
        child = Child(ROOT, [command, *arguments], self._directory / f"{command}.log")
        self._children.append(child)
        return child
