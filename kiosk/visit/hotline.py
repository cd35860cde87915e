"""给 12345 留言: from the help, one touch, a number to ask with. No name, no telephone, no typing.

Lies over whatever page the help was opened from, and changes nothing of it. Kept here, sent when
the line is up; its slip says how to ask for the answer.
"""

from dataclasses import replace

from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import SlipFacts
from kiosk.case.timeline import TimelineRow
from kiosk.effects import Effect, Print, TellHotline
from kiosk.events import Event
from kiosk.events.keeping import MessageKept
from kiosk.events.touches import BackPressed, CloseHelpPressed, HotlinePressed, TopicPressed
from kiosk.ports import Slip
from kiosk.rules import Rules
from kiosk.visit.state import Hotline, State
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, Frame, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView

TOPICS = {
    "machine": "monitor",
    "matter": "file-document-outline",
    "staff": "account-outline",
    "idea": "lightbulb-on-outline",
}
"""Names of the texts `hotline.topic.<name>`, and their icons."""


def advance(rules: Rules, state: State, event: Event) -> tuple[State, list[Effect]] | None:
    """What an event does to it; None when it is no business of it."""
    told = state.hotline
    match event:
        case HotlinePressed() if state.help_open and rules.config.platforms.hotline is not None:
            return replace(state, hotline=Hotline()), []
        case _ if told is None:
            return None
        case TopicPressed(topic=topic) if topic in TOPICS and not told.topic:
            matter = state.visit.matter if state.visit is not None else ""
            return replace(state, hotline=Hotline(topic)), [TellHotline(topic, matter)]
        case MessageKept(number=number) if told.topic and not told.number:
            slip = _slip(rules, state, number)
            return replace(state, hotline=replace(told, number=number)), [Print(slip.number, slip)]
        case BackPressed() | CloseHelpPressed():
            return replace(state, hotline=None, help_open=isinstance(event, BackPressed)), []
        case _:
            return None


def numbered(told: Hotline | None) -> Hotline | None:
    """What is left of it when the store fails: a number that is kept is kept."""
    return told if told is not None and told.number else None


def _slip(rules: Rules, state: State, number: str) -> Slip:
    words = rules.words[state.preferences.language]
    facts = SlipFacts(
        at=state.now,
        number=number,
        code=f"BDY:12345:{number}",
        next=(TimelineRow(words("hotline.ask"), words("hotline.ask_note"), done=False),),
    )
    return make_slip(rules, words, "ticket_12345", facts, f"12345.{number}")


def view(
    rules: Rules, state: State, told: Hotline, frame: Frame
) -> BusyView | ChoiceView | NoticeView:
    words = rules.words[state.preferences.language]
    if not told.topic:
        return ChoiceView(
            frame=frame,
            name="hotline",
            title=words("hotline.title"),
            lead=words("hotline.lead"),
            choices=tuple(
                Button(
                    f"topic-{name}", words(f"hotline.topic.{name}"), TopicPressed(name), icon=icon
                )
                for name, icon in TOPICS.items()
            ),
            note=words("hotline.note"),
        )
    if not told.number:
        return BusyView(frame, "telling", words("hotline.keeping"), "")
    return NoticeView(
        frame=frame,
        name="hotline_kept",
        title=words("hotline.kept"),
        lead=words("hotline.kept_lead"),
        big=told.number,
        rows=(
            IconRow("phone", words("hotline.ask"), words("hotline.ask_note")),
            IconRow(
                "account-off-outline", words("hotline.nameless"), words("hotline.nameless_note")
            ),
        ),
        primary=Button("noted", words("hotline.noted"), CloseHelpPressed()),
    )
