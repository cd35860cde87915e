"""A visit's slip on the wire: the paper ends within it, is filled up, and it is printed again."""

from pathlib import Path
from typing import Any

from kiosk.attention import RefillPaper
from kiosk.effects import Print
from kiosk.events.devices import Completed, StatusChanged
from tests.devices.printer.conftest import Desk, every_model, slip_for
from tests.kiosk.visit.kiosk import Kiosk


class Served(Kiosk):
    """A kiosk of rules with a real driver and a simulated printer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def prints(self) -> Any:
        """The newest slip goes to the printer, and what becomes of it comes back."""
        code, result = self.desk.print(self.did(Print)[-1].slip)
        return self.tell(Completed(self.did(Print)[-1].id, code, result), *self.news())

    def news(self) -> list[StatusChanged]:
        return [StatusChanged(status) for status in self.desk.statuses[-1:]]


@every_model
def test_half_a_slip_is_printed_again_whole_and_the_next_visitor_gets_nothing_of_it(
    tmp_path: Path, profile: str
) -> None:
    desk = Desk(tmp_path, profile=profile)
    kiosk = Served(desk)
    kiosk.to_done()
    desk.do("out_mid_job", lines=8)
    kiosk.prints()
    desk.wait_for_status(lambda each: each.attention is RefillPaper)
    shown = kiosk.tell(*kiosk.news())
    assert (shown.slip_hint, shown.secondary) == ("凭条没有打完", None)
    desk.do("refill")
    desk.wait_for_status(lambda each: each.attention is None)
    shown = kiosk.tell(*kiosk.news())
    kiosk.tell(shown.secondary.press)
    assert kiosk.prints().secondary is None
    half, again = desk.texts()
    first = kiosk.did(Print)[0].slip.number
    assert "补打" in again
    assert first in again.replace("\n", "").replace(" ", "")
    assert "补打" not in half
    assert "陈*英" in again

    assert desk.outcome(slip_for("林国斌", "A-2", lines=2)) == ("success", "printed")
    assert "陈" not in desk.texts()[-1]
    desk.close()
