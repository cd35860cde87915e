"""`run_kiosk.py simulate DEVICE VERB [name=value …]`: one question to the control socket.

`status` alone asks all devices how they are; `DEVICE` or `DEVICE status` asks one.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from devices.simulation.client import ControlClient, ControlLost, ControlRefused


def ask(directory: Path, words: Sequence[str]) -> int:
    """Print the answer as JSON. 0: done; 1: not, after saying why. words: at least one."""
    to, verb, *pairs = [*words, "status"][: max(2, len(words))]
    client = ControlClient(directory / "control")
    try:
        if verb == "status":
            peers = client.status()
            if to not in {"status", *peers}:
                raise ControlRefused(f"to: one of {', '.join(sorted(peers))}")
            answer = peers if to == "status" else peers[to]
        else:
            answer = client.do(to, verb, **dict(map(_detail, pairs)))
    except (ControlLost, ControlRefused, ValueError) as error:
        print(f"{to} {verb}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def _detail(pair: str) -> tuple[str, Any]:
    """`times=2` is a number, `person=chen-haiying` a word. Raises ValueError."""
    name, equals, value = pair.partition("=")
    if not equals:
        raise ValueError(f"{pair}: want name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
