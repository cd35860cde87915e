"""Reads configuration files into one `KioskConfig`; later files win, key by key.

Tells all problems of all files at once. Signed layers and their origins come with remote
configuration; here are the profile and the machine's own `kiosk.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
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
    if not config.simulation and (problems := list(_unfit_for_service(config))):
        raise ConfigError("\n".join(problems))
    return config


# ---- what a kiosk in service must not have -------------------------------------------------------

_TO_FILL_IN = re.compile(r"FILL.IN|^9{6,}$|^ZZ-9999$")  # as machine/production.toml leaves it
_PRIVATE = tuple(
    ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


def _unfit_for_service(config: KioskConfig) -> Iterator[str]:
    """A sandbox on its own machine, cases over an open line, an identity nobody filled in."""
    url = config.acceptance.base_url
    address = _address(urlsplit(url).hostname or "")
    if address == "localhost":
        yield f"acceptance.base_url: a sandbox address needs simulation = true, got {url!r}"
    elif urlsplit(url).scheme == "http" and not any(
        not isinstance(address, str) and address in network for network in _PRIVATE
    ):
        yield (
            "acceptance.base_url: must be https://; http:// only to an address of a private "
            f"range, inside the government network, got {url!r}"
        )
    for key, value in _leaves(config.model_dump(mode="json")):
        if _TO_FILL_IN.search(value):
            yield f"{key}: still to be filled in, got {value!r}"


def _address(host: str) -> IPv4Address | IPv6Address | str:
    """An address, or a name; "localhost" for whatever is this machine."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return "localhost" if address.is_loopback or address.is_unspecified else address


def _leaves(values: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{under}{key}.")
        elif isinstance(value, str):
            yield f"{under}{key}", value


# ---- files ---------------------------------------------------------------------------------------


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
