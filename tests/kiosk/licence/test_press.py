"""The press draws and hands on; the `blanks` command loads and counts, wherever the book is."""

import queue
from pathlib import Path
from typing import Any

from config.words import load_words
from kiosk.clock import Clock
from kiosk.effects import PrintLicence, ReadBlank, StopReadingBlank
from kiosk.events.devices import Completed
from kiosk.licence.blanks import Sheet, serial_of
from kiosk.licence.command import blanks
from kiosk.licence.press import LicencePress
from kiosk.ports import Cancel, PrintDocument, ScanCode
from kiosk.vocabulary import CompletionCode
from tests.kiosk.keeping.support import a_config
from tests.kiosk.licence.samples import a_licence

WORDS = load_words()["zh"]
FIRST, LAST = serial_of(Sheet.DUPLICATE, 1), serial_of(Sheet.DUPLICATE, 5)


class Hears:
    """A device that is told something."""

    def __init__(self) -> None:
        self.told: queue.Queue[Any] = queue.Queue()

    def submit(self, command: object) -> None:
        self.told.put(command)

    def close(self) -> None:
        """Nothing is open."""


def test_a_licence_is_drawn_off_the_drawing_thread_and_handed_on_once() -> None:
    printer, inbox = Hears(), queue.Queue[Any]()
    readers: Any = {sheet: Hears() for sheet in Sheet}
    press = LicencePress(
        printer,  # type: ignore[arg-type]
        readers,
        inbox.put,
        WORDS,
        Path("build/fonts"),
        simulation=True,
    )
    press.carry_out(ReadBlank("r", Sheet.DUPLICATE))
    press.carry_out(StopReadingBlank("r", Sheet.DUPLICATE))
    assert readers[Sheet.DUPLICATE].told.get(timeout=2) == ScanCode("r", ("licence_blank",))
    assert readers[Sheet.DUPLICATE].told.get(timeout=2) == Cancel("r")
    press.carry_out(PrintLicence("p", a_licence(), Sheet.DUPLICATE, FIRST))
    sent = printer.told.get(timeout=20)
    assert isinstance(sent, PrintDocument)
    assert (sent.id, sent.document.kind) == ("p", "business_licence")
    assert sent.document.data.startswith(b"%PDF-")
    press.carry_out(PrintLicence("q", a_licence(name="\ue000"), Sheet.DUPLICATE, FIRST))
    assert inbox.get(timeout=20) == Completed("q", CompletionCode.UNSUPPORTED_DATA)
    press.close()
    assert printer.told.empty()


def test_two_persons_load_a_stack_while_no_kiosk_runs(tmp_path: Path) -> None:
    config = a_config(tmp_path, "http://127.0.0.1:9")

    def asked(**load: str) -> tuple[str, int]:
        question: dict[str, Any] = {"ask": "blanks", **({"load": load} if load else {})}
        return blanks(config, WORDS, question, Clock().now)

    stack = {"first": FIRST, "last": LAST}
    assert asked(**stack, loader="1024", witness="1024") == (WORDS("blanks.two_persons"), 1)
    told, code = asked(**stack, loader="1024", witness="2048")
    assert code == 0
    assert "副本：装入 5，已打印 0，作废 0，还有 5 张" in told
    assert asked(**stack, loader="1024", witness="2048") == (WORDS("blanks.loaded_before"), 1)
    assert asked()[0] == told
    assert asked(first="7")[1] == 1
