"""One question, a few equal answers: other ways, how to get the document."""

from kiosk.visit.views.answers import ChoiceView
from screens.matters import lay_rows
from screens.screen import Screen
from screens.widgets.paper import Box
from screens.widgets.words import Words


class ChoiceScreen(Screen):
    actions = (0,)

    def lay(self, view: ChoiceView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom: float = self.action_top + self.action_height
        if view.note:
            note = Words(view.note, "note", colour="ink2")
            height = note.height(984, self.tokens) + 16
            bottom -= height + 24
            self.put("note", Box(48, bottom + 24, 984, height), note)
        lay_rows(self, view.choices, top, bottom, view.picture)
