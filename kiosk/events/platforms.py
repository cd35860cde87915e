"""What the courier and those who ask the platforms tell."""

from dataclasses import dataclass, field

from kiosk.vocabulary import AnswerCode, Platform


@dataclass(frozen=True, slots=True)
class PlatformReached:
    """Whether a platform answered when it was last asked. reason: a code, why it did not."""

    reached: bool
    platform: Platform = Platform.ACCEPTANCE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The one end of an `Ask`. result: what the question promises, after ANSWERED only.

    reason: a code, why not: "used", "http=503", "down", ... what: the question's kind, for audit.
    """

    id: str
    code: AnswerCode
    result: object | None = field(default=None, repr=False)
    reason: str = ""
    platform: Platform = Platform.ACCEPTANCE
    what: str = ""
    counts: bool = True  # False: one of many looks at the same thing
