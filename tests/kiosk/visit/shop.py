"""The way of somebody who prints a licence: parts of it, for the stories and the pages."""

from kiosk.events.keeping import BlankBound, BlanksTold
from kiosk.events.touches import AgreePressed, ContinuePressed, LicencePressed
from kiosk.licence.blanks import Sheet, serial_of
from kiosk.licence.sealed import Licence
from kiosk.ports import DocumentResult, ScannedCode
from kiosk.questions import HeldLicence
from kiosk.rules import Rules
from kiosk.visit.views import View
from kiosk.vocabulary import CompletionCode, PrintOutcome
from tests.kiosk.licence.samples import a_licence
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

RULES = demo_rules(
    document_printer={"uri": "ipp://127.0.0.1:9/ipp/print"},
    licence_paper={sheet.value: {"port": "/nowhere"} for sheet in Sheet},
)
"""Of a kiosk with a licence printer and numbered paper."""

LICENCE = a_licence()
HELD = (
    HeldLicence(LICENCE.id, LICENCE.uscc, LICENCE.name, LICENCE.kind, "registered"),
    HeldLicence(
        "L-0002", "92330299MA29000251", "象山县石浦镇渔港杂货店", "个体工商户", "cancelled"
    ),
)
SERIALS = {sheet: serial_of(sheet, 23301) for sheet in Sheet}
SECOND = {sheet: serial_of(sheet, 23302) for sheet in Sheet}


class Shopkeeper(Kiosk):
    """At a kiosk that prints licences."""

    def __init__(self, rules: Rules = RULES) -> None:
        super().__init__(rules)

    def loaded(self, sheets: int = 20) -> "Shopkeeper":
        self.tell(BlanksTold(tuple((sheet, sheets) for sheet in Sheet)))
        return self

    def asks_for_licences(self) -> View:
        self.to_the_card("BL-08")
        self.reads_card()
        self.tell(AgreePressed())
        return self.face_at(0.31)

    def to_the_licences(self, held: tuple[HeldLicence, ...] = HELD) -> View:
        self.asks_for_licences()
        return self.answered(held)

    def to_the_question(self, licence: Licence = LICENCE) -> View:
        self.to_the_licences()
        self.tell(LicencePressed(licence.id))
        return self.answered(licence)

    def sees_sheet(self, serial: str) -> View:
        return self.completes(ScannedCode("licence_blank", serial))

    def prints(self, serial: str, outcome: PrintOutcome = PrintOutcome.PRINTED) -> View:
        """One sheet, from its number to its end."""
        self.sees_sheet(serial)
        self.tell(BlankBound(serial))
        code = CompletionCode.SUCCESS
        if outcome is not PrintOutcome.PRINTED:
            code = CompletionCode.HARDWARE_ERROR
        return self.completes(DocumentResult(outcome, 1), code)

    def to_the_look(self) -> View:
        self.to_the_question()
        self.tell(ContinuePressed())
        for sheet in Sheet:
            self.prints(SERIALS[sheet])
        return self.shown
