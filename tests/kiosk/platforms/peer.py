"""A platform at the other end of real HTTP, and all that a client needs to find it."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.support import CREDENTIALS, control, set_fault

NO_MORE: Mapping[str, str] = MappingProxyType({})


class Peer:
    """One of the played platforms. `found` is what a client's configuration says of it, with a
    patience in tenths of a second.
    """

    platform = ""  # its name at the sandbox

    def __init__(
        self, directory: Path, credentials: Mapping[str, str] = NO_MORE, **sandbox: Any
    ) -> None:
        self.sandbox = Sandbox(directory / "sandbox", {**CREDENTIALS, **credentials}, **sandbox)
        self.secret = directory / "secret.json"
        self.put_secret()
        self.found: dict[str, Any] = {
            "base_url": self.sandbox.url,
            "secret_file": self.secret,
            "connect_timeout_s": 0.5,
            "read_timeout_s": 0.6,
        }

    def put_secret(self, **change: str) -> None:
        self.secret.write_text(json.dumps({**CREDENTIALS, **change}), encoding="utf-8")

    def does(self, what: str, **order: Any) -> Any:
        """Whoever is behind the platform: departments, a phone, the register's clerks."""
        return control(self.sandbox.url, f"{self.platform}/{what}", **order)

    def fails(self, mode: str, times: int = 1) -> None:
        set_fault(self.sandbox.url, mode, platform=self.platform, seconds=0.8, next=times)
