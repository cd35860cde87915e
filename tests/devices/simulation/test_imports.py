"""The peers share nothing with the kiosk but published vectors: their imports prove it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OURS = ("config", "devices", "kiosk", "screens")


def peers() -> list[Path]:
    folders = ("*/simulator*.py", "simulation/*.py", "camera/people/*.py")
    return sorted(path for folder in folders for path in (ROOT / "devices").glob(folder))


def imported(source: Path) -> Iterator[str]:
    """Full names of our own modules and what is taken from them."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in OURS)


def allowed(name: str) -> bool:
    """Other peers, the camera's own pictures, and the reviewed list of made-up people."""
    parts = name.split(".")
    if parts[0] == "config":
        return parts[1] == "people"
    return parts[0] == "devices" and (
        parts[1] == "simulation"
        or parts[2].startswith("simulator")
        or (
            parts[1] == "camera"
            and parts[2] in ("people", "clips", "stream", "attacks", "presentation")
        )
    )


@pytest.mark.parametrize("peer", peers(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_peer_imports_nothing_of_the_kiosk(peer: Path) -> None:
    assert [name for name in imported(peer) if not allowed(name)] == []


def test_the_rule_is_not_empty() -> None:
    assert len(peers()) > 5
    assert not allowed("devices.card_reader.codec.FrameDecoder")
    assert not allowed("kiosk.case.model.IdCard")
    assert allowed("devices.card_reader.simulator_card.text_block")
