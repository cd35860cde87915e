"""核对: everything on one slip, 修改 beside what was answered, and the action that submits it."""

from kiosk.visit.views.answers import ReviewRow, ReviewView
from kiosk.visit.views.parts import Button
from screens.notice import PANEL_LEAST, put_panel
from screens.screen import Screen, grid, spread
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.slip import Perforation, Rule, Slip
from screens.widgets.words import Words


class ReviewScreen(Screen):
    def lay(self, view: ReviewView) -> None:
        top = self.lay_title(view.title, view.lead)
        room = Box(48, top, 984, self.content_bottom - top)
        if self.elder:
            self.put("slip", room, Slip())
            self._large(view, room)
        else:
            self._table(view, room)
        self.put(view.primary.name, Box(48, self.action_top, 984, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip

    # ---- 标准, 高对比 ------------------------------------------------------------------------

    def _table(self, view: ReviewView, slip: Box) -> None:
        """The slip is as long as what is on it; where that is little, a picture fills the page."""
        heights = [
            self._row_height(row, self._value_width(row, group.wrong))
            for group in view.groups
            for row in group.rows
        ]
        headings = 72 * len(view.groups) + 24 * len(view.groups)
        fee = 136 if view.fee else 16
        room = slip.h - 24 - 20 - headings - fee
        share = min(40.0, (room - sum(heights)) / max(1, len(heights)))
        scale = min(1.0, room / sum(heights))
        spare = room - sum(heights) - share * len(heights)
        if spare >= PANEL_LEAST + 32:
            slip = slip._replace(h=slip.h - spare)
            put_panel(self, slip.bottom + 32, self.content_bottom)
            spare = 0
        self.put("slip", slip, Slip())
        y = slip.y + 24 + max(0.0, spare / 4)
        index = 0
        for g, group in enumerate(view.groups):
            self.put(f"group {g}", Box(88, y + 8, 736, 56),
                     Words(group.title, "small_title", True, "accent"))  # fmt: skip
            y += 72
            first = y
            for r, row in enumerate(group.rows):
                height = heights[index] * scale + max(0.0, share)
                index += 1
                self._row(f"{g}.{r}", row, Box(88, y, 904, height), group.wrong)
                y += height
                if row.change is not None and r < len(group.rows) - 1:
                    self.put(f"rule {g}.{r}", Box(296, round(y) - 1, 528, 2), Rule())
            if group.wrong is not None:
                self._small_button(group.wrong, (first + y) / 2)
            if view.fee or g < len(view.groups) - 1:
                self.put(f"tear {g}", Box(72, round(y) + 10, 936, 3), Perforation())
            y += 24
        if view.fee:
            self._fee(view, Box(88, y, 904, slip.bottom - 16 - y))

    def _value_width(self, row: ReviewRow, wrong: Button | None) -> float:
        return 528.0 if row.change is not None or wrong is not None else 696.0

    def _row_height(self, row: ReviewRow, width: float) -> float:
        text = Words(row.value, "value", bold=True, leading=1.35).height(width, self.tokens)
        return max(136.0 if row.change is not None else 76.0, text + 22)

    def _row(self, name: str, row: ReviewRow, box: Box, wrong: Button | None) -> None:
        self.put(f"label {name}", Box(88, box.y, 200, box.h),
                 Words(row.label, "label", colour="ink2", leading=1.25))  # fmt: skip
        self.put(f"value {name}", Box(296, box.y, self._value_width(row, wrong), box.h),
                 Words(row.value, "value", bold=True, leading=1.35))  # fmt: skip
        if row.change is not None:
            self._small_button(row.change, box.middle)

    def _small_button(self, button: Button, middle: float) -> None:
        width, height = (192, 144) if self.elder else (152, 112)
        top = max(472.0, grid(middle - height / 2 + 4))
        self.put(button.name, Box(992 - width, top, width, height),
                 SecondaryButton(button, "change"))  # fmt: skip

    def _fee(self, view: ReviewView, box: Box) -> None:
        self.put("fee label", Box(88, box.y, 200, box.h), Words(view.fee_label, "label",
                 colour="ink2"))  # fmt: skip
        self.put("fee", Box(296, box.y, 320, box.h), Words(view.fee, "fee", bold=True))
        self.put("fee note", Box(624, box.y, 368, box.h),
                 Words(view.fee_note, "label", colour="ink2", align="right",
                       leading=1.25))  # fmt: skip

    # ---- 长辈 --------------------------------------------------------------------------------

    def _large(self, view: ReviewView, slip: Box) -> None:
        """Label above value. Of what cannot be changed only how much it is, and who it is for,
        beside whom 不对 stands."""
        rows = [
            row
            for group in view.groups
            if any(row.change is not None for row in group.rows)
            for row in group.rows
        ]
        fixed = [row for group in view.groups for row in group.rows if row not in rows][:1]
        wrong = next((group.wrong for group in view.groups if group.wrong is not None), None)
        note = 80 if view.fee_note else 0
        cell_rows = [*([ReviewRow(view.fee_label, view.fee)] if view.fee else []), *fixed]
        heights = [self._large_height(row) for row in rows]
        heights += [184.0 + note] if cell_rows else []
        boxes = spread(slip.y + 20, slip.bottom - 16, heights)
        for i, (row, box) in enumerate(zip(rows, boxes, strict=False)):
            width = self._large_width(row)
            self._large_row(f"{i}", row, Box(88, box.y, width, box.h))
            if row.change is not None:
                self._small_button(row.change, box.middle)
            self.put(f"tear {i}", Box(72, round(box.bottom), 936, 3), Perforation())
        if not cell_rows:
            return
        last = boxes[-1]
        cells = last._replace(h=last.h - note)
        for i, row in enumerate(cell_rows):
            self._large_row(f"cell {i}", row, Box(88 + i * 360, cells.y, 340, cells.h))
        if wrong is not None:
            self._small_button(wrong, cells.middle)
        if note:
            self.put("fee note", Box(88, cells.bottom - 8, 904, note),
                     Words(view.fee_note, "note", colour="ink2", leading=1.2))  # fmt: skip

    def _large_width(self, row: ReviewRow) -> float:
        return 704.0 if row.change is not None else 904.0

    def _large_height(self, row: ReviewRow) -> float:
        value = Words(row.value, "value", bold=True, leading=1.25).height(
            self._large_width(row), self.tokens
        )
        return max(176.0, self.size_of("label") * 1.4 + value + 32)

    def _large_row(self, name: str, row: ReviewRow, box: Box) -> None:
        value = Words(row.value, "value", bold=True, leading=1.25)
        label = self.size_of("label") * 1.4
        height = min(value.height(box.w, self.tokens), box.h - label - 8)
        y = box.middle - (label + 8 + height) / 2
        self.put(f"label {name}", Box(box.x, y, box.w, label),
                 Words(row.label, "label", colour="ink2"))  # fmt: skip
        self.put(f"value {name}", Box(box.x, y + label + 8, box.w, height), value)
