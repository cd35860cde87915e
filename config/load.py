"""Reads the machine's own files and lays the signed layers below them, into one `KioskConfig`.

Tells all problems of all files and layers at once: file, key, rule, value.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from config.layers import Layer, Merged, key_of, laid, may_not, shown
from config.model import KioskConfig, RemoteConfig
from config.part import Level
from config.problem import CannotStart, Problem

PROFILES = Path(__file__).with_name("profiles")


_Model = TypeVar("_Model", bound=BaseModel)


class ConfigError(CannotStart):
    """What is wrong, one problem a line: file, key, rule, value."""

    sentence = "config"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Whose(BaseModel):
    """Which kiosk this is, as far as the signed layers need it: the rest may come from them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    county: str
    site: str
    terminal: str


@dataclass(frozen=True, slots=True)
class Effective:
    """What is in force on one kiosk, and who said so."""

    config: KioskConfig = field(repr=False)
    merged: Merged = field(repr=False)


def load_config(*files: Path, over: Mapping[str, Any] | None = None) -> KioskConfig:
    """The configuration that these files make together, later ones win; `over` above them all.

    Raises ConfigError naming every problem found.
    """
    local = read_files(*files)
    if over:
        local.append(Layer(Level.LOCAL, "over", over))
    return effective(local).config


def remote_of(local: Iterable[Layer]) -> tuple[RemoteConfig, Whose] | None:
    """Where this machine's signed layers come from, and who it is; None: it has none.

    Raises ConfigError for what its own files say of these two.
    """
    merged = laid(local)
    if merged.values.get("remote") is None:
        return None
    return _section(merged, "remote", RemoteConfig), _section(merged, "identity", Whose)


def _section(merged: Merged, name: str, kind: type[_Model]) -> _Model:
    try:
        return kind.model_validate(merged.values.get(name, {}))
    except ValidationError as error:
        raise ConfigError(_problems(error, merged, (name,))) from None


def parse_config(values: Mapping[str, Any]) -> KioskConfig:
    """The same of values that are in no file."""
    return effective([Layer(Level.LOCAL, "values", values)]).config


def read_files(*files: Path) -> list[Layer]:
    """The machine's own files as layers. Raises ConfigError: not there, or not TOML."""
    layers, problems = [], []
    for file in files:
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            problems.append(Problem(str(file), "(file)", f"cannot be read: {error.strerror}"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(str(file), "(file)", f"not valid TOML: {error}"))
        else:
            layers.append(Layer(Level.LOCAL, file.name, values))
    if problems:
        raise ConfigError(problems)
    return layers


def effective(local: Iterable[Layer], signed: Iterable[Layer] = ()) -> Effective:
    """Signed layers, then the machine's own above them. Raises ConfigError with all problems."""
    local, signed = list(local), list(signed)
    merged = laid([*signed, *local])
    has_remote = bool(signed) or merged.values.get("remote") is not None
    problems = list(may_not([*signed, *local], signed=has_remote))
    config = None
    try:
        config = KioskConfig.model_validate(merged.values)
    except ValidationError as error:
        problems += _problems(error, merged)
    if config is not None and not config.simulation:
        problems += _unfit_for_service(config, merged)
    if problems or config is None:
        raise ConfigError(problems)
    return Effective(config, merged)


def _problems(
    error: ValidationError, merged: Merged, under: tuple[str, ...] = ()
) -> Iterator[Problem]:
    for problem in error.errors():
        path = (*under, *(str(part) for part in problem["loc"]))
        value = problem["input"]
        told = "" if isinstance(value, KioskConfig) else shown(path, value)
        file = merged.origin_of(path).name
        yield Problem(file, key_of(path) or "(file)", problem["msg"], told)


# ---- what a kiosk in service must not have -------------------------------------------------------

_TO_FILL_IN = re.compile(r"FILL.IN|^9{6,}$|^ZZ-9999$")  # as machine/production.toml leaves it
_PRIVATE = tuple(
    ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


def _unfit_for_service(config: KioskConfig, merged: Merged) -> Iterator[Problem]:
    """A sandbox on its own machine, cases over an open line, an identity nobody filled in."""
    addresses: dict[tuple[str, ...], str] = {("acceptance", "base_url"): config.acceptance.base_url}
    for name, platform in config.platforms:
        if platform is not None:
            addresses["platforms", name, "base_url"] = platform.base_url
    for path, url in addresses.items():
        if rule := _unfit_address(url):
            yield Problem(merged.origin_of(path).name, key_of(path), rule, repr(url))
    for path, value in _texts(config.model_dump(mode="json")):
        if _TO_FILL_IN.search(value):
            file = merged.origin_of(path).name
            yield Problem(file, key_of(path), "still to be filled in", repr(value))


def _unfit_address(url: str) -> str:
    """Why a kiosk in service must not ask there; empty when it may."""
    address = _address(urlsplit(url).hostname or "")
    if address == "localhost":
        return "a sandbox address needs simulation = true"
    if urlsplit(url).scheme == "http" and not any(
        not isinstance(address, str) and address in network for network in _PRIVATE
    ):
        return (
            "must be https://; http:// only to an address of a private range, inside the "
            "government network"
        )
    return ""


def _address(host: str) -> IPv4Address | IPv6Address | str:
    """An address, or a name; "localhost" for whatever is this machine."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return "localhost" if address.is_loopback or address.is_unspecified else address


def _texts(values: Mapping[str, Any], under: tuple[str, ...] = ()) -> Iterator[tuple[Any, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _texts(value, (*under, key))
        elif isinstance(value, str):
            yield (*under, key), value
