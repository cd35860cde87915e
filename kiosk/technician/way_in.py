"""The pages before the board: the PIN pad, its lockout, and how a PIN is set where there is none.

Also the frame around every page of a technician.
"""

from dataclasses import replace

from config.words import Words
from kiosk.events import Event
from kiosk.events.touches import (
    ClearPressed,
    ContinuePressed,
    DeletePressed,
    DigitPressed,
    LeavePressed,
)
from kiosk.rules import Rules
from kiosk.technician.lockout import FREE_TRIES
from kiosk.technician.pin import LEAST
from kiosk.technician.state import PinPad
from kiosk.visit.frame import frame_at_home
from kiosk.visit.state import State
from kiosk.visit.views.answers import KeypadView
from kiosk.visit.views.parts import Button, Frame, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Theme

KEYS = (*"123456789", "clear", "0", "delete")


def staff_frame(
    rules: Rules, state: State, words: Words, page: str, *, back: bool = True, leave: bool = True
) -> Frame:
    """The kiosk's own frame; technicians have no 长辈 page, and leave by the same places."""
    frame = frame_at_home(rules, state, back=True)
    theme = Theme.STANDARD if frame.theme is Theme.ELDER else frame.theme
    title = words("technician.header", page=words(f"technician.page.{page}"))
    return replace(
        frame,
        title=title,
        open_sign=words("technician.sign") if page != "pin" else "",
        theme=theme,
        back=frame.back if back else None,
        leave=frame.leave if leave else None,
        bar_sentence="",
    )


def no_pin(rules: Rules, state: State, words: Words) -> NoticeView:
    return NoticeView(
        frame=staff_frame(rules, state, words, "pin", leave=False),
        name="technician_no_pin",
        title=words("technician.no_pin.title"),
        lead=words("technician.no_pin.lead"),
        rows=tuple(
            IconRow(
                icon,
                words(f"technician.no_pin.{name}"),
                words(f"technician.no_pin.{name}_note"),
            )
            for name, icon in (
                ("run", "console"),
                ("put", "file-key-outline"),
                ("restart", "restart"),
            )
        ),
        primary=Button("home", words("unavailable.home"), LeavePressed()),
    )


def locked(rules: Rules, state: State, words: Words) -> NoticeView:
    left_s = max(1, round(state.lockout.left_s(state.at_s)))
    return NoticeView(
        frame=staff_frame(rules, state, words, "pin", leave=False),
        name="technician_locked",
        title=words("technician.pin.locked_title"),
        lead=words("technician.pin.locked_lead", wrong=state.lockout.wrong),
        big=words("technician.pin.minutes", minutes=left_s // 60, seconds=left_s % 60),
        rows=(
            IconRow(
                "key-alert-outline",
                words("technician.pin.forgotten"),
                words("technician.pin.forgotten_note"),
            ),
        ),
        primary=Button("home", words("unavailable.home"), LeavePressed()),
    )


def pin_pad(rules: Rules, state: State, words: Words, page: PinPad) -> KeypadView:
    missing = LEAST - len(page.digits)
    problem = ""
    if page.wrong:
        left = max(1, FREE_TRIES - state.lockout.wrong)
        problem = words("technician.pin.wrong", left=left)
    actions: dict[str, Event] = {"clear": ClearPressed(), "delete": DeletePressed()}
    first = words("technician.pin.checking" if page.checking else "technician.pin.first")
    return KeypadView(
        frame=staff_frame(rules, state, words, "pin", leave=False),
        name="pin",
        title=words("technician.pin.title"),
        lead=words("technician.pin.lead"),
        value=" ".join("●" * len(page.digits)),
        missing=words("technician.pin.missing", digits=missing) if missing > 0 else "",
        problem=problem,
        keys=tuple(
            Button(key, words(f"technician.pin.{key}"), actions[key])
            if key in actions
            else Button(f"digit-{key}", key, DigitPressed(key))
            for key in KEYS
        ),
        primary=Button(
            "continue",
            words("technician.pin.enter"),
            ContinuePressed(),
            enabled=missing <= 0,
            missing="" if missing <= 0 else first,
        ),
    )
