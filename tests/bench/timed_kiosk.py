"""run_kiosk.py with a visitor that carries a stop-watch: python -m tests.bench.timed_kiosk run ...

The kiosk is the real one. The visitor also tells, as one line of JSON, how long the pages took no
touch because they had just changed, and how long the finger itself took (found, put down, lifted;
each waits for the loop that draws).
"""

import json
import sys
import time
from typing import Any

import run_kiosk


def main() -> int:
    begin = run_kiosk._visit

    def timed(options: Any, app: Any, runtime: Any) -> Any:
        from screens import performance

        vars(performance)["Visitor"] = _timed_visitor()
        return begin(options, app, runtime)

    run_kiosk._visit = timed
    return run_kiosk.main()


def _timed_visitor() -> type:
    from screens.visitor import POLL_S, Visitor

    class TimedVisitor(Visitor):
        """Waits by itself where the page takes no touches, so that it can tell for how long."""

        guarded_s = finger_s = 0.0

        def touch(self, *names: str) -> None:
            began_s = time.monotonic()
            while not self._router.accepts_touches:
                time.sleep(POLL_S)
            ready_s = time.monotonic()
            super().touch(*names)
            self.guarded_s += ready_s - began_s
            self.finger_s += time.monotonic() - ready_s

        def _note(self, page: str) -> None:
            super()._note(page)
            times = {"guarded_s": self.guarded_s, "finger_s": self.finger_s}
            print(json.dumps({"page": page, "at_s": time.monotonic(), **times}), flush=True)

    return TimedVisitor


if __name__ == "__main__":
    sys.exit(main())
