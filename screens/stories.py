"""The visitors of `make run VISITOR=name`: what each does, told in the order of the screens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that who only asks what there is need not load Kivy
    from screens.visitor import Visitor

PERSON = "chen-haiying"
PHONE = "19900006620"
CREDIT_CODE = "92330299MA29000176"  # of a made-up shop, in a division that does not exist
NUMBER = "330299196803070026"
SIGNATURE = (
    ((0.22, 0.25), (0.22, 0.75)),
    ((0.22, 0.30), (0.34, 0.28), (0.30, 0.48), (0.23, 0.50)),
    ((0.48, 0.22), (0.45, 0.40), (0.40, 0.52)),
    ((0.44, 0.36), (0.60, 0.34), (0.60, 0.70), (0.42, 0.72), (0.44, 0.36)),
    ((0.70, 0.30), (0.84, 0.30), (0.76, 0.50), (0.82, 0.70)),
)
"""Strokes that belong to nobody, in shares of the pad."""


@dataclass(frozen=True, slots=True)
class Story:
    """clock: the kiosk's time of day, "02:00". platform: how the sandbox is while the visit lasts.

    ends: the page on which the visit is meant to end, before the kiosk returns home.
    """

    tell: Callable[["Visitor"], None]
    ends: str
    clock: str = "14:26"
    platform: str = "healthy"
    delivers: int = 0  # how many documents of cases must have reached the platform in the end
    faces: tuple[str, ...] = (PERSON,)  # who stands before the camera


def _to_the_card(visitor: "Visitor", door: str = "id-card", matter: str = "ID-01") -> None:
    visitor.sees("home")
    visitor.touch(f"door-{door}")
    visitor.sees("matters")
    visitor.touch(f"matter-{matter}")
    if visitor.sees("need_to_know", "privacy") == "need_to_know":
        visitor.touch("begin")
        visitor.sees("privacy")
    visitor.touch("continue")
    visitor.sees("place_card")


def _lays_the_card(visitor: "Visitor", person: str = PERSON) -> None:
    visitor.hardware("card_reader", "place", person=person)
    visitor.sees("eligible")
    visitor.hardware("card_reader", "lift")


def _is_looked_at(visitor: "Visitor", person: str = PERSON) -> None:
    visitor.touch("continue")
    visitor.sees("consent")
    _agrees_to_be_looked_at(visitor, person)


def _agrees_to_be_looked_at(visitor: "Visitor", person: str = PERSON) -> None:
    visitor.hardware("camera", "look", person=person)
    visitor.touch("agree")
    visitor.sees("face")


def _is_photographed(visitor: "Visitor", person: str = PERSON) -> None:
    """For the card: sits down before the white blind, and takes the shot that is chosen already.

    Not whoever sits before a real camera: their face was to stay in memory.
    """
    visitor.does_what_it_asks("card_photo", within_s=60)
    if not visitor.hardware("camera", "look", person=person):
        visitor.touch("not-here")
        return
    visitor.hardware("camera", "blind")
    visitor.touch("begin")
    visitor.sees("photo")
    visitor.waits_until(lambda view: getattr(view, "countdown", "over") != "", "a countdown")
    visitor.look()
    visitor.sees("photo_choice", within_s=40)
    visitor.look()
    visitor.touch("shot-0", "continue")


def _answers_and_submits(visitor: "Visitor", pays: bool = False) -> None:
    _is_photographed(visitor)
    _types(visitor, "phone", PHONE)
    _is_sent_the_card(visitor, pays)


def _types(visitor: "Visitor", page: str, figures: str) -> None:
    visitor.sees(page)
    visitor.touch(*(f"digit-{figure}" for figure in figures))
    visitor.waits_until(_is_complete, "all figures")
    visitor.look()
    visitor.touch("continue")


def _is_complete(view: object) -> bool:
    action = getattr(view, "primary", None)
    return not getattr(view, "missing", "") and bool(getattr(action, "enabled", False))


def _is_sent_the_card(visitor: "Visitor", pays: bool = False) -> None:
    visitor.sees("delivery")
    visitor.touch("delivery-post")
    visitor.sees("review")
    visitor.touch("submit")
    visitor.sees("signature")
    visitor.draws("pad", SIGNATURE)
    visitor.look()
    visitor.touch("continue")
    if visitor.sees("fee", "done", within_s=30) == "fee":  # not while the platform is down
        if pays:
            visitor.pays_by_phone()
        else:
            visitor.touch("pay-later")


def _takes_the_slip(visitor: "Visitor") -> None:
    visitor.sees("done", within_s=30)
    visitor.waits_until(_slip_is_out, "the slip has come out")
    visitor.look()
    visitor.hardware("printer", "tear_off")
    visitor.touch("finish")


def _slip_is_out(view: object) -> bool:
    """Printed, by what the page says: no longer 正在打印."""
    hint = getattr(view, "slip_hint", "")
    return bool(hint) and not hint.startswith(("正在", "Printing"))


def _renews(visitor: "Visitor", pays: bool = False) -> None:
    _to_the_card(visitor)
    _lays_the_card(visitor)
    _is_looked_at(visitor)
    _answers_and_submits(visitor, pays=pays)
    _rates(visitor)


def _pays_here(visitor: "Visitor") -> None:
    _renews(visitor, pays=True)


def _lost_card(visitor: "Visitor") -> None:
    _has_no_card(visitor, "ID-03")
    _types(visitor, "lost_on", "20261120")
    visitor.sees("lost_at-town")
    visitor.touch("skip")
    _is_sent_the_card(visitor)
    _rates(visitor)


def _damaged_card(visitor: "Visitor") -> None:
    _has_no_card(visitor, "ID-02")
    visitor.sees("damage")
    visitor.touch("damage-broken")
    _is_sent_the_card(visitor)
    _rates(visitor)


def _has_no_card(visitor: "Visitor", matter: str) -> None:
    """No card that can be read: the number is typed, the photo is the police's."""
    visitor.sees("home")
    visitor.touch("door-id-card")
    visitor.sees("matters")
    visitor.touch(f"matter-{matter}")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    visitor.sees("privacy")
    visitor.touch("continue")
    _types(visitor, "id_number", NUMBER)
    visitor.sees("consent")
    visitor.hardware("camera", "look", person=PERSON)
    visitor.touch("agree")
    visitor.sees("face")
    _is_photographed(visitor)
    _types(visitor, "phone", PHONE)


