"""Processes that end with their parent: by end-of-file on their standard input, or by a signal."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


class DidNotStart(Exception):
    """A process ended, or said nothing, before it was ready."""


class Child:
    """One command of run_kiosk.py. Its log goes to `log`; a line of JSON says that it is ready."""

    def __init__(
        self,
        root: Path,
        arguments: Sequence[str],
        log: Path,
        *,
        shown: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """shown: standard output goes to the terminal instead of being read here."""
        self.name = arguments[0]
        self._log = log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, str(root / "run_kiosk.py"), *arguments],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=None if shown else subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, **(environment or {})},
        )

    def ready(self, limit_s: float) -> dict[str, Any]:
        """The line of JSON that it says when it is ready. Raises DidNotStart."""
        assert self.process.stdout is not None
        ends = time.monotonic() + limit_s
        said = b""
        while not said.endswith(b"\n"):
            left_s = ends - time.monotonic()
            if left_s <= 0 or not select.select([self.process.stdout], [], [], left_s)[0]:
                raise DidNotStart(f"{self.name} was not ready within {limit_s:g} s")
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                raise DidNotStart(f"{self.name} ended at once; see {self._log.name}")
            said += more
        answer: dict[str, Any] = json.loads(said.splitlines()[-1])
        return answer

    def wait(self, limit_s: float | None = None) -> int:
        return self.process.wait(limit_s)

    def stop(self, limit_s: float = 10.0) -> int:
        """Ask it to end, then make it."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            if self.process.stdout is not None:
                self.process.stdout.close()
            self._log.close()
