"""How a kiosk is wired to peers that play hardware and platforms: secrets, a layer, numbered paper.

For `make run` and for the benches, which start the same peers; who starts them is theirs.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.model import KioskConfig, PlatformsConfig
from config.words import load_words
from kiosk.clock import Clock
from kiosk.licence.blanks import Sheet, number_of, serial_of
from kiosk.licence.command import blanks

SHEETS_LOADED = 30  # of each kind of licence paper
REGISTRAR = "xs-scjg-demo"  # the name of the key with which the sandbox's registrar seals
SYSTEM = "33022509901"


def draw_secret(file: Path) -> dict[str, str]:
    """What kiosk and sandbox both know, drawn anew and written for both to read."""
    secret = {
        "login_name": "budayang",
        "login_password": secrets.token_urlsafe(16),
        "belong_system": SYSTEM,
        "app": "budayang",
        "app_key": "budayang-demo",
        "app_secret": secrets.token_urlsafe(24),
        "seal_key": secrets.token_hex(32),
    }
    file.touch(0o600)
    file.write_text(json.dumps(secret), encoding="utf-8")
    return secret


def write_wiring(
    file: Path,
    keeping: Path,
    wiring: Mapping[str, str],
    url: str,
    secret_file: Path,
    secret: Mapping[str, str],
    more: Mapping[str, Mapping[str, str]],
) -> Path:
    """How the kiosk reaches its peers, as a layer of configuration: gives back `file`.

    wiring: what the simulated hardware told, by dotted key. more: other tables.
    """
    tables: dict[str, dict[str, str]] = {
        "acceptance": {
            "base_url": url,
            "belong_system": secret["belong_system"],
            "secret_file": str(secret_file),
        },
        "keeping": {"directory": str(keeping), "key_file": str(keeping.with_suffix(".key"))},
        **{
            f"platforms.{name}": {"base_url": url, "secret_file": str(secret_file)}
            for name in PlatformsConfig.model_fields
        },
        "platforms.e_licence.seals": {REGISTRAR: _public(secret["seal_key"])},
        **{name: dict(values) for name, values in more.items()},
    }
    for key, value in wiring.items():
        table, _, name = key.rpartition(".")
        if not table:
            continue  # the control socket, which is no concern of the kiosk's
        tables.setdefault(table, {})[name] = value
    lines = []
    for table, values in tables.items():
        lines.append(f"[{table}]")
        lines += [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def load_paper(config: KioskConfig, peers: Mapping[str, Any]) -> None:
    """Two persons enter into the book what lies in the trays of numbered paper.

    peers: the state of the simulated hardware, by name.
    """
    for sheet in Sheet:
        tray = peers.get(f"blank_{sheet.value}")
        if tray is None:
            continue  # hardware without numbered paper
        first = tray["on_top"]
        last = serial_of(sheet, number_of(first) + SHEETS_LOADED - 1)
        stack = {"first": first, "last": last, "loader": "1024", "witness": "2048"}
        blanks(config, load_words()["zh"], {"ask": "blanks", "load": stack}, Clock().now)


def _public(seed: str) -> str:
    """The registrar's public key, which the kiosk trusts from the beginning."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    return key.public_key().public_bytes_raw().hex()
