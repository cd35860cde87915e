"""The equal ways past the face check: which there are, and since when and until when each is open.

人脸识别技术应用安全管理办法 (2025-06-01): never the face alone. Each way ends in the same case with
the same slip. One that is shut is named with its hours and cannot be pressed; one that this kiosk
is not connected to is not named.
"""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.hours import clerk_is_open, clerk_note, window_note
from kiosk.visit.moves import Context
from kiosk.visit.state import Step
from kiosk.vocabulary import Device, Platform

ASKED = "asked"
"""The reason of whoever only wants somebody to go on with it: nothing has gone wrong."""

FACE_REASONS = frozenset(
    {
        *("refused_face", "face", "camera", "no_portrait", "no_photo"),
        *("code", "scanner", "clerk", "clerk_no"),
    }
)
"""Why somebody's face was not compared, or another way did not work: all but the window may still
establish who it is. For every other reason there is the window alone."""


@dataclass(frozen=True, slots=True)
class SeekingHelp(Step):
    """The choice of ways (`steps/other_way.py`), and the way over the window to its end.

    reason: a key of the texts `way.reason.<reason>`; goes with the draft to the window.
    """

    kind: ClassVar[str] = "other_way"
    reason: str
    asked: bool = False  # the draft is being kept
    ticket: str = ""
    printing: str = ""  # the print command
    printed: bool | None = None


def nothing_to_compare(c: Context) -> SeekingHelp:
    """Neither the card nor, where there is none, the police had a picture that can be used."""
    return SeekingHelp("no_portrait" if c.facts.card is not None else "no_photo")


@dataclass(frozen=True, slots=True)
class Way:
    """name: of the texts `way.<name>`. note: what it takes, or when it opens. when: that in few
    words, for a page where it is only named.
    """

    name: str
    icon: str
    note: str
    open: bool = True
    when: str = ""


def ways(c: Context, reason: str) -> tuple[Way, ...]:
    """In the order in which they are offered; the window comes last, and is always open to take a
    number from.
    """
    window = Way("window", "ticket-confirmation-outline", window_note(c.rules, c.words, c.now))
    if reason not in FACE_REASONS or c.facts.meant is None:
        return (window,)
    found = [_code(c), None if reason == "clerk_no" else _clerk(c)]
    return (*(way for way in found if way is not None), window)


def meant_instead(c: Context, reason: str) -> str:
    """The matter for whoever's card cannot be read, where it is done here now; else empty."""
    matter = c.rules.matters.get(c.matter.unreadable)
    if reason != "card" or matter is None or matter.here != "done":
        return ""
    return "" if c.rules.switched_off(matter.code, c.now) is not None else matter.code


def _code(c: Context) -> Way | None:
    """A code on the visitor's phone: at any hour."""
    if c.rules.config.barcode_reader is None or not c.connected(Platform.IDENTITY):
        return None
    works = c.reaches(Platform.IDENTITY) and c.state.attention_of(Device.BARCODE_READER) is None
    if not works:
        return Way("code", "qrcode-scan", c.words("way.code_off"), open=False)
    note, when = c.words("way.code_note"), c.words("way.code_when")
    return Way("code", "qrcode-scan", note, when=when)


def _clerk(c: Context) -> Way | None:
    """A person at a remote desk: in the desk's hours."""
    if not c.connected(Platform.CLERK):
        return None
    if not c.reaches(Platform.CLERK):
        return Way("clerk", "headset", c.words("way.clerk_off"), open=False)
    is_open = clerk_is_open(c.rules, c.now)
    return Way("clerk", "headset", clerk_note(c.rules, c.words, c.now), is_open)
