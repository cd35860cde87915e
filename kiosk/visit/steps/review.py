"""请核对: what the card said and every answer, each with its way to change it; then submit.

As many pages as the answers need; the last one has the fee and the action that submits. An answer
that was changed here may ask for more, or owe less, in a step between: that one comes first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from config.matters import kind_of, name_of
from kiosk.case import fields, owed
from kiosk.case.codes import ethnic_in_words, sex_in_words
from kiosk.case.contact import grouped
from kiosk.case.dates import day_until
from kiosk.case.model import Delivery, Source
from kiosk.case.money import yuan
from kiosk.case.slips import material_in_words
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import (
    BackPressed,
    ChangePressed,
    ContinuePressed,
    LeavePressed,
    WrongPressed,
)
from kiosk.keeping.redaction import masked_name, masked_number
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, GoTo, Move, Next, Stay
from kiosk.visit.paying import how_to_pay
from kiosk.visit.state import Step
from kiosk.visit.steps import form, last_step, materials
from kiosk.visit.views.answers import ReviewGroup, ReviewRow, ReviewView
from kiosk.visit.views.parts import Button
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device, Theme

NEEDS: tuple[Device, ...] = ()
WAITS = True

ROOM = {Theme.ELDER: 13}
ROOM_ELSE = 20
"""What a page holds, in halves of a line: a row is two, one with 修改 three, a further line two."""
LINE = 13.0  # Chinese characters of a value to a line; others are about half as wide


@dataclass(frozen=True, slots=True)
class Reviewing(Step):
    kind: ClassVar[str] = "review"
    page: int = 0


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    for at, planned in enumerate(c.matter.steps()[: c.visit.position]):
        settled = SETTLED.get(kind_of(planned))
        if settled and not settled(replace(c, visit=replace(c.visit, position=at))):
            return Move(GoTo(planned, and_back=True))
    return Move(Stay(Reviewing()))


SETTLED: Mapping[str, Callable[[Context], bool]] = {
    "form": form.is_settled,
    "materials": materials.is_settled,
}
"""Kinds of step whose answers depend on one another."""


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Reviewing)
    match event:
        case ContinuePressed() if step.page < len(_pages(c)) - 1:
            return Move(Stay(replace(step, page=step.page + 1)))
        case BackPressed() if step.page:
            return Move(Stay(replace(step, page=step.page - 1)))
        case ContinuePressed():
            return Move(Next())
        case ChangePressed(step=planned, field=name) if _changeable(c, planned, name):
            return Move(GoTo(planned, and_back=True, field=name))
        case WrongPressed():
            return Move(Detour(SeekingHelp("mismatch")))
        case LeavePressed():
            return last_step.asked(c, step)
        case _:
            return None


def _changeable(c: Context, planned: str, name: str) -> bool:
    return any(
        row.change is not None and row.change.press == ChangePressed(planned, name)
        for row in _answered(c)
    )


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


# ---- what there is to review -------------------------------------------------------------------


def _pages(c: Context) -> tuple[tuple[ReviewGroup, ...], ...]:
    """The card's group on the first page; the answers in their order on as many as they need."""
    first = _from_card(c)
    room = ROOM.get(c.state.preferences.theme, ROOM_ELSE)
    pages: list[list[ReviewRow]] = [[]]
    left = room
    if first is not None and c.state.preferences.theme is not Theme.ELDER:
        left -= sum(_weight(row) for row in first.rows)  # 长辈 shows one of them, beside the fee
    for row in _answered(c):
        weight = _weight(row)
        if pages[-1] and weight > left:
            pages.append([])
            left = room
        pages[-1].append(row)
        left -= weight
    title = c.words("review.answered")
    groups = [(ReviewGroup(title, tuple(rows)),) if rows else () for rows in pages]
    if first is not None:
        groups[0] = (first, *groups[0])
    return tuple(groups)


