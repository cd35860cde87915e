"""Reads configuration files into one `KioskConfig`; later files win, key by key.

Tells all problems of all files at once. Signed layers and their origins come with remote
configuration; here are the profile and the machine's own `kiosk.toml`.
"""

import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from config.model import KioskConfig
from config.problem import CannotStart

PROFILES = Path(__file__).with_name("profiles")

SECRET_KEYS = ("pin_hash",)
"""Whose values are never told: somebody may have written the PIN itself there."""


class ConfigError(CannotStart):
    """What is wrong, one problem a line: key, rule, value."""

    sentence = "config"


def load_config(*files: Path, over: Mapping[str, Any] | None = None) -> KioskConfig:
    """The configuration that these files make together, and `over` above them all.

    Raises ConfigError naming every problem found.
    """
    merged: dict[str, Any] = {}
    for file in files:
        try:
            layer = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file}: not valid TOML: {error}") from error
        merged = _laid_over(merged, layer)
    return parse_config(_laid_over(merged, over or {}))


def parse_config(values: Mapping[str, Any]) -> KioskConfig:
    try:
        config = KioskConfig.model_validate(values)
    except ValidationError as error:
        raise ConfigError("\n".join(_problems(error))) from error
    _refuse_pretence(config)
    return config


def _refuse_pretence(config: KioskConfig) -> None:
    """A kiosk in service must not talk to a sandbox on its own machine."""
    if not config.simulation and _is_this_machine(urlsplit(config.acceptance.base_url).hostname):
        raise ConfigError(
            "acceptance.base_url: a sandbox address needs simulation = true, "
            f"got {config.acceptance.base_url!r}"
        )


def _is_this_machine(host: str | None) -> bool:
    try:
        address = ip_address(host or "")
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


def _problems(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"]) or "(file)"
        value = problem["input"]
        hidden = isinstance(value, dict | KioskConfig) or key.endswith(SECRET_KEYS)
        shown = "" if hidden else f", got {value!r}"
        lines.append(f"{key}: {problem['msg']}{shown}")
    return lines


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            merged[key] = _laid_over(under, value)
        else:
            merged[key] = value
    return merged
