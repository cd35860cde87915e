"""Who may have a matter done, judged by the card alone; all reasons against it at once.

居民身份证法 art. 5 (validity by age on the day of issue), art. 11 (renewal); the window before the
end is the matter's datum. A kiosk never decides a case: what looks odd goes to a person.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from config.matters import Matter
from kiosk.case.id_number import OLDEST, age_on, birth_of, check_digit_is_right, is_male
from kiosk.case.model import IdCard


@dataclass(frozen=True, slots=True)
class Reason:
    """rule: a key of the texts `not_eligible.<rule>`. day: when it will be possible, if it will."""

    rule: str
    day: date | None = None


def reasons_against(matter: Matter, card: IdCard, today: date) -> tuple[Reason, ...]:
    """Every reason why this card's bearer cannot have it done here today; empty if they can."""
    asked = matter.eligibility
    assert asked is not None, "a plan with this step has it: see ASKED_BY_STEP"
    if card.kind.value not in asked.kinds:
        return (Reason("kind"),)
    reasons = []
    if age_on(card.birth, today) < asked.least_age:
        reasons.append(Reason("too_young"))
    match asked.validity, card.valid_to:
        case "ending", None:
            reasons.append(Reason("valid_for_ever"))
        case "ending", date() as end:
            begins = end - timedelta(days=asked.renew_window_days)
            if today < begins:
                reasons.append(Reason("too_early", begins))
        case "running", date() as end if end < today:
            reasons.append(Reason("card_expired", end))
    if not _is_consistent(card, today):
        reasons.append(Reason("mismatch"))
    return tuple(reasons)


def years_of_validity(birth: date, issued: date) -> int | None:
    """How long a card issued on that day is valid; None: for ever (居民身份证法 art. 5)."""
    age = age_on(birth, issued)
    if age < 16:
        return 5
    if age <= 25:
        return 10
    return 20 if age <= 45 else None


def _is_consistent(card: IdCard, today: date) -> bool:
    """Number, birth, sex and validity of one card must tell the same story."""
    if not check_digit_is_right(card.number) or birth_of(card.number) != card.birth:
        return False
    if not card.birth <= card.valid_from <= today or age_on(card.birth, today) > OLDEST:
        return False
    if card.sex in ("1", "2") and is_male(card.number) != (card.sex == "1"):
        return False
    years = years_of_validity(card.birth, card.valid_from)
    if years is None or card.valid_to is None:
        return years is None and card.valid_to is None
    return _lasts(card.valid_from, card.valid_to, years)


def _lasts(valid_from: date, valid_to: date, years: int) -> bool:
    """Whether it ends on the day of its issue that many years on; a day to spare, because of the
    29th of February.
    """
    begun = valid_from - timedelta(days=(valid_from.month, valid_from.day) == (2, 29))
    return abs(valid_to - begun.replace(year=begun.year + years)) <= timedelta(days=1)