def _asks_progress(visitor: "Visitor") -> None:
    """Renews, and asks at once how far it is: by number and password, by the slip, by the card."""
    _to_the_card(visitor)
    _lays_the_card(visitor)
    _is_looked_at(visitor)
    _answers_and_submits(visitor)
    visitor.sees("done", within_s=30)
    code = visitor.reads("qr")
    _rates(visitor)
    _, _, projid, password = code.split(":")
    _to_the_ways_of_asking(visitor, "number")
    _types(visitor, "case_projid", projid)
    _types(visitor, "case_password", password)
    _sees_how_far_it_is(visitor)
    _to_the_ways_of_asking(visitor, "slip")
    visitor.sees("scan_slip")
    _holds_the_code(visitor, code)
    _sees_how_far_it_is(visitor)
    _to_the_ways_of_asking(visitor, "card")
    visitor.sees("privacy")
    visitor.touch("continue")
    visitor.sees("place_card")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("progress")
    visitor.hardware("card_reader", "lift")
    _sees_how_far_it_is(visitor)


def _to_the_ways_of_asking(visitor: "Visitor", way: str) -> None:
    visitor.sees("home", within_s=60)
    visitor.touch("matter-ID-09")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    visitor.sees("progress_by")
    visitor.touch(f"by-{way}")


def _sees_how_far_it_is(visitor: "Visitor") -> None:
    visitor.sees("progress")
    visitor.look()
    visitor.touch("noted")
    visitor.sees("goodbye")


def _rates(visitor: "Visitor") -> None:
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _walks_away(visitor: "Visitor") -> None:
    _to_the_card(visitor)
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("eligible")
    visitor.sees("still_there", within_s=90)
    visitor.sees("take_card", within_s=40)
    visitor.hardware("card_reader", "lift")
    visitor.sees("goodbye", "home")


def _wrong_face(visitor: "Visitor") -> None:
    _to_the_card(visitor)
    _lays_the_card(visitor)
    _is_looked_at(visitor, person="lin-guobin")
    visitor.does_what_it_asks("other_way", within_s=120)
    _takes_a_number(visitor)


