"""A kiosk without screens that sees one visit: python -m tests.torture.kiosk_process DIRECTORY URL

Writes a line the very moment something could be seen: SEEN <case>, on the store's own thread, and
DELIVERED <case> <projid>; OPENING before it touches the disk, DONE when it has ended in good order.
"""

import os
import sys
import threading
from pathlib import Path

from kiosk.effects import Audit, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.keeping.keeping import Keeping
from tests.kiosk.keeping.support import a_case, a_config

LIMIT_S = 20.0


def main(directory: Path, url: str) -> None:
    delivered = threading.Event()

    def post(event: object) -> None:
        match event:
            case CaseKept(case):
                _say(f"SEEN {case}")
            case CaseDelivered(case, receipt):
                _say(f"DELIVERED {case} {receipt.projid}")
                delivered.set()

    _say("OPENING")
    patience = {"connect_timeout_s": 2.0, "read_timeout_s": 2.0}
    keeping = Keeping(a_config(directory, url, **patience), post)
    visit = keeping.visits() + 1
    keeping.carry_out(Audit("visit_started", (("visit", visit), ("matter", "ID-01"))))
    keeping.carry_out(SubmitCase(a_case(visit)))
    if not delivered.wait(LIMIT_S):
        sys.exit("not delivered")
    keeping.close()
    _say("DONE")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
