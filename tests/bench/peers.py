"""Simulated hardware and platforms for a bench, as `make run` starts them, each in its process."""

import json
import secrets
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

from config.people import load_people
from devices.camera.filming import film as film_people
from devices.simulation.client import ControlClient
from kiosk.demonstration.processes import Child

ROOT = Path(__file__).parents[2]
CLIPS = ROOT / "build" / "clips"
PERSON = "chen-haiying"
START_S = 60.0
SYSTEM = "33022509901"


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
        secret = self._directory / "acceptance.json"
        secret.touch(0o600)
        password = secrets.token_urlsafe(16)
        login = {"login_name": "budayang", "login_password": password, "belong_system": SYSTEM}
        secret.write_text(json.dumps(login), encoding="utf-8")
        try:
            hardware = self._start("simulate", "--directory", str(self._directory))
            platform = self._start(
                "sandbox",
                *("--directory", str(self._directory / "platform"), "--credentials", str(secret)),
            )
            wiring = hardware.ready(START_S)
            self.url = str(platform.ready(START_S)["url"])
        except BaseException:
            self.close()
            raise
        self.hands = ControlClient(self._directory / "control")
        self.layers = (ROOT / "config" / "profiles" / "demo.toml", self._wire(wiring, secret))
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

    def _wire(self, wiring: dict[str, str], secret: Path) -> Path:
        values = {
            "acceptance.base_url": self.url,
            "acceptance.belong_system": SYSTEM,
            "acceptance.secret_file": str(secret),
            "keeping.directory": str(self.keeping()),
            "keeping.key_file": str(self._directory / "keeping.key"),
            **{key: value for key, value in wiring.items() if "." in key},
        }
        # Dotted keys are tables (TOML 1.0).
        lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        file = self._directory / "kiosk.toml"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file