def _takes_a_number(visitor: "Visitor") -> None:
    visitor.touch("way-window")
    visitor.sees("ticket")
    visitor.waits_until(lambda view: "正在" not in getattr(view, "lead", ""), "the slip is out")
    visitor.look()
    visitor.hardware("printer", "tear_off")
    visitor.touch("done")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _garbled_card(visitor: "Visitor") -> None:
    _to_the_card(visitor)
    visitor.hardware("card_reader", "unreadable")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.waits_until(lambda view: bool(getattr(view, "trouble", "")), "a hint to lift the card")
    visitor.look()
    visitor.hardware("card_reader", "lift")
    visitor.hardware("card_reader", "healthy")
    visitor.waits_s(0.8)
    _lays_the_card(visitor)
    _is_looked_at(visitor)
    _answers_and_submits(visitor)
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("no-rating")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _refuses_face(visitor: "Visitor") -> None:
    _to_the_card(visitor)
    _lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")
    visitor.touch("refuse")
    visitor.sees("other_way")
    _takes_a_number(visitor)


def _shows_code(visitor: "Visitor") -> None:
    _to_the_card(visitor)
    _lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")
    visitor.touch("refuse")
    visitor.sees("other_way")
    visitor.touch("way-code")
    visitor.sees("show_code")
    code = visitor.hardware("sandbox", "identity/code", person=PERSON)["code"]
    _holds_the_code(visitor, code)
    _answers_and_submits(visitor)
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")


def _holds_the_code(visitor: "Visitor", code: str) -> None:
    while not visitor.hardware("barcode_reader", "scan", text=code)["seen"]:
        visitor.waits_s(0.1)  # the reader is armed a moment after the page is seen


def _asks_clerk(visitor: "Visitor") -> None:
    _to_the_card(visitor)
    _lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")
    visitor.touch("refuse")
    visitor.sees("other_way")
    visitor.touch("way-clerk")
    visitor.sees("ask_clerk")
    visitor.waits_until(_is_called, "the clerk looks at this visitor")
    visitor.look()
    visitor.hardware("sandbox", "clerk/decide", yes=True)
    _answers_and_submits(visitor)
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")


def _is_called(view: object) -> bool:
    return getattr(view, "big", "").startswith(("轮到", "Your turn"))


def _owes_a_lease(visitor: "Visitor") -> None:
    """The lease is to follow; accepted with it owed, the promise is signed in its place here."""
    _fills_in_a_shop(visitor, (*_SHOP[:-2], ("place", "place-proof")))
    visitor.sees("materials_tolerant")
    visitor.look()
    visitor.touch("promise")
    _submits(visitor)
    visitor.sees("done", within_s=30)
    slip = visitor.reads("qr")
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("no-rating")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")
    visitor.hardware("sandbox", "acceptance/days", count=1)
    visitor.sees("home", within_s=60)
    visitor.touch("door-licence")
    visitor.sees("matters")
    visitor.touch("matter-BL-17")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    visitor.sees("scan_slip")
    while not visitor.hardware("barcode_reader", "scan", text=slip)["seen"]:
        visitor.waits_s(0.1)
    visitor.sees("progress")
    visitor.look()
    visitor.touch("hand-in")
    visitor.sees("privacy")
    visitor.touch("continue")
    visitor.sees("place_card")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("consent")
    visitor.hardware("card_reader", "lift")
    visitor.hardware("camera", "look", person=PERSON)
    visitor.touch("agree")
    visitor.sees("face")
    visitor.does_what_it_asks("phone", within_s=60)
    visitor.touch(*(f"digit-{digit}" for digit in PHONE), "continue")
    for page, *presses in (*_PREMISES, ("promise", "promise")):
        visitor.sees(page)
        visitor.touch(*presses)
    for page, press in (("review", "next-page"), ("review-2", "submit")):
        visitor.sees(page)
        visitor.touch(press)
    visitor.sees("signature")
    visitor.draws("pad", SIGNATURE)
    visitor.touch("continue")
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _looks_up_business(visitor: "Visitor") -> None:
    """Anybody: without a card, by the code on a licence that hangs on a wall."""
    visitor.sees("home")
    visitor.touch("door-licence")
    visitor.sees("matters")
    visitor.touch("matter-BL-13")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    visitor.sees("lookup_by")
    visitor.touch("lookup_by-uscc")
    visitor.sees("lookup_uscc")
    visitor.touch(*(f"key-{each}" for each in CREDIT_CODE), "continue")
    visitor.sees("business")
    visitor.touch("print")
    visitor.waits_until(lambda view: "出口" in getattr(view, "lead", ""), "the slip is out")
    visitor.look()
    visitor.hardware("printer", "tear_off")
    visitor.touch("noted")
    visitor.sees("goodbye", "home")


def _comes_back_for_the_licence(visitor: "Visitor") -> None:
    """Opens a shop; once its registrar has granted it, prints its licence."""
    _opens_shop(visitor)
    visitor.sees("home", within_s=60)
    visitor.hardware("sandbox", "acceptance/days", count=10)
    _prints_licence(visitor, "L-1001")  # the first that this registrar gives


