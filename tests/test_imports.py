"""Who may import whom (docs/architecture.md), read from the source and not from what is loaded.

Peers share no codec, driver, profile or client with the kiosk: what a simulator and its driver have
in common is the published standard only.
"""

import ast
from collections.abc import Callable, Iterable
from functools import cache
from itertools import filterfalse
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("config", "kiosk", "devices", "screens")

MAY_IMPORT = {
    "config": {"config"},
    "kiosk": {"kiosk", "config"},
    "devices": {"devices", "kiosk", "config"},
    "screens": {"screens", "kiosk"},
}
"""screens reads no configuration: what it shows is in the views."""

KIOSK_SEES_NO = {"kivy", "serial", "cv2", "dlib", "face_recognition", "numpy"}

PORTS = {
    *{"kiosk.ports", "kiosk.vocabulary", "kiosk.events", "kiosk.attention"},
    *{"kiosk.case.model", "kiosk.case.card_photo"},
}
"""What devices may know of the kiosk."""

PEERS = ("devices/simulation/", "kiosk/sandbox/", "devices/camera/")
PEER_FILES = ("simulator",)
PEER_SIDE = ("devices.simulation", "devices.camera", "kiosk.sandbox", "config.people")


def modules() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Absolute names of all modules that a file imports, also inside functions."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [node.module or "", *(f"{node.module}.{each.name}" for each in node.names)]
    return tuple(names)


def ours(name: str) -> bool:
    return name.split(".", 1)[0] in FOLDERS


def is_peer(path: Path) -> bool:
    relative = path.relative_to(ROOT).as_posix()
    return relative.startswith(PEERS) or path.name.startswith(PEER_FILES)


Rule = Callable[[Path, str], bool]


def against(rule: Rule, paths: Iterable[Path]) -> list[str]:
    """Every import of these files that the rule does not allow."""
    return [
        f"{name_of(path)} imports {name}"
        for path in paths
        for name in imports(path)
        if not rule(path, name)
    ]


def test_arrows_point_the_right_way() -> None:
    def allowed(path: Path, name: str) -> bool:
        folder, whose = name_of(path).split(".")[0], name.split(".")[0]
        if ours(name):
            return whose in MAY_IMPORT[folder]
        if folder == "kiosk" and whose in KIOSK_SEES_NO:
            return False
        return folder == "screens" or whose != "kivy"

    assert against(allowed, modules()) == []


def test_devices_know_the_kiosk_by_its_ports_only() -> None:
    def allowed(_: Path, name: str) -> bool:
        if not name.startswith("kiosk"):
            return True
        known = any(name == port or name.startswith(port + ".") for port in PORTS)
        return known or name in {"kiosk", "kiosk.case"}

    devices = [path for path in modules() if name_of(path).startswith("devices.")]
    assert against(allowed, devices) == []


def test_peers_share_no_code_with_the_kiosk() -> None:
    def allowed(_: Path, name: str) -> bool:
        on_the_peers_side = name.startswith(PEER_SIDE) or ".simulator" in name
        return not ours(name) or on_the_peers_side or name in {"devices", "config"}

    assert against(allowed, filter(is_peer, modules())) == []


def test_the_kiosk_imports_no_peer() -> None:
    def allowed(_: Path, name: str) -> bool:
        peers = ("devices.simulation", "kiosk.sandbox", "devices.camera")
        return not ours(name) or not (".simulator" in name or name.startswith(peers))

    assert against(allowed, filterfalse(is_peer, modules())) == []


def test_no_module_imports_itself_in_a_circle() -> None:
    known = {name_of(path): path for path in modules()}
    arrows = {
        name: {other for other in imports(path) if other in known and other != name}
        for name, path in known.items()
    }
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name in done:
            return
        for other in sorted(arrows[name]):
            if not name.startswith(other + "."):  # a package's own __init__ is always loaded
                walk(other, (*trail, name))
        done.add(name)

    for name in sorted(arrows):
        walk(name, ())
