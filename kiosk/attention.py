"""What has to be done, by whom: the class is the instruction, its parent is the person.

A fault has three faces. The citizen reads the text `attention.<code>.citizen`, the technician
`attention.<code>.technician` (both in `config/texts/`), and the audit log holds the code. What a
visitor does is never an attention; it is an event. What the code does wrong is an exception.
"""

from typing import ClassVar


class Attention:
    """Something that a person has to put right. Only its subclasses are used, never instances.

    warning: the device works all the same, and nothing is held up because of it.
    """

    code: ClassVar[str]
    warning: ClassVar[bool] = False


class AskAttendant(Attention):
    """Anybody who has the key of the front door can do it."""


class AskTechnician(Attention):
    """Needs a technician's tools or knowledge."""


class AskOperator(Attention):
    """Nothing to do at the kiosk: a platform or the network is the cause."""


class ReseatReaderCable(AskTechnician):
    """The card reader's port is gone."""

    code = "C-01"


class ResetReader(AskTechnician):
    """The port is there, nothing answers on it."""

    code = "C-02"


class ReplaceReaderModule(AskTechnician):
    """The security module reports that its self-test failed or that it is not authorised."""

    code = "C-03"


class RaiseReaderBaud(AskTechnician):
    """A warning: the reader's port is set slower than 115200, and every read takes longer."""

    code = "C-04"
    warning = True


class CheckReaderIdentity(AskTechnician):
    """The security module is not the registered one: exchanged, perhaps by a stranger."""

    code = "C-05"


class ReseatPrinterCable(AskTechnician):
    code = "P-01"


class ResetPrinter(AskTechnician):
    """The port is there, nothing answers on it."""

    code = "P-02"


class RefillPaper(AskAttendant):
    code = "P-03"


class PaperRunsLow(AskAttendant):
    """A warning: receipts still come out."""

    code = "P-04"
    warning = True


class ClosePrinterCover(AskAttendant):
    code = "P-05"


class ClearPaperJam(AskTechnician):
    code = "P-06"


class FreeCutter(AskTechnician):
    code = "P-07"


class CoolPrintHead(AskAttendant):
    """The head is too hot; it recovers by itself."""

    code = "P-08"


class CheckCamera(AskTechnician):
    """The camera cannot be opened or sends no frames."""

    code = "F-01"


class RestartFaceProcess(AskTechnician):
    """The face process ended by itself, or does not start; it is started again and again."""

    code = "F-02"


class EndFaceProcess(AskTechnician):
    """The face process was killed and is not gone: something in the kernel holds it, and with it
    what it may know of a face. No face is checked until it is.
    """

    code = "F-05"


class UncoverCamera(AskAttendant):
    """Frames come, and nothing is in them: something lies over the lens."""

    code = "F-03"


class MoreLightForCamera(AskAttendant):
    """A warning: the picture is so dark that a face check takes long or fails."""

    code = "F-04"
    warning = True


class ReseatBarcodeReaderCable(AskTechnician):
    """The barcode reader's port is gone."""

    code = "B-01"


class ResetBarcodeReader(AskTechnician):
    """The port is there, the reader takes no bytes or does not answer what it is asked."""

    code = "B-02"


class ReconnectDocumentPrinter(AskTechnician):
    """Nobody takes calls at the licence printer's address."""

    code = "D-01"


class ResetDocumentPrinter(AskTechnician):
    """The licence printer's address is there, nothing that makes sense comes back."""

    code = "D-02"


class LoadDocumentPaper(AskAttendant):
    """No paper, or not the size that is wanted, or no tray."""

    code = "D-03"


class DocumentPaperLow(AskAttendant):
    """A warning: documents still come out."""

    code = "D-04"
    warning = True


class CloseDocumentPrinter(AskAttendant):
    """A cover, door or interlock is open."""

    code = "D-05"


class ClearDocumentJam(AskAttendant):
    code = "D-06"


class ReplaceToner(AskTechnician):
    """Toner, ink or developer is used up."""

    code = "D-07"


class TonerRunsLow(AskTechnician):
    """A warning: documents still come out."""

    code = "D-08"
    warning = True


class EmptyDocumentOutput(AskAttendant):
    """The output tray is full or missing."""

    code = "D-09"


class ResumeDocumentPrinter(AskTechnician):
    """Somebody paused it, took it offline at its panel, or it is going down."""

    code = "D-10"


class ServiceDocumentPrinter(AskTechnician):
    """It stopped for a reason that only its own panel explains: fuser, drum, waste toner."""

    code = "D-11"


class CheckDocumentPrinterSettings(AskTechnician):
    """It answers, and does not do what this kiosk's configuration asks of it."""

    code = "D-12"


class CancelLeftDocument(AskTechnician):
    """It still holds a document of an earlier job and does not let go of it."""

    code = "D-13"


class LoadBlankLicences(AskTechnician):
    """A warning: few numbered sheets are left for licences, or none."""

    code = "D-14"
    warning = True


class CheckLicenceSeal(AskOperator):
    """A warning: an electronic licence came whose seal does not hold; it was not printed."""

    code = "N-04"
    warning = True


class CheckCaseHistory(AskOperator):
    """A warning: what the platform told of a case cannot have become of it; it was not shown."""

    code = "N-05"
    warning = True


class WaitForPlatform(AskOperator):
    """The acceptance platform does not answer; cases wait in the outbox."""

    code = "N-01"


class CheckPlatformAnswer(AskOperator):
    """The platform refused a case for good; it is kept for a while for a person to look at."""

    code = "N-02"
    warning = True


class WaitForOtherPlatforms(AskOperator):
    """A warning: a platform that visitors' questions go to does not answer; what needs it is not
    offered, everything else is.
    """

    code = "N-03"
    warning = True


class CheckDisk(AskTechnician):
    """The store cannot be written; nothing is taken in until it can."""

    code = "K-01"


class RestartKiosk(AskTechnician):
    """The program met something it did not expect and returned to the start."""

    code = "K-02"


class InstallNewerProgram(AskTechnician):
    """A warning: a case waits that another version of the program wrote, or whose matter the
    catalogue has lost; it is never refused.
    """

    code = "K-03"
    warning = True


class LoadCalendar(AskOperator):
    """A warning: the calendar of working days ends soon; then no date is promised any more."""

    code = "K-04"
    warning = True


class MendCatalogue(AskOperator):
    """A warning: files of the catalogue have problems; the last good one is used."""

    code = "K-05"
    warning = True


class ConfirmExamples(AskOperator):
    """A warning: matters hold values that are 示例; in service they are only explained."""

    code = "K-06"
    warning = True


class RepeatFunctionTest(AskTechnician):
    """The device is there and calls itself well, but did not do what it is for."""

    code = "T-01"


class FreeHungDevice(AskTechnician):
    """The part of the program that speaks to the device did not answer in its time."""

    code = "T-02"


def every_attention() -> list[type[Attention]]:
    """All kinds that carry a code, in order of their codes."""
    found: list[type[Attention]] = []
    todo: list[type[Attention]] = [Attention]
    while todo:
        kind = todo.pop()
        todo.extend(kind.__subclasses__())
        if "code" in vars(kind):
            found.append(kind)
    return sorted(found, key=lambda kind: kind.code)
