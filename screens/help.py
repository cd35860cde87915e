"""帮助: how it looks, which language, sound, and who else helps. One touch, seen at once."""

from kiosk.visit.views.always import HelpView
from kiosk.visit.views.parts import Button
from screens.home import HintBand
from screens.screen import Screen, grid
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.words import Words


class HelpScreen(Screen):
    def lay(self, view: HelpView) -> None:
        top = self.lay_title(view.title)
        band = 208 if self.elder else 160
        self.put("call", Box(48, top - 16, 984, band), HintBand(view.call))
        top = grid(top + band + 16)
        bottom = self.content_bottom - 16
        groups = (
            ("themes", view.themes_title, view.themes),
            ("languages", view.languages_title, view.languages),
            ("sound", view.sound_title, view.sounds),
        )
        heading = grid(self.size_of("heading") * 1.25)
        each = grid((bottom - top - 32 * (len(groups) - 1)) / len(groups))
        for i, (name, title, buttons) in enumerate(groups):
            y = top + i * (each + 32)
            self.put(name, Box(48, y, 984, heading),
                     Words(title, "heading", bold=True, leading=1.2))  # fmt: skip
            self._row(buttons, Box(48, y + heading + 16, 984, each - heading - 16))
        beside = [button for button in (view.tell, view.person) if button is not None]
        width = 312 if len(beside) == 1 else 240
        for i, button in enumerate(beside):
            place = Box(48 + i * (width + 24), self.action_top, width, self.action_height)
            self.put(button.name, place, SecondaryButton(button))
        left = 48 + len(beside) * (width + 24)
        self.put(view.primary.name,
                 Box(left, self.action_top, 1032 - left, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip

    def _row(self, buttons: tuple[Button, ...], box: Box) -> None:
        width = (box.w - 24 * (len(buttons) - 1)) / max(1, len(buttons))
        for i, button in enumerate(buttons):
            self.put(button.name, Box(box.x + i * (width + 24), box.y, width, box.h),
                     SecondaryButton(button))  # fmt: skip
