"""What is kept for a platform and sent when the line is up: drafts, ratings, words to 12345.

Plain values, encrypted on disk until they are delivered (`keeping/letters.py`). A new field has a
default: a letter may wait through an update of the program.
"""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.case.model import IdCard


@dataclass(frozen=True, slots=True)
class Draft:
    """What a visitor filled in before going to a window; the window's number opens it there.

    reason: why it goes to a window: "refused_face", "card", "mismatch", ...
    """

    card: IdCard | None = field(repr=False)
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    number: str = ""
    matter: str = ""
    reason: str = ""
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class GivenRating:
    """好差评 of one case. detail: a code of `rating.detail`, for a level of 1 or 2.

    projid: the platform's number, empty until the case has been received.
    """

    case: str
    matter: str
    area: str  # six digits
    name: str = field(repr=False)
    level: int
    detail: str
    at: datetime
    confirmed_at: datetime
    at_once: bool = False  # 即办件, else 承诺件
    projid: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody told 12345 at this kiosk, without a name. topic: of `hotline.topic`.

    matter: of the visit in which it was told, or empty.
    """

    number: str
    topic: str
    matter: str
    terminal: str
    at: datetime


Letter = Draft | GivenRating | Message