def _weight(row: ReviewRow) -> int:
    width = sum(1.0 if char > "\u2e80" else 0.55 for char in row.value)
    return 2 + (row.change is not None) + 2 * int(max(0.0, width - 0.01) // LINE)


def _from_card(c: Context) -> ReviewGroup | None:
    words, card = c.words, c.facts.card
    if card is None:
        return None
    sex, ethnic = sex_in_words(words, card.sex), ethnic_in_words(words, card.ethnic)
    lives = ReviewRow(words("review.address"), card.current_address)
    return ReviewGroup(
        words("review.from_card"),
        (
            ReviewRow(words("review.name"), masked_name(card.name)),
            ReviewRow(
                words("review.sex_ethnic"),
                words("review.sex_ethnic_value", sex=sex, ethnic=ethnic),
            ),
            ReviewRow(words("review.number"), masked_number(card.number)),
            # Where the holder lives stands here once: with the post, or else with the card.
            *(() if c.facts.delivery is Delivery.POST else (lives,)),
        ),
        wrong=Button("wrong", words("review.wrong"), WrongPressed()),
    )


def _answered(c: Context) -> tuple[ReviewRow, ...]:
    """Every answer of the plan's steps, each datum once."""
    rows: list[ReviewRow] = []
    seen: set[str] = set()
    if (supplement := c.facts.supplement) is not None:
        items = c.words("diagnose.comma").join(supplement.items)
        rows.append(ReviewRow(c.words("review.handed_in"), items))
    for planned in c.matter.steps()[: c.visit.position]:
        match kind_of(planned):
            case "card_photo" if c.facts.photo is None:  # who has just chosen one has seen it
                seen.add("photo")
                pending = c.words("photo.review_pending")
                rows.append(ReviewRow(c.words("field.photo.label"), pending))
            case "phone":
                seen.add("phone")
                phone = grouped(c.facts.phone)
                rows.append(ReviewRow(c.words("review.phone"), phone, _change(c, planned)))
            case "delivery":
                rows += _delivery(c, planned)
            case "fingerprints":
                pending = c.words("review.fingerprints_pending")
                rows.append(ReviewRow(c.words("review.fingerprints"), pending))
            case "form":
                rows += _of_form(c, planned, seen)
            case "materials":
                rows += _owed(c, planned)
    return tuple(rows)


def _delivery(c: Context, planned: str) -> Iterator[ReviewRow]:
    words, delivery = c.words, c.facts.delivery
    if delivery is None:
        return
    said = words(f"delivery.{delivery.value}")
    yield ReviewRow(words("review.delivery"), said, _change(c, planned))
    card = c.facts.card
    station = card.issuer if card is not None else c.facts.data.value("issuer")
    if card is not None and card.added_address:
        station = words("review.station_moved")
    where = c.facts.applicant.address if delivery is Delivery.POST else station
    if where:
        yield ReviewRow(words(f"review.where_{delivery.value}"), where)


def _owed(c: Context, planned: str) -> Iterator[ReviewRow]:
    for each in owed.of(c.facts.data):
        what = material_in_words(c.words, c.matter, each.material)
        by = day_until(c.words, each.by, each.days)
        value = c.words("review.owed_value", what=what, by=by)
        yield ReviewRow(c.words("review.owed"), value, _change(c, planned))


def _of_form(c: Context, planned: str, seen: set[str]) -> Iterator[ReviewRow]:
    """What was typed can be changed; what was fetched says where it came from."""
    for one in fields.asked(c.rules.forms[name_of(planned)], c.facts.data):
        datum = c.facts.data.get(one.name)
        if datum is None or datum.source is Source.CARD or one.name in seen:
            continue
        seen.add(one.name)
        value = fields.shown(c.words, c.rules.standards, one, datum.value)
        typed = datum.source is Source.TYPED
        label = c.words(f"field.{one.name}.label")
        yield ReviewRow(label, value, _change(c, planned, one.name) if typed else None)


def _change(c: Context, planned: str, name: str = "") -> Button:
    control = name or planned
    return Button(f"change-{control}", c.words("review.change"), ChangePressed(planned, name))


# ---- the page ----------------------------------------------------------------------------------


def view(c: Context, step: Step) -> ReviewView:
    assert isinstance(step, Reviewing)
    words, pages = c.words, _pages(c)
    page = min(step.page, len(pages) - 1)  # a smaller look has more pages
    last = page == len(pages) - 1
    fee = c.matter.fee.fen
    return ReviewView(
        frame=frame_of(c),
        name=f"review-{page + 1}" if page else "review",
        title=words("review.title"),
        lead=words("form.part", page=page + 1, pages=len(pages)) if len(pages) > 1 else "",
        groups=pages[page],
        fee_label=words("review.fee"),
        fee=(words("money.yuan", yuan=yuan(fee)) if fee else words("review.free")) if last else "",
        fee_note=words("review.fee_note", pay=how_to_pay(c)) if fee and last else "",
        primary=Button(
            "submit" if last else "next-page",
            words("review.submit" if last else "review.next"),
            ContinuePressed(),
        ),
    )
