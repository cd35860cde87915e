"""How far shared data can be trusted: complete, partial, stale or in conflict with the card.

A kiosk corrects nothing by itself: a conflict is named, field by field, and goes to a person
(信息不一致). An address that differs is none: people move, and the card still says the old one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kiosk.case.model import IdCard
from kiosk.questions import Registered

FRESH_FOR = timedelta(days=365)

MUST_AGREE = ("name", "sex", "birth")
FIELDS = (*MUST_AGREE, "ethnic", "address", "issuer")


class Grade(StrEnum):
    """From the best to the worst; the worst that holds counts."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    STALE = "stale"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Evidence:
    """grade, and the names of the fields because of which it is no better one."""

    grade: Grade
    fields: tuple[str, ...] = ()


def barring(said: Registered, with_card: bool) -> str:
    """The rule by which the register bars every matter of a citizen; empty when none does.

    with_card: somebody stands here with the card. Whose card is lost is not barred without it: it
    is what they come for.
    """
    if said.household in ("deceased", "cancelled"):
        return f"household_{said.household}"
    if with_card and said.card in ("lost", "cancelled"):
        return f"card_{said.card}"
    return ""


def graded(said: Registered, card: IdCard | None, today: date) -> Evidence:
    """card: None where none could be read; then there is nothing to be in conflict with."""
    if card is not None:
        differing = tuple(
            name
            for name in MUST_AGREE
            if getattr(said, name) and getattr(said, name) != getattr(card, name)
        )
        if said.number != card.number:
            differing = ("number", *differing)
        if differing:
            return Evidence(Grade.CONFLICT, differing)
    if today - said.as_of > FRESH_FOR:
        return Evidence(Grade.STALE)
    missing = tuple(name for name in FIELDS if not getattr(said, name))
    return Evidence(Grade.PARTIAL, missing) if missing else Evidence(Grade.COMPLETE)
