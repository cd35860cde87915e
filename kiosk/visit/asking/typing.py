"""Words on the keyboard: names, texts, and codes with letters."""

from dataclasses import dataclass, field

from kiosk.events import Event
from kiosk.events.touches import (
    CandidatePressed,
    ClearPressed,
    ContinuePressed,
    DeletePressed,
    KeysPressed,
    LetterPressed,
    MoreCandidatesPressed,
)
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.keyboard import (
    DIGITS,
    LATIN,
    PAGE,
    PINYIN,
    ROWS,
    Candidate,
    Keyboard,
    offered,
    pressed,
)
from kiosk.visit.views.answers import TypingView
from kiosk.visit.views.parts import Button

MOST = {"name": 30, "uscc": 18}


@dataclass(frozen=True, slots=True)
class Writing(Page):
    keyboard: Keyboard = field(default=Keyboard(), repr=False)


def begin(a: Asking, value: str) -> Page:
    most = MOST.get(a.field.type, a.field.most or 60)
    return Writing(
        Keyboard(text=value, most=most, keys=LATIN if a.field.type == "uscc" else PINYIN)
    )


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Writing)
    keyboard = page.keyboard
    if isinstance(event, ContinuePressed):
        return Answered(keyboard.text) if is_ready(keyboard) else None
    turned = pressed(keyboard, event, a.c.rules.phrases)
    return None if turned is None else Turned(Writing(turned[0]), turned[1])


def is_ready(keyboard: Keyboard) -> bool:
    """Something stands, and no letter waits to become a word."""
    return bool(keyboard.text.strip()) and not keyboard.letters


def view(a: Asking, page: Page) -> TypingView:
    assert isinstance(page, Writing)
    return typing_view(a, page.keyboard, name=a.field.name, title=a.title, lead=a.help)


def typing_view(
    a: Asking, keyboard: Keyboard, *, name: str, title: str, lead: str, prefix: str = ""
) -> TypingView:
    """The keyboard with this question; prefix: what stands before what is typed."""
    words = a.words
    rows = ROWS[keyboard.keys]
    if keyboard.keys == LATIN:
        rows = (ROWS[DIGITS][0], *rows)
    return TypingView(
        frame=a.frame,
        name=name,
        title=title,
        lead=lead,
        value=prefix + keyboard.text,
        composing=" ".join(keyboard.syllables) or keyboard.letters,
        problem=a.trouble,
        candidates=_candidates(a, keyboard),
        rows=tuple(
            tuple(Button(f"key-{key}", key, LetterPressed(key)) for key in row) for row in rows
        ),
        tools=(
            *(
                Button(f"keys-{keys}", words(f"keyboard.{keys}"), KeysPressed(keys))
                for keys in (PINYIN, LATIN, DIGITS)
                if keys != keyboard.keys
            ),
            Button("clear", words("phone.clear"), ClearPressed()),
            Button("delete", words("phone.delete"), DeletePressed()),
        ),
        primary=a.onward(is_ready(keyboard)),
        secondary=a.skip,
    )


def _candidates(a: Asking, keyboard: Keyboard) -> tuple[Button, ...]:
    if keyboard.keys == LATIN:
        return ()  # where the figures lie
    found = offered(keyboard)
    more = len(found) > PAGE
    first = keyboard.page * (PAGE - 1) if more else 0
    shown: tuple[Candidate, ...] = found[first : first + (PAGE - 1 if more else PAGE)]
    buttons = [
        Button(f"candidate-{at}", candidate.text, CandidatePressed(first + at))
        for at, candidate in enumerate(shown)
    ]
    if more:
        buttons.append(Button("more", a.words("keyboard.more"), MoreCandidatesPressed()))
    return tuple(buttons)
