"""Would this do, on every kiosk of the county? A dry run before anybody signs.

Each kiosk of which a layer speaks, and one of which none does, is given the layers that would be
its own, over a machine that stands in for it. Then come the probes that whoever calls hands in:
they know screens, slips and visits, which nothing here may.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from config.bundle import COUNTY_SCOPE, Bundle
from config.layers import Layer, laid, leaves, lowest_of
from config.load import ConfigError, effective, read_files
from config.model import KioskConfig
from config.part import Level
from config.problem import CannotStart, Problem

Probe = Callable[[KioskConfig], Iterable[Problem]]


def check(bundle: Bundle, machine: Mapping[str, Any], probes: Iterable[Probe]) -> list[Problem]:
    """Every problem once, with the layer that says it. machine: what stands in for kiosk.toml."""
    found: dict[Problem, None] = {}
    probed: set[str] = set()
    for site, terminal in _kiosks(bundle):
        local = _machine(machine, site, terminal)
        try:
            config = effective([local], bundle.layers_for(site, terminal)).config
        except ConfigError as error:
            found |= dict.fromkeys(error.problems)
            continue
        offer = config.model_dump_json(exclude={"identity"})
        if offer not in probed:  # what is the same for two kiosks is looked at once
            probed.add(offer)
            found |= dict.fromkeys(_asked(probes, config, terminal))
    return list(found)


def _asked(probes: Iterable[Probe], config: KioskConfig, terminal: str) -> Iterator[Problem]:
    for probe in probes:
        try:
            yield from probe(config)
        except CannotStart as error:
            for line in str(error).splitlines():
                yield Problem(terminal, "(all)", line)


def _kiosks(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Site (14 digits) and terminal: one that no narrow layer knows, then one for each layer."""
    county = bundle.county
    yield f"{county}00000001", "ZZ-0000"
    sites = sorted(scope for scope in bundle.layers if len(scope) == 12)
    for number, scope in enumerate(sorted(bundle.layers), start=1):
        terminal = f"ZZ-{number:04d}"
        if len(scope) == 9:
            yield f"{scope}00001", terminal
        elif len(scope) == 12:
            yield f"{scope}01", terminal
        elif scope != COUNTY_SCOPE:
            # Where it stands is not known here: it is tried at every site that has a layer.
            for site in [f"{each}01" for each in sites] or [f"{county}00000001"]:
                yield site, scope


def stand_in(machine: Mapping[str, Any], county: str, scope: str) -> tuple[str, str, Layer]:
    """Site, terminal and own file of a kiosk that listens to this scope."""
    site, terminal = f"{county}00000001", "ZZ-0000"
    if scope.isdigit():
        site = scope.ljust(14, "0")
    elif scope != COUNTY_SCOPE:
        terminal = scope
    return site, terminal, _machine(machine, site, terminal)


def _machine(values: Mapping[str, Any], site: str, terminal: str) -> Layer:
    identity = {**values["identity"], "site": site, "terminal": terminal, "county": site[:6]}
    return Layer(Level.LOCAL, "stand-in", {**values, "identity": identity})


def local_values(*files: Path) -> Mapping[str, Any]:
    """What the files of a kiosk say of the machine itself: with it a draft is tried without one."""
    values: dict[str, Any] = {}
    for path, value in leaves(laid(read_files(*files)).values):
        if lowest_of(path) is Level.LOCAL:
            inner = values
            for name in path[:-1]:
                inner = inner.setdefault(name, {})
            inner[path[-1]] = value
    return values
