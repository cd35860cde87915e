"""Every device of a kiosk, made from its configuration; each begins to work at once.

Answers for which drivers there are and for what one hands to another: the portrait of a card to the
face process, and to no other. What a kiosk does not have is not even loaded.
"""

from pathlib import Path

from config.model import KioskConfig
from devices.barcode_reader.driver import Allowed, SerialBarcodeReader
from devices.biometric.driver import FaceProcessBiometric
from devices.card_reader.driver import SerialCardReader
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from kiosk.ports import AnyDevice, Post
from kiosk.vocabulary import Device


def every_device(
    config: KioskConfig, post: Post, directory: Path, allowed: Allowed
) -> dict[Device, AnyDevice]:
    """directory: for the print journals. allowed: which of the wanted names a scanned text is."""
    biometric = FaceProcessBiometric(config.camera, post, config.simulation, config.photo_library)
    journal = JournalFile(directory / "print-jobs")
    font = config.screen.fonts / "NotoSansSC-Regular.otf"
    devices: dict[Device, AnyDevice] = {
        Device.CARD_READER: SerialCardReader(config.card_reader, post, biometric.import_portrait),
        Device.PRINTER: SerialReceiptPrinter(config.printer, post, journal, font),
        Device.CAMERA: biometric.camera,
        Device.BIOMETRIC: biometric,
    }
    if config.barcode_reader is not None:
        reader = SerialBarcodeReader(config.barcode_reader, post, allowed)
        devices[Device.BARCODE_READER] = reader
    if config.document_printer is not None:
        from devices.document_printer.driver import IppDocumentPrinter
        from devices.document_printer.journal import DocumentJournal

        documents = DocumentJournal(directory / "document-jobs")
        licences = IppDocumentPrinter(config.document_printer, post, documents)
        devices[Device.DOCUMENT_PRINTER] = licences
    return devices
