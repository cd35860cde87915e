"""What a citizen touches: a screen reports the event that a button's view carries."""

from dataclasses import dataclass, field

from config.matters import Area
from kiosk.case.model import Delivery
from kiosk.licence.blanks import Sheet
from kiosk.vocabulary import Language, Theme


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen anywhere; patience starts anew."""


@dataclass(frozen=True, slots=True)
class DoorPressed:
    """A door of the home screen: a family of matters, e.g. "id-card"."""

    door: str


@dataclass(frozen=True, slots=True)
class FindPressed:
    """找要办的事: the five areas, and the search."""


@dataclass(frozen=True, slots=True)
class AreaPressed:
    area: Area


@dataclass(frozen=True, slots=True)
class SearchPressed:
    """By letters."""


@dataclass(frozen=True, slots=True)
class UnsurePressed:
    """不知道办哪个: a few plain questions."""


@dataclass(frozen=True, slots=True)
class AnswerPressed:
    """An answer to the question on the page, by its name."""

    answer: str


@dataclass(frozen=True, slots=True)
class MatterPressed:
    matter: str


@dataclass(frozen=True, slots=True)
class ContinuePressed:
    """The one primary action of a screen."""


@dataclass(frozen=True, slots=True)
class BackPressed:
    pass


@dataclass(frozen=True, slots=True)
class LeavePressed:
    pass


@dataclass(frozen=True, slots=True)
class DeclinePressed:
    """不继续, 不是我: the visitor does not want to go on; the visit is wiped."""


@dataclass(frozen=True, slots=True)
class HelpPressed:
    pass


@dataclass(frozen=True, slots=True)
class CloseHelpPressed:
    pass


@dataclass(frozen=True, slots=True)
class StillHerePressed:
    """继续办理 in the countdown."""


@dataclass(frozen=True, slots=True)
class ThemePressed:
    theme: Theme


@dataclass(frozen=True, slots=True)
class LanguagePressed:
    language: Language


@dataclass(frozen=True, slots=True)
class SoundPressed:
    on: bool


@dataclass(frozen=True, slots=True)
class PrintListPressed:
    pass


@dataclass(frozen=True, slots=True)
class SelfCheckPressed:
    """先自查."""


@dataclass(frozen=True, slots=True)
class HandInPressed:
    """在这里补: what a case owes, or was asked for."""


@dataclass(frozen=True, slots=True)
class PrintAgainPressed:
    """补打: the visitor's own slip once more, because it did not come out whole."""


@dataclass(frozen=True, slots=True)
class MorePressed:
    """A page beside the way: 办前须知 where a plan does not begin with it."""


@dataclass(frozen=True, slots=True)
class NoCardPressed:
    """没带身份证."""


@dataclass(frozen=True, slots=True)
class CardTroublePressed:
    """放了没反应."""


@dataclass(frozen=True, slots=True)
class AgreePressed:
    """同意 to the face check, on its own screen."""


@dataclass(frozen=True, slots=True)
class RefusePressed:
    """不同意, or 换其他方式 during the check: never counted against anybody."""


@dataclass(frozen=True, slots=True)
class WayPressed:
    """One of the other ways, by name."""

    way: str


@dataclass(frozen=True, slots=True)
class DigitPressed:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LetterPressed:
    """A key of the keyboard: a letter of pinyin, or a character as it stands on the key."""

    letter: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CandidatePressed:
    """One of the words that the letters may be, counted from 0 over all pages."""

    at: int


@dataclass(frozen=True, slots=True)
class MoreCandidatesPressed:
    pass


@dataclass(frozen=True, slots=True)
class KeysPressed:
    """Other keys: pinyin, latin or digits."""

    keys: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """What letters of pinyin may be: answer to `Spell`. syllables: the letters, taken apart."""

    letters: str = field(repr=False)
    syllables: tuple[str, ...] = field(repr=False)
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShotPressed:
    """One of the shots for the card, counted from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class RetakePressed:
    """重拍: none of these."""


@dataclass(frozen=True, slots=True)
class StrokeDrawn:
    """A line on the signature pad, from down to up: points in thousandths of its width."""

    points: tuple[tuple[int, int], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PickPressed:
    """One of many answers, by its key."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PagePressed:
    """Another page of a list, by its number from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class SkipPressed:
    """没有，跳过: the answer stays open, where it may."""


@dataclass(frozen=True, slots=True)
class DeletePressed:
    pass


@dataclass(frozen=True, slots=True)
class ClearPressed:
    pass


@dataclass(frozen=True, slots=True)
class DeliveryPressed:
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class ChangePressed:
    """修改 beside an answer on the review page: the step to go back to, as planned.

    field: which of its answers, where it has more than one.
    """

    step: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class WrongPressed:
    """不对 beside what the card said: the visit goes to a window, nothing is edited."""


@dataclass(frozen=True, slots=True)
class CasePressed:
    """One of the visitor's own cases, by its 申报号."""

    projid: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LicencePressed:
    """One of the visitor's own licences, by the platform's name for it."""

    licence: str


@dataclass(frozen=True, slots=True)
class UnclearPressed:
    """不清楚: a licence sheet came out badly; None: which one is yet to be said."""

    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class RatingPressed:
    """1 very dissatisfied to 5 very satisfied; None: 不评价."""

    level: int | None


@dataclass(frozen=True, slots=True)
class ReasonPressed:
    """Why somebody is not satisfied: a code of the rating step."""

    reason: str


@dataclass(frozen=True, slots=True)
class PersonPressed:
    """转人工, in the help: a window is to go on with what this visit has so far."""


@dataclass(frozen=True, slots=True)
class HotlinePressed:
    """给 12345 留言, in the help."""


@dataclass(frozen=True, slots=True)
class TopicPressed:
    topic: str
