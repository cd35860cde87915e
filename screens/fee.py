"""缴费: the amount, a QR code for the citizen's own phone, and the way past it."""

from kiosk.visit.views.answers import FeeView
from screens.done import QrPicture
from screens.screen import Screen
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.slip import Perforation, Slip
from screens.widgets.words import Words

QR = 520


class FeeScreen(Screen):
    def lay(self, view: FeeView) -> None:
        top = self.lay_title(view.title, view.lead)
        slip = Box(48, top, 984, self.content_bottom - top)
        self.put("slip", slip, Slip())
        rows_height = 144 if self.elder else 112
        rows_top = slip.bottom - 24 - rows_height * len(view.rows)
        hint = 88
        side = min(QR, rows_top - slip.y - hint - 64)
        left = slip.x + (slip.w - side) / 2
        above = (rows_top - slip.y - side - hint) / 2
        self.put("qr", Box(left, slip.y + above, side, side), QrPicture(view.qr))
        self.put("hint", Box(88, slip.y + above + side, 904, hint),
                 Words(view.hint, "heading", bold=True, align="center"))  # fmt: skip
        for at, (label, value) in enumerate(view.rows):
            y = rows_top + at * rows_height
            self.put(f"tear {at}", Box(72, round(y), 936, 3), Perforation())
            self.put(f"label {at}", Box(88, y, 248, rows_height),
                     Words(label, "label", colour="ink2", leading=1.2))  # fmt: skip
            self.put(f"value {at}", Box(344, y, 648, rows_height),
                     Words(value, "value", bold=True, leading=1.15))  # fmt: skip
        self.put(view.secondary.name, Box(48, self.action_top, 312, self.action_height),
                 SecondaryButton(view.secondary))  # fmt: skip
        self.put(view.primary.name, Box(384, self.action_top, 648, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip
