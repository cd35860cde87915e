"""make cost: what a visit costs its visitor, matter by matter, beside what the law asks for.

Each journey is a visit on the pure rules, pressed to its end as the stories of tests/kiosk/visit
press it. Counted are touches, typed characters and the characters that stand on the pages; minutes
come from a published model of how long each takes, so that they can be computed anywhere and
compared with any other terminal.

The model: Card, Moran and Newell, "The keystroke-level model", CACM 23(7), 1980: to make up one's
mind 1.35 s (once a press; finding on the screen what is pressed is in it, so its label is not read
besides: Kieras, "Using the keystroke-level model to estimate execution times", 2001), to point
1.1 s, a key 1.2 s for whoever is not used to a keyboard. Reading: 332 Chinese characters a minute,
silently. The IReST texts were read at 255 a minute by people of 18 to 35, but aloud
(Trauzettel-Klosinski and Dietz, IOVS 53(9), 2012); the same adults' silent reading is 238/183 as
fast (Brysbaert, Journal of Memory and Language 109, 2019). Whoever is over 60 takes 5.047/3.158 of
a young person's time for a sentence (Wang and others, Journals of Gerontology B 73(4), 2018): what
a visit costs them is told beside, with the same hands.

Every character that a page shows in the standard look is read once, its other buttons' among
them; a list is read to its middle. What is around every page (the bar at the bottom, the
steps) is read once a visit. What stands behind a button is not read by everybody, and is not
counted: 自查 (which says who must go to a window), 清单, 帮助, and for a licence the need-to-know
and the whole notice. A page that goes by itself costs the time for which it stands, whatever
can be read of it. Devices: the card as `make bench` measured it at 9600 baud; face check,
slip, two sheets of paper and one second for an answer of a platform are assumed. Not counted:
getting a phone out to pay (the fee is left for later here) and looking for glasses.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace

from config.matters import Matter
from kiosk.events import Event
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    DigitPressed,
    DoorPressed,
    KeysPressed,
    LetterPressed,
    MatterPressed,
    PickPressed,
    RatingPressed,
)
from kiosk.licence.blanks import Sheet
from kiosk.ports import PrintResult
from kiosk.questions import Bill, BillState
from kiosk.rules import Rules
from kiosk.visit.views import View
from kiosk.visit.views.answers import PlaceCardView
from kiosk.visit.views.camera import FaceView, PhotoView, ShotsView
from kiosk.visit.views.finding import Door, HomeView, MattersView
from kiosk.visit.views.parts import Button, Frame
from kiosk.visit.views.reading import BusyView
from kiosk.vocabulary import PrintOutcome
from tests.kiosk.visit.kiosk import Kiosk, paying_rules
from tests.kiosk.visit.shop import HELD, LICENCE, SERIALS, Shopkeeper
from tests.kiosk.visit.test_business_lookup import SHOP as PUBLISHED
from tests.kiosk.visit.test_business_lookup import USCC
from tests.kiosk.visit.test_lost_and_damaged import Cardless
from tests.kiosk.visit.test_opening_a_shop import Founder
from tests.kiosk.visit.test_photo_later import ComesBack
from tests.kiosk.visit.test_progress_ways import FOUND
from tests.kiosk.visit.test_supplement import Completing

DECIDE_S, POINT_S, KEY_S = 1.35, 1.1, 1.2
READ_PER_MIN = 255 * 238 / 183
OVER_60 = 5.047 / 3.158  # of a young reader's time
CARD_S = 1.4 + 2 * POINT_S  # read, laid down and taken away
FACE_S = 6.0
PHOTO_S = 7.0  # three shots, as in the visits of `make run`
SHEET_S = 10.0
SLIP_S = 3.0
ANSWER_S = 1.0
GOAL_MIN = {"ID-01": 5.0, "BL-02": 10.0, "BL-08": 2.0}

_READ = re.compile("[\u4e00-\u9fff]|[0-9A-Za-z]+")


# ---- journeys ------------------------------------------------------------------------------------


def _renews() -> Iterator[Kiosk]:
    kiosk = Kiosk(paying_rules())
    yield kiosk
    kiosk.to_done()
    _pays_later(kiosk)
    _goes(kiosk)


def _prints_a_licence() -> Iterator[Kiosk]:
    kiosk = Shopkeeper().loaded()
    yield kiosk
    kiosk.to_the_licences(HELD[:1])  # most have one
    kiosk.answered(LICENCE)
    kiosk.tell(ContinuePressed())
    for sheet in Sheet:
        kiosk.prints(SERIALS[sheet])
    kiosk.tell(ContinuePressed())
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    kiosk.tell(RatingPressed(5))


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


def _asks_how_far_it_is() -> Iterator[Kiosk]:
    kiosk = Completing()
    yield kiosk
    kiosk.looks_it_up(FOUND)
    kiosk.tell(ContinuePressed())


def _looks_up_a_business() -> Iterator[Kiosk]:
    kiosk = Kiosk()
    yield kiosk
    kiosk.tell(DoorPressed("licence"), MatterPressed("BL-13"), ContinuePressed())
    kiosk.tell(PickPressed("uscc"), KeysPressed("latin"), *map(LetterPressed, USCC))
    kiosk.tell(ContinuePressed())
    kiosk.answered(PUBLISHED)
    kiosk.tell(ContinuePressed())


def _is_photographed_later() -> Iterator[Kiosk]:
    kiosk = ComesBack()
    yield kiosk
    kiosk.completes_it()
    _goes(kiosk)


def _hands_in_what_it_owes() -> Iterator[Kiosk]:
    kiosk = Completing()
    yield kiosk
    kiosk.completes_it()
    _goes(kiosk)


def _pays_later(kiosk: Kiosk) -> None:
    bill = Bill("330225X0001", BillState.WAITING, 2000, "https://pay.invalid/1")
    kiosk.answered(bill)
    kiosk.tell(DeclinePressed())
    kiosk.answered(replace(bill, state=BillState.CANCELLED, code=""))


def _goes(kiosk: Kiosk) -> None:
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    kiosk.tell(ContinuePressed(), RatingPressed(5))


JOURNEYS: dict[str, Callable[[], Iterator[Kiosk]]] = {
    "ID-01": _renews,
    "ID-02": lambda: _has_no_card("ID-02"),
    "ID-03": lambda: _has_no_card("ID-03"),
    "ID-09": _asks_how_far_it_is,
    "ID-13": _is_photographed_later,
    "BL-02": _opens_a_shop,
    "BL-08": _prints_a_licence,
    "BL-13": _looks_up_a_business,
    "BL-17": _hands_in_what_it_owes,
}
"""By matter: yields its kiosk first, then goes to the end. A matter without one is told so."""


# ---- what they cost ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """read: characters. device_s: what is waited for beyond the reading. asked: what the law wants;
    said: of that, what only the citizen can say.
    """

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
    def over_60(self) -> float:
        return self.reading_min * OVER_60 + self.doing_min

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
    pressed: dict[tuple[str, str], set[Event]] = {}
    around: dict[str, None] = {}
    presses: list[Event] = []
    happen = kiosk.happen

    def counted(event: Event) -> None:
        page = (kiosk.page, kiosk.shown.title)
        pages.setdefault(page, kiosk.shown)
        pressed.setdefault(page, set()).add(event)
        around.update(dict.fromkeys(_around(kiosk.shown.frame)))
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
        read=sum(
            _characters(shown, pressed[page]) for page, shown in pages.items() if not _goes_s(shown)
        )
        + sum(len(_READ.findall(text)) for text in around),
        device_s=sum(_waited_s(shown) for shown in pages.values()),
        asked=len(by_law),
        said=sum(source in ("typed", "chosen") for source in by_law),
    )


def _around(frame: Frame) -> Iterator[str]:
    """The words around a page: the same on every one, but for the clock."""
    controls = (frame.back, frame.leave, frame.help)
    yield from (control.label for control in controls if control is not None)
    yield from (step.label for step in frame.steps)
    yield from (frame.title, frame.open_sign, frame.bar_sentence)


def _goes_s(shown: View) -> float:
    """How long a page stands that goes by itself; 0 where somebody has to act."""
    if isinstance(shown, FaceView):
        return FACE_S
    if isinstance(shown, PhotoView):
        return PHOTO_S
    if isinstance(shown, BusyView):
        return {"pressing": SHEET_S, "slip": SLIP_S}.get(shown.name, ANSWER_S)
    return 0.0


def _waited_s(shown: View) -> float:
    """What is waited for on a page beyond reading it; the slip comes out while its page is read."""
    return CARD_S if isinstance(shown, PlaceCardView) else _goes_s(shown)


def _by_law(rules: Rules, matter: Matter) -> Iterator[str]:
    """Where each field that the law wants comes from."""
    for part in matter.form:
        for field in rules.catalogue.shared.forms[part].fields:
            if field.by_law:
                yield field.source


def _characters(shown: object, pressed: Collection[Event]) -> float:
    """What there is to read on a page: a character, or a figure or word of letters, is one."""
    if isinstance(shown, str):
        return len(_READ.findall(shown))
    if isinstance(shown, tuple):
        return sum(_characters(each, pressed) for each in shown)
    if is_dataclass(shown) and not isinstance(shown, Frame):
        names = {each.name for each in fields(shown)} - _NOT_READ
        if isinstance(shown, ShotsView):
            names -= {"label"}  # 演示, of simulated hardware alone, as is a stamp
        if isinstance(shown, Button):  # its label, or what is still missing in its place
            names -= {"missing"} if shown.enabled or not shown.missing else {"label"}
        if isinstance(shown, Button | Door) and shown.press in pressed:
            names -= {"label", "title"}
        whole = sum(_characters(getattr(shown, name), pressed) for name in names)
        return whole / 2 if isinstance(shown, HomeView | MattersView) else whole
    return 0


_NOT_READ = {"name", "icon", "picture", "press", "keys", "qr", "state", "stamp", "summary"}
"""summary: of a door, in 长辈 in place of its lines."""


def table(found: Iterable[Cost]) -> str:
    head = ("matter", "touches", "typed", "read", "minutes", "of them reading", "goal", "over 60",
            "fields by law", "said by the citizen")  # fmt: skip
    rows = [head]
    for each in found:
        goal = GOAL_MIN.get(each.code)
        verdict = "" if goal is None else "reached" if each.minutes <= goal else "MISSED"
        rows.append((
            each.code, str(each.touches), str(each.typed), f"{each.read:.0f}",
            f"{each.minutes:.1f}", f"{each.reading_min:.1f}", f"{goal:g} {verdict}" if goal else "",
            f"{each.over_60:.1f}",
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
