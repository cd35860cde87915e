"""The paper roll in the printer: what is left of it, who says that there is a new one.

Answers for keeping the figure durably beside the journal and for noticing that the roll ran out and
was changed. The technician's thread only leaves word (`put_in`, `left`); files are touched by the
printer's thread. The arithmetic is `paper`'s.
"""

import threading
from collections.abc import Callable, Set
from datetime import date

from devices.durable import if_the_disk_takes_it
from devices.printer.journal import PrintJournal
from devices.printer.paper import forecast
from devices.printer.profile import Fact
from kiosk.ports import PaperLeft


class Roll:
    """mm: how long a new one is."""

    def __init__(self, journal: PrintJournal, mm: float, today: Callable[[], date]) -> None:
        self._journal, self._mm, self._today = journal, mm, today
        self._changed = threading.Event()
        self._left_mm: float | None = None
        self.left: PaperLeft | None = None
        self._reckon(journal.roll_mm())

    def put_in(self) -> None:
        """A whole new roll, says somebody; from any thread."""
        self._changed.set()

    # ---- the printer's thread ------------------------------------------------------------------

    def write_down(self) -> None:
        """Keep what was said by `put_in`, if anything was."""
        if self._changed.is_set():
            self._changed.clear()
            self._keep(self._mm)

    def used(self, mm: float) -> None:
        with if_the_disk_takes_it("the use of paper"):
            self._journal.used(self._today(), mm)
        self._reckon(None if self._left_mm is None else max(self._left_mm - mm, 0.0))

    def seen(self, facts: Set[Fact], knows_paper: bool) -> None:
        """What the printer says. Under an open cover some report no paper: that is not the end."""
        out = "paper_out" in facts
        if out and "cover_open" not in facts and self._left_mm:
            self._keep(0.0)
        elif knows_paper and not out and self._left_mm == 0.0:
            self.put_in()
            self.write_down()

    def _keep(self, left_mm: float) -> None:
        """Known from now on, also when the disk does not take it."""
        with if_the_disk_takes_it("the roll of paper"):
            self._journal.new_roll(left_mm)
        self._reckon(left_mm)

    def _reckon(self, left_mm: float | None) -> None:
        self._left_mm = left_mm
        if self._left_mm is not None:
            self.left = forecast(self._left_mm, self._journal.use(), self._today())
