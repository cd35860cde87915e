"""What visitors do at the kiosk, whatever they came for: one act for each stretch of a visit."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.visitor import Visitor

PERSON = "chen-haiying"
PHONE = "19900006620"
SIGNATURE = (
    ((0.22, 0.25), (0.22, 0.75)),
    ((0.22, 0.30), (0.34, 0.28), (0.30, 0.48), (0.23, 0.50)),
    ((0.48, 0.22), (0.45, 0.40), (0.40, 0.52)),
    ((0.44, 0.36), (0.60, 0.34), (0.60, 0.70), (0.42, 0.72), (0.44, 0.36)),
    ((0.70, 0.30), (0.84, 0.30), (0.76, 0.50), (0.82, 0.70)),
)
"""Strokes that belong to nobody, in shares of the pad."""


def to_the_card(visitor: "Visitor", door: str = "id-card", matter: str = "ID-01") -> None:
    visitor.sees("home")
    visitor.touch(f"door-{door}")
    visitor.sees("matters")
    visitor.touch(f"matter-{matter}")
    if visitor.sees("need_to_know", "privacy") == "need_to_know":
        visitor.touch("begin")
        visitor.sees("privacy")
    visitor.touch("continue")
    visitor.sees("place_card")


def lays_the_card(visitor: "Visitor", person: str = PERSON) -> None:
    visitor.hardware("card_reader", "place", person=person)
    visitor.sees("eligible")
    visitor.hardware("card_reader", "lift")


def is_looked_at(visitor: "Visitor", person: str = PERSON) -> None:
    visitor.touch("continue")
    visitor.sees("consent")
    agrees_to_be_looked_at(visitor, person)


def agrees_to_be_looked_at(visitor: "Visitor", person: str = PERSON) -> None:
    visitor.hardware("camera", "look", person=person)
    visitor.touch("agree")
    visitor.sees("face")


def is_photographed(visitor: "Visitor", person: str = PERSON) -> None:
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


def answers_and_submits(visitor: "Visitor", pays: bool = False) -> None:
    is_photographed(visitor)
    types(visitor, "phone", PHONE)
    is_sent_the_card(visitor, pays)


def types(visitor: "Visitor", page: str, figures: str) -> None:
    visitor.sees(page)
    visitor.touch(*(f"digit-{figure}" for figure in figures))
    visitor.waits_until(_is_complete, "all figures")
    visitor.look()
    visitor.touch("continue")


def _is_complete(view: object) -> bool:
    action = getattr(view, "primary", None)
    return not getattr(view, "missing", "") and bool(getattr(action, "enabled", False))


def is_sent_the_card(visitor: "Visitor", pays: bool = False) -> None:
    visitor.sees("delivery")
    visitor.touch("delivery-post")
    is_signed(visitor)
    if visitor.sees("fee", "done", within_s=30) == "fee":  # not while the platform is down
        if pays:
            visitor.pays_by_phone()
        else:
            visitor.touch("pay-later")


def is_signed(visitor: "Visitor") -> None:
    """The review, of as many pages as it has, and a signature under it."""
    visitor.sees("review")
    page = 1
    while visitor.offers("next-page"):
        visitor.touch("next-page")
        page += 1
        visitor.sees(f"review-{page}")
    visitor.touch("submit")
    visitor.sees("signature")
    visitor.draws("pad", SIGNATURE)
    visitor.look()
    visitor.touch("continue")


def takes_the_slip(visitor: "Visitor") -> None:
    visitor.sees("done", within_s=30)
    visitor.waits_until(_slip_is_out, "the slip has come out")
    visitor.look()
    visitor.hardware("printer", "tear_off")
    visitor.touch("finish")


def _slip_is_out(view: object) -> bool:
    """Printed, by what the page says: no longer 正在打印."""
    hint = getattr(view, "slip_hint", "")
    return bool(hint) and not hint.startswith(("正在", "Printing"))


def rates(visitor: "Visitor") -> None:
    takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def takes_a_number(visitor: "Visitor") -> None:
    visitor.touch("way-window")
    visitor.sees("ticket")
    visitor.waits_until(lambda view: "正在" not in getattr(view, "lead", ""), "the slip is out")
    visitor.look()
    visitor.hardware("printer", "tear_off")
    visitor.touch("done")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def holds_the_code(visitor: "Visitor", code: str) -> None:
    while not visitor.hardware("barcode_reader", "scan", text=code)["seen"]:
        visitor.waits_s(0.1)  # the reader is armed a moment after the page is seen
