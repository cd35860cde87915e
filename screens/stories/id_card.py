"""Who comes about an ID card, with one or without, and goes on to the end or away."""

from typing import TYPE_CHECKING

from screens.stories.acts import (
    PERSON,
    PHONE,
    agrees_to_be_looked_at,
    answers_and_submits,
    holds_the_code,
    is_looked_at,
    is_photographed,
    is_sent_the_card,
    is_signed,
    lays_the_card,
    rates,
    takes_the_slip,
    to_the_card,
    types,
)

if TYPE_CHECKING:
    from screens.visitor import Visitor

NUMBER = "330299196803070026"


def renews(visitor: "Visitor", pays: bool = False) -> None:
    to_the_card(visitor)
    lays_the_card(visitor)
    is_looked_at(visitor)
    answers_and_submits(visitor, pays=pays)
    rates(visitor)


def pays_here(visitor: "Visitor") -> None:
    renews(visitor, pays=True)


def lost_card(visitor: "Visitor") -> None:
    _has_no_card(visitor, "ID-03")
    types(visitor, "lost_on", "20261120")
    visitor.sees("lost_at-town")
    visitor.touch("skip")
    is_sent_the_card(visitor)
    rates(visitor)


def damaged_card(visitor: "Visitor") -> None:
    _has_no_card(visitor, "ID-02")
    visitor.sees("damage")
    visitor.touch("damage-broken")
    is_sent_the_card(visitor)
    rates(visitor)


def owes_a_photo(visitor: "Visitor") -> None:
    """Lost their card and is in no state for a photo; comes back for it with the slip."""
    _has_no_card(visitor, "ID-03", photo=False)
    types(visitor, "lost_on", "20261120")
    visitor.sees("lost_at-town")
    visitor.touch("skip")
    is_sent_the_card(visitor)
    visitor.sees("done", within_s=30)
    slip = visitor.reads("qr")
    rates(visitor)
    visitor.sees("home", within_s=60)
    visitor.touch("matter-ID-09")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    visitor.sees("progress_by")
    visitor.touch("by-slip")
    visitor.sees("scan_slip")
    holds_the_code(visitor, slip)
    visitor.sees("progress")
    visitor.look()
    visitor.touch("hand-in")
    _proves_whose_number_it_is(visitor)
    is_photographed(visitor)
    types(visitor, "phone", PHONE)
    is_signed(visitor)
    rates(visitor)


def _has_no_card(visitor: "Visitor", matter: str, photo: bool = True) -> None:
    """No card that can be read: the number is typed, the photo is the police's."""
    visitor.sees("home")
    visitor.touch("door-id-card")
    visitor.sees("matters")
    visitor.touch(f"matter-{matter}")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    _proves_whose_number_it_is(visitor)
    if photo:
        is_photographed(visitor)
    else:
        visitor.does_what_it_asks("card_photo", within_s=60)
        visitor.touch("not-here")
    types(visitor, "phone", PHONE)


def _proves_whose_number_it_is(visitor: "Visitor") -> None:
    """From the privacy notice to the face, which is compared with the police's photo."""
    if visitor.sees("need_to_know", "privacy") == "need_to_know":
        visitor.touch("begin")
        visitor.sees("privacy")
    visitor.touch("continue")
    types(visitor, "id_number", NUMBER)
    visitor.sees("consent")
    agrees_to_be_looked_at(visitor)


def walks_away(visitor: "Visitor") -> None:
    to_the_card(visitor)
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("eligible")
    visitor.sees("still_there", within_s=90)
    visitor.sees("take_card", within_s=40)
    visitor.hardware("card_reader", "lift")
    visitor.sees("goodbye", "home")


def garbled_card(visitor: "Visitor") -> None:
    to_the_card(visitor)
    visitor.hardware("card_reader", "unreadable")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.waits_until(lambda view: bool(getattr(view, "trouble", "")), "a hint to lift the card")
    visitor.look()
    visitor.hardware("card_reader", "lift")
    visitor.hardware("card_reader", "healthy")
    visitor.waits_s(0.8)
    lays_the_card(visitor)
    is_looked_at(visitor)
    answers_and_submits(visitor)
    takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("no-rating")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")
