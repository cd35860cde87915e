"""make cost: what a visit costs its visitor, matter by matter, beside what the law asks for.

Each journey is a visit on the pure rules, pressed to its end as the stories of tests/kiosk/visit
press it. Counted are touches, typed characters and the characters that stand on the pages; minutes
come from a published model of how long each takes, so that they can be computed anywhere and
compared with any other terminal.

The model: Card, Moran and Newell, "The keystroke-level model", CACM 23(7), 1980: to make up one's
mind 1.35 s (once a press), to point 1.1 s, a key 1.2 s for whoever is not used to a keyboard.
Reading: 255 Chinese characters a minute, the IReST texts (Trauzettel-Klosinski and Dietz, IOVS
53(9), 2012). Every character of a page is read once; a list is read to its middle. Devices: the
card as `make bench` measured it at 9600 baud; face check, slip and two sheets of paper are assumed.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from config.matters import Matter
from kiosk.events import (
    ContinuePressed,
    DigitPressed,
    DoorPressed,
    Event,
    LetterPressed,
    LicencePressed,
    RatingPressed,
)
from kiosk.licence.blanks import Sheet
from kiosk.ports import PrintResult
from kiosk.rules import Rules
from kiosk.visit.views import Frame, HomeView, MattersView, View
from kiosk.vocabulary import PrintOutcome
from tests.kiosk.visit.kiosk import Kiosk
from tests.kiosk.visit.shop import LICENCE, SERIALS, Shopkeeper
from tests.kiosk.visit.test_lost_and_damaged import Cardless
from tests.kiosk.visit.test_opening_a_shop import Founder

DECIDE_S, POINT_S, KEY_S = 1.35, 1.1, 1.2
READ_PER_MIN = 255
DEVICE_S = {"PlaceCardView": 1.4 + 2 * POINT_S, "FaceView": 6.0, "DoneView": 2.0, "pressing": 20.0}
"""What a visitor waits for, by page; a card is laid down and taken away too."""
GOAL_MIN = {"ID-01": 5.0, "BL-02": 10.0, "BL-08": 2.0}

_READ = re.compile("[\u4e00-\u9fff]|[0-9A-Za-z]+")


# ---- journeys ------------------------------------------------------------------------------------


def _renews() -> Iterator[Kiosk]:
    kiosk = Kiosk()
    yield kiosk
    kiosk.to_done()
    _goes(kiosk)


def _prints_a_licence() -> Iterator[Kiosk]:
    kiosk = Shopkeeper().loaded()
    yield kiosk
    kiosk.to_the_licences()
    kiosk.tell(LicencePressed("L-0001"))
    kiosk.answered(LICENCE)
    kiosk.tell(ContinuePressed())
    for sheet in Sheet:
        kiosk.prints(SERIALS[sheet])
    kiosk.tell(ContinuePressed())
    _goes(kiosk)


def _opens_a_shop() -> Iterator[Kiosk]:
    kiosk = Founder()
    yield kiosk
    kiosk.submits()
    _goes(kiosk)


def _has_no_card(matter: str) -> Iterator[Kiosk]:
    kiosk = Cardless(matter)
    yield kiosk
    kiosk.passes()
    kiosk.answers_everything()
    kiosk.submits()
    _goes(kiosk)


def _goes(kiosk: Kiosk) -> None:
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    kiosk.tell(ContinuePressed(), RatingPressed(5))


JOURNEYS: dict[str, Callable[[], Iterator[Kiosk]]] = {
    "ID-01": _renews,
    "ID-02": lambda: _has_no_card("ID-02"),
    "ID-03": lambda: _has_no_card("ID-03"),
    "BL-02": _opens_a_shop,
    "BL-08": _prints_a_licence,
}
"""By matter: yields its kiosk first, then goes to the end. A matter without one is told so."""


# ---- what they cost ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """read: characters. asked: what the law wants; said: of that, what only the citizen can say."""

    code: str
    touches: int
    typed: int
    read: float
    device_s: float
    asked: int
    said: int

    @property
    def minutes(self) -> float:
        return self.reading_min + self.doing_min

    @property
    def reading_min(self) -> float:
        return self.read / READ_PER_MIN

    @property
    def doing_min(self) -> float:
        pressed = self.touches - self.typed
        hands_s = pressed * (DECIDE_S + POINT_S) + self.typed * KEY_S
        return (hands_s + self.device_s) / 60


def cost_of(code: str) -> Cost:
    journey = JOURNEYS[code]()
    kiosk = next(journey)
    pages: dict[tuple[str, str], View] = {}  # by name and title: a form asks one thing a page
    presses: list[Event] = []
    happen = kiosk.happen

    def counted(event: Event) -> None:
        pages.setdefault((kiosk.page, kiosk.shown.title), kiosk.shown)
        if type(event).__name__.endswith("Pressed"):
            presses.append(event)
        happen(event)

    kiosk.happen = counted  # type: ignore[method-assign]
    list(journey)
    assert kiosk.page == "goodbye", f"{code} does not come to its end: {kiosk.page}"
    assert DoorPressed in map(type, presses)
    by_law = list(_by_law(kiosk.rules, kiosk.rules.matters[code]))
    return Cost(
        code=code,
        touches=len(presses),
        typed=sum(isinstance(press, DigitPressed | LetterPressed) for press in presses),
        read=sum(map(_characters, pages.values())),
        device_s=sum(DEVICE_S.get(page, 0.0) for page in {name for name, _ in pages}),
        asked=len(by_law),
        said=sum(source in ("typed", "chosen") for source in by_law),
    )


def _by_law(rules: Rules, matter: Matter) -> Iterator[str]:
    """Where each field that the law wants comes from."""
    for part in matter.form:
        for field in rules.catalogue.shared.forms[part].fields:
            if field.by_law:
                yield field.source


def _characters(shown: object) -> float:
    """What there is to read on a page: a character, or a figure or word of letters, is one."""
    if isinstance(shown, str):
        return len(_READ.findall(shown))
    if isinstance(shown, tuple):
        return sum(map(_characters, shown))
    if is_dataclass(shown) and not isinstance(shown, Frame):
        names = {each.name for each in fields(shown)} - _NOT_READ
        whole = sum(_characters(getattr(shown, name)) for name in names)
        return whole / 2 if isinstance(shown, HomeView | MattersView) else whole
    return 0


_NOT_READ = {"name", "icon", "picture", "press", "keys", "qr", "state"}


def table(found: Iterable[Cost]) -> str:
    head = ("matter", "touches", "typed", "read", "minutes", "of them reading", "goal",
            "fields by law", "said by the citizen")  # fmt: skip
    rows = [head]
    for each in found:
        goal = GOAL_MIN.get(each.code)
        verdict = "" if goal is None else "reached" if each.minutes <= goal else "MISSED"
        rows.append((
            each.code, str(each.touches), str(each.typed), f"{each.read:.0f}",
            f"{each.minutes:.1f}", f"{each.reading_min:.1f}", f"{goal:g} {verdict}" if goal else "",
            str(each.asked), str(each.said),
        ))  # fmt: skip
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def main() -> int:
    print(table(map(cost_of, JOURNEYS)))
    done = {code for code, matter in Kiosk().rules.matters.items() if matter.here == "done"}
    if untold := sorted(done - JOURNEYS.keys()):
        print(f"done here, and without a journey in tests/cost.py: {', '.join(untold)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
