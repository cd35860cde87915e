"""须知: four facts on a slip, who must go to a window, and whether to begin."""

from kiosk.visit.views.parts import IconRow
from kiosk.visit.views.reading import NeedToKnowView
from screens.screen import Screen, spread
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.slip import Perforation, Slip
from screens.widgets.words import Icon, Words


class NeedToKnowScreen(Screen):
    def lay(self, view: NeedToKnowView) -> None:
        top = self.lay_title(view.title)
        slip = Box(48, top, 984, self.content_bottom - top)
        self.put("slip", slip, Slip())

        left = 200 if self.elder else 256
        room = 992 - left
        facts = [self._fact_height(fact, room) for fact in view.facts]
        if not view.window_text:
            rows = spread(slip.y + 16, slip.bottom - 12, facts)
            for i, (fact, row) in enumerate(zip(view.facts, rows, strict=True)):
                self._fact(f"fact {i}", fact, row, left)
                if i:
                    self.put(f"tear {i}", Box(72, round(row.y), 936, 3), Perforation())
            self._actions(view)
            return
        window_title = Words(view.window_title, "body", bold=True, leading=1.5)
        window_text = Words(view.window_text, "note", colour="ink2")
        closing = [window_title.height(904, self.tokens), window_text.height(904, self.tokens)]
        # a fact gets what is left over, the closing words keep to the torn edge
        closing_height = sum(closing) + 48
        end = slip.bottom - 12
        rows = spread(slip.y + 16, end - closing_height, facts)
        if sum(facts) > end - closing_height - slip.y - 16:
            rows = spread(slip.y + 16, end, [*facts, closing_height])[:-1]
        for i, (fact, row) in enumerate(zip(view.facts, rows, strict=False)):
            self._fact(f"fact {i}", fact, row, left)
            self.put(f"tear {i}", Box(72, round(row.bottom), 936, 3), Perforation())
        top = rows[-1].bottom
        last = Box(88, top, 904, end - top)
        scale = min(1.0, (last.h - 8) / sum(closing))
        y = last.middle - sum(closing) * scale / 2
        self.put("window title", Box(88, y, 904, closing[0] * scale), window_title)
        self.put("window text", Box(88, y + closing[0] * scale, 904, closing[1] * scale),
                 window_text)  # fmt: skip
        self._actions(view)

    def _fact_height(self, fact: IconRow, room: float) -> float:
        big = Words(fact.big, "fact", bold=True, leading=1.25)
        note = Words(fact.note, "note", colour="ink2")
        return big.height(room, self.tokens) + note.height(room, self.tokens) + 24

    def _fact(self, name: str, fact: IconRow, row: Box, left: float) -> None:
        room = 992 - left
        big = Words(fact.big, "fact", bold=True, leading=1.25)
        note = Words(fact.note, "note", colour="ink2")
        heights = [big.height(room, self.tokens), note.height(room, self.tokens)]
        gap = max(8.0, min(12.0, row.h - 16 - sum(heights)))
        scale = min(1.0, (row.h - 16) / (sum(heights) + gap))
        y = row.middle - (sum(heights) * scale + gap) / 2
        label_line = self.size_of("note") * 1.4
        self.put(f"{name} icon", Box(84, y + heights[0] * scale / 2 - 40, 80, 80),
                 Icon(fact.icon, "accent"))  # fmt: skip
        self.put(f"{name} big", Box(left, y, room, heights[0] * scale), big)
        y += heights[0] * scale + gap
        if fact.note:
            self.put(f"{name} note", Box(left, y, room, heights[1] * scale), note)
        if not self.elder:  # 长辈: larger words instead, and the icon says it
            self.put(f"{name} label", Box(88, y, left - 96, max(label_line, heights[1] * scale)),
                     Words(fact.label, "note", colour="ink2", valign="top"))  # fmt: skip

    def _actions(self, view: NeedToKnowView) -> None:
        top, height = self.action_top, self.action_height
        beside = [button for button in (view.secondary, view.check) if button is not None]
        width = 312 if len(beside) == 1 else 240
        for i, button in enumerate(beside):
            self.put(button.name, Box(48 + i * (width + 24), top, width, height),
                     SecondaryButton(button))  # fmt: skip
        left = 48 + len(beside) * (width + 24)
        self.put(
            view.primary.name, Box(left, top, 1032 - left, height), PrimaryButton(view.primary)
        )
