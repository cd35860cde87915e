"""Has licences drawn and printed: a worker of its own, so that nothing waits for the drawing.

Answers for exactly one `Completed` per `PrintLicence`, which the printer sends unless the licence
cannot be drawn, and for reading the number of the sheet on top of a tray. Keeps nothing: the drawn
sheet goes to the printer and is forgotten.
"""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from config.model import BarcodeReaderConfig, KioskConfig
from config.words import Words
from kiosk.effects import PrintLicence, ReadBlank, StopReadingBlank
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.keeping.redaction import without_content
from kiosk.licence.blanks import Sheet
from kiosk.licence.page import FORMAT, MEDIA, CannotBeDrawn, as_pdf, draw
from kiosk.ports import (
    BarcodeReader,
    Cancel,
    Document,
    DocumentPrinter,
    Post,
    PrintDocument,
    ScanCode,
)
from kiosk.vocabulary import CompletionCode, Language

log = logging.getLogger(__name__)

ACCEPTS = ("licence_blank",)


def press_of(
    config: KioskConfig,
    words: Mapping[Language, Words],
    printer: DocumentPrinter | None,
    post: Post,
    reader: Callable[[BarcodeReaderConfig, Post], BarcodeReader],
) -> "LicencePress | None":
    """Where there are a printer and numbered paper. reader: makes the one above a tray."""
    if config.licence_paper is None or printer is None:
        return None

    def heard(event: Event) -> None:
        if isinstance(event, Completed):  # how the citizen's code reader is, is another's to say
            post(event)

    readers = {sheet: reader(getattr(config.licence_paper, sheet.value), heard) for sheet in Sheet}
    fonts, chinese = config.screen.fonts, words[Language.ZH]
    return LicencePress(printer, readers, post, chinese, fonts, simulation=config.simulation)


class LicencePress:
    """readers: the code reader above each tray. words: Chinese. Any thread may call."""

    def __init__(
        self,
        printer: DocumentPrinter,
        readers: Mapping[Sheet, BarcodeReader],
        post: Post,
        words: Words,
        fonts: Path,
        *,
        simulation: bool,
    ) -> None:
        self._printer, self._readers, self._post = printer, readers, post
        self._words, self._fonts, self._simulation = words, fonts, simulation
        self._jobs: queue.SimpleQueue[PrintLicence | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="licence press", daemon=True)
        self._thread.start()

    def carry_out(self, effect: ReadBlank | StopReadingBlank | PrintLicence) -> None:
        """Never waits. ReadBlank ends with `ScannedCode`, PrintLicence with `DocumentResult`."""
        match effect:
            case ReadBlank(id=id, sheet=sheet):
                self._readers[sheet].submit(ScanCode(id, ACCEPTS))
            case StopReadingBlank(id=id, sheet=sheet):
                self._readers[sheet].submit(Cancel(id))
            case PrintLicence():
                self._jobs.put(effect)

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join(timeout=5.0)
        for reader in self._readers.values():
            reader.close()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                sheet = draw(
                    job.licence,
                    job.sheet,
                    job.serial,
                    self._words,
                    self._fonts,
                    simulation=self._simulation,
                )
                document = Document(
                    "business_licence", job.id, FORMAT, MEDIA[job.sheet], as_pdf(sheet)
                )
            except CannotBeDrawn:
                self._post(Completed(job.id, CompletionCode.UNSUPPORTED_DATA))
            except Exception as error:
                # A fault of ours must not end the thread; nothing has been printed.
                log.error("a licence was not drawn: %s", without_content(error))
                self._post(Completed(job.id, CompletionCode.INTERNAL_ERROR))
            else:
                self._printer.submit(PrintDocument(job.id, document))
