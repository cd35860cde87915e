"""A demonstration that does not go as told says why in one line, and leaves nothing running."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.demonstration import demo
from kiosk.demonstration.demo import Demonstration

ROOT = Path(__file__).parents[3]

# In the place of run_kiosk.py: the real sandbox, hardware that is there, a kiosk that hangs.
COMMANDS = """
import json, sys, time
from pathlib import Path
command, *rest = sys.argv[1:]
if command == "sandbox":
    from kiosk.sandbox.server import serve
    told = dict(zip(rest[::2], rest[1::2]))
    serve(Path(told["--directory"]), json.loads(Path(told["--credentials"]).read_text()))
if command == "simulate":
    print(json.dumps({"control": "here"}), flush=True)
    sys.stdin.read()
if command == "run":
    time.sleep(60)
"""


class NoHands:
    def wire(self, since_s: float = 0.0) -> dict[str, list[dict[str, Any]]]:
        return {}

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        return {"peers": {}}  # no tray of numbered paper


def test_a_visit_that_never_ends_is_ended_and_told_whatever_proxy_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run_kiosk.py").write_text(COMMANDS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr(demo, "VISIT_S", 0.2)
    shown = Demonstration(
        tmp_path,
        visitor="renews",
        clock="14:26",
        platform="down",
        delivers=0,
        control=lambda path: NoHands(),
        build=tmp_path / "build",
    )
    assert shown.show() == 1
    assert "NOT as told: the visit did not end within 0.2 s" in capsys.readouterr().out
    assert [child.process.poll() is None for child in shown._children] == [False] * 3
