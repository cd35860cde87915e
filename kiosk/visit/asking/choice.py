"""A few equal answers, one beneath the other; nothing is chosen beforehand."""

from dataclasses import dataclass

from kiosk.events import Event
from kiosk.events.touches import PickPressed
from kiosk.visit.asking.page import Answered, Asking, Page, Result
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button


@dataclass(frozen=True, slots=True)
class Choosing(Page):
    pass


def begin(a: Asking, value: str) -> Page:
    return Choosing()


def advance(a: Asking, page: Page, event: Event) -> Result:
    match event:
        case PickPressed(value=value) if value in a.field.choices:
            return Answered(value)
        case _:
            return None


def view(a: Asking, page: Page) -> ChoiceView:
    name = a.field.name
    return ChoiceView(
        frame=a.frame,
        name=name,
        title=a.title,
        lead=a.help,
        choices=tuple(
            Button(
                f"{name}-{choice}",
                a.words(f"field.{name}.choice.{choice}"),
                PickPressed(choice),
                selected=a.c.facts.data.value(name) == choice,
            )
            for choice in a.field.choices
        ),
    )
