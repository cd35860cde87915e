"""What a slip may say: the facts, gathered by whoever prints it, without a word of text.

An element for which there is no fact is left out; where it must stand on the slip, the slip is not
made (`slip_elements.MissingElement`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from config.matters import Matter
from kiosk.case.model import Applicant, Delivery
from kiosk.case.timeline import TimelineRow


@dataclass(frozen=True, slots=True)
class Lacking:
    """A material that is still owed. by: handed in until then; None: before anything goes on."""

    name: str
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFacts:
    """at: when what the slip tells happened. code: what its QR code says, never about a person.

    number: in groups that can be read aloud. applicant: who asks; printed masked.
    accepted: the day on which the platform accepted the case; only it can say so.
    rows: more facts of this kind of slip, label and value in the visitor's words.
    values: what the texts of this kind ask for.
    """

    at: datetime
    matter: Matter | None = None
    number: str = ""
    code: str = ""
    password: str = field(default="", repr=False)
    applicant: Applicant | None = field(default=None, repr=False)
    accepted: date | None = None
    fee_fen: int | None = None
    order: str = ""
    fee_state: str = ""  # paid or unknown; else it is paid when the result is handed over
    delivery: Delivery | None = None
    rows: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    next: tuple[TimelineRow, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    reason: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
