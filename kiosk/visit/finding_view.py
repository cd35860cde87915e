"""The pages on which a matter is found: lists, areas, letters, plain questions."""

from collections.abc import Sequence
from typing import get_args

from config.matters import Area, Matter
from config.words import Words
from kiosk.case.dates import short_date
from kiosk.case.hours import window_hours
from kiosk.events.touches import (
    AnswerPressed,
    AreaPressed,
    DeletePressed,
    HelpPressed,
    LetterPressed,
    MatterPressed,
    PagePressed,
    SearchPressed,
    UnsurePressed,
)
from kiosk.rules import Rules
from kiosk.visit.finding import Areas, Asking, BehindDoor, InArea, Searching
from kiosk.visit.frame import frame_at_home
from kiosk.visit.state import State
from kiosk.visit.views import View
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.finding import MattersView, SearchView
from kiosk.visit.views.parts import Band, Button
from kiosk.vocabulary import Theme

ROWS = {False: 4, True: 3}  # on a page of a list, in 长辈
FOUND = {False: 3, True: 2}  # shown of what letters mean
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

AREA_ICONS: dict[Area, str] = {
    "business": "storefront-outline",
    "real_estate": "home-city-outline",
    "police": "police-badge-outline",
    "construction": "crane",
    "livelihood": "account-group-outline",
}
HERE_ICONS = {
    "done": "check-circle-outline",
    "begun": "circle-half-full",
    "explained": "information-outline",
}


Shown = BehindDoor | Areas | InArea | Searching | Asking


def view(rules: Rules, state: State, words: Words, place: Shown) -> View:
    match place:
        case BehindDoor(door=door, page=page):
            picture = next(rule.picture for rule in rules.doors if rule.name == door)
            found, title = rules.matters_behind(door), words(f"door.{door}.title")
            return _list(rules, state, words, title, found, page, picture)
        case Areas():
            return _areas(rules, state, words)
        case InArea(area=area, page=page):
            return _list(rules, state, words, words(f"area.{area}"), rules.matters_in(area), page)
        case Searching(letters=letters):
            return _search(rules, state, words, letters)
        case Asking(asked=asked):
            return _ask(rules, state, words, asked[-1])


def _list(
    rules: Rules,
    state: State,
    words: Words,
    title: str,
    matters: Sequence[Matter],
    page: int,
    picture: str = "lantern",
) -> MattersView:
    rows = ROWS[state.preferences.theme is Theme.ELDER]
    pages = max(1, -(-len(matters) // rows))
    page = min(page, pages - 1)
    listed = matters[page * rows : (page + 1) * rows]
    alike = len({matter.here for matter in listed}) == 1  # then the page says it once
    count = words("matters.page", page=page + 1, of=pages) if pages > 1 else ""
    if alike:
        lead = words("matters.all", here=words(f"matters.{listed[0].here}"), page=count)
    else:
        lead = count or words("matters.lead" if matters else "matters.none")
    return MattersView(
        frame=frame_at_home(rules, state, back=True),
        title=title,
        lead=lead,
        matters=tuple(row(rules, state, words, matter, here_said=alike) for matter in listed),
        band=None if matters else _elsewhere(rules, words),
        picture=picture,
        previous=_turn(words, "previous", page - 1, "arrow-up", pages),
        following=_turn(words, "following", page + 1, "arrow-down", pages),
    )


def _turn(words: Words, name: str, page: int, icon: str, pages: int) -> Button | None:
    if not 0 <= page < pages:
        return None
    return Button(f"page-{name}", words(f"matters.{name}"), PagePressed(page), icon=icon)


def _elsewhere(rules: Rules, words: Words) -> Band:
    return Band(
        "information-outline",
        words("matters.elsewhere_title"),
        words(
            "matters.elsewhere",
            window=rules.config.identity.window_in(words.language),
            hours=window_hours(rules, words),
        ),
    )


def row(
    rules: Rules, state: State, words: Words, matter: Matter, *, here_said: bool = False
) -> Button:
    """A matter: what is done of it here, unless the page has said so of all, and for whom it is.

    While it is switched off: dashed, with the reason and until when.
    """
    code = matter.code
    who = words(f"matter.{code}.who")
    note = (
        who if here_said else words("matters.note", here=words(f"matters.{matter.here}"), who=who)
    )
    off = rules.switched_off(code, state.now)
    if off is not None:
        said = off.reason if words.language == "zh" else off.reason_en
        reason = said or words("matters.off_reason")
        if off.until is None:
            note = words("matters.off", reason=reason)
        else:
            day = short_date(words, off.until.date())
            at = f"{off.until.hour}:{off.until:%M}"  # as the hours of the windows are told
            note = words("matters.off_until", reason=reason, day=day, time=at)
    return Button(
        f"matter-{code}",
        words(f"matter.{code}.name"),
        MatterPressed(code),
        icon=HERE_ICONS[matter.here],
        note=note,
        enabled=off is None,
    )


def _areas(rules: Rules, state: State, words: Words) -> MattersView:
    areas: tuple[Area, ...] = get_args(Area)
    return MattersView(
        frame=frame_at_home(rules, state, back=True),
        title=words("find.title"),
        lead=words("find.lead"),
        matters=(
            Button(
                "search",
                words("find.search"),
                SearchPressed(),
                "magnify",
                words("find.search_note"),
            ),
            *(
                Button(
                    f"area-{area}",
                    words(f"area.{area}"),
                    AreaPressed(area),
                    AREA_ICONS[area],
                    _count(words, rules.matters_in(area)),
                )
                for area in areas
            ),
        ),
    )


def _count(words: Words, matters: Sequence[Matter]) -> str:
    if not matters:
        return words("find.none")
    here = sum(matter.here != "explained" for matter in matters)
    return words("find.count", count=len(matters), here=here)


def _search(rules: Rules, state: State, words: Words, letters: str) -> SearchView:
    index = rules.catalogue.index
    codes = [code for code in index.find(letters) if code in rules.matters]
    shown = FOUND[state.preferences.theme is Theme.ELDER]
    if not letters:
        lead = words("search.lead")
    elif not codes:
        lead = words("search.none")
    elif len(codes) > shown:
        lead = words("search.more", count=len(codes))
    else:
        lead = words("search.found", count=len(codes))
    return SearchView(
        frame=frame_at_home(rules, state, back=True),
        title=words("search.title"),
        lead=lead,
        letters=" ".join(letters.upper()),
        found=tuple(
            row(rules, state, words, rules.matters[code])
            for code in (codes if letters else tuple(index.terms))[:shown]
        )
        or (Button("unsure", words("home.unsure"), UnsurePressed(), icon="chat-question-outline"),),
        keys=(
            *(Button(f"letter-{letter}", letter, LetterPressed(letter)) for letter in LETTERS),
            Button("delete", words("phone.delete"), DeletePressed()),
        ),
    )


def _ask(rules: Rules, state: State, words: Words, question: str) -> ChoiceView:
    answers = rules.catalogue.shared.ways[question].answers
    return ChoiceView(
        frame=frame_at_home(rules, state, back=True),
        name=f"ask_{question}",
        title=words(f"shared.ask.{question}"),
        lead=words("unsure.lead"),
        choices=(
            *(
                Button(
                    f"answer-{answer.name}",
                    words(f"shared.answer.{question}.{answer.name}"),
                    AnswerPressed(answer.name),
                )
                for answer in answers
            ),
            Button("none-of-these", words("unsure.none"), HelpPressed(), "headset"),
        ),
    )