def _prints_licence(visitor: "Visitor", licence: str = "L-0001") -> None:
    _to_the_card(visitor, "licence", "BL-08")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("consent")  # nothing stands between the card and this
    visitor.hardware("card_reader", "lift")
    _agrees_to_be_looked_at(visitor)
    visitor.does_what_it_asks("licences", within_s=60)
    visitor.touch(f"licence-{licence}")
    visitor.sees("press_confirm")
    visitor.touch("print")
    visitor.sees("press_look", within_s=40)
    visitor.touch("unclear")
    visitor.sees("unclear")
    visitor.touch("unclear-duplicate")  # one sheet is printed once more
    visitor.sees("pressing")
    visitor.sees("press_look", within_s=40)
    visitor.touch("clear")
    visitor.sees("rating", within_s=30)  # the slip's page goes by itself
    visitor.hardware("printer", "tear_off")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _opens_shop(visitor: "Visitor") -> None:
    _fills_in_a_shop(visitor, _SHOP)
    _submits(visitor)
    _takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _fills_in_a_shop(visitor: "Visitor", pages: tuple[tuple[str, ...], ...]) -> None:
    _to_the_card(visitor, "licence", "BL-02")
    _lays_the_card(visitor)
    _is_looked_at(visitor)
    visitor.does_what_it_asks("phone", within_s=60)
    visitor.touch(*(f"digit-{digit}" for digit in PHONE))
    visitor.touch("continue")
    for page, *presses, last in pages:
        visitor.sees(page)
        visitor.touch(*presses)
        visitor.look()
        visitor.touch(last)


_PREMISES = (
    ("premises-town", "town-330225101"),
    (
        "premises-rest",
        *(f"key-{each}" for each in "yugang"),
        *("candidate-0", "keys-digits", "key-9", "continue"),
    ),
)
_SHOP = (
    ("scope", "group-fresh"),
    ("scope-entries", "entry-SL011", "continue"),
    ("scope", "continue"),
    ("use_name", "use_name-yes"),
    ("business_name-mark", *(f"key-{each}" for each in "yugang"), "candidate-0", "continue"),
    ("business_name-trade", "trade-0"),
    ("business_name-form", "form-0"),
    ("business_name-whole", "continue"),
    *_PREMISES,
    ("premises_right", "premises_right-rented"),
    ("composition", "composition-personal"),
    ("capital", *(f"digit-{each}" for each in "50000"), "continue"),
    ("staff", "digit-2", "continue"),
    ("place", "place-declare"),
    ("promise", "promise"),
)
"""Each page of the form of a small shop, and what is pressed there."""


def _submits(visitor: "Visitor") -> None:
    """A review of three pages, and a signature under it."""
    for page, press in (("review", "next-page"), ("review-2", "next-page"), ("review-3", "submit")):
        visitor.sees(page)
        visitor.touch(press)
    visitor.sees("signature")
    visitor.draws("pad", SIGNATURE)
    visitor.look()
    visitor.touch("continue")


STORIES = {
    "renews": Story(_renews, "goodbye", delivers=1),
    "pays-here": Story(_pays_here, "goodbye", delivers=1),
    "lost-card": Story(_lost_card, "goodbye", delivers=1),
    "damaged-card": Story(_damaged_card, "goodbye", delivers=1),
    "asks-progress": Story(_asks_progress, "goodbye", delivers=1),
    "walks-away": Story(_walks_away, "goodbye"),
    "wrong-face": Story(_wrong_face, "goodbye", faces=("lin-guobin",)),
    "platform-down": Story(_renews, "goodbye", platform="down", delivers=1),
    "garbled-card": Story(_garbled_card, "goodbye", delivers=1),
    "refuses-face": Story(_refuses_face, "goodbye"),
    "shows-code": Story(_shows_code, "goodbye", clock="02:00", delivers=1),
    "asks-clerk": Story(_asks_clerk, "goodbye", delivers=1),
    "opens-shop": Story(_opens_shop, "goodbye", delivers=1),
    "prints-licence": Story(_prints_licence, "goodbye"),
    "owes-lease": Story(_owes_a_lease, "goodbye", clock="02:00", delivers=2),
    "looks-up-business": Story(_looks_up_business, "goodbye", clock="02:00"),
    "opens-and-prints": Story(_comes_back_for_the_licence, "goodbye", delivers=1),
    "at-night": Story(_renews, "goodbye", clock="02:00", delivers=1),
}
