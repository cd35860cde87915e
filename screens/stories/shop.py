"""Who opens a shop, and who still owes something for it."""

from typing import TYPE_CHECKING

from screens.stories.acts import (
    PERSON,
    PHONE,
    is_looked_at,
    is_signed,
    lays_the_card,
    takes_the_slip,
    to_the_card,
)

if TYPE_CHECKING:
    from screens.visitor import Visitor

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


def opens_shop(visitor: "Visitor") -> None:
    _fills_in_a_shop(visitor, _SHOP)
    is_signed(visitor)
    takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")


def _fills_in_a_shop(visitor: "Visitor", pages: tuple[tuple[str, ...], ...]) -> None:
    to_the_card(visitor, "licence", "BL-02")
    lays_the_card(visitor)
    is_looked_at(visitor)
    visitor.does_what_it_asks("phone", within_s=60)
    visitor.touch(*(f"digit-{digit}" for digit in PHONE))
    visitor.touch("continue")
    for page, *presses, last in pages:
        visitor.sees(page)
        visitor.touch(*presses)
        visitor.look()
        visitor.touch(last)


def owes_a_lease(visitor: "Visitor") -> None:
    """The lease is to follow; accepted with it owed, the promise is signed in its place here."""
    _fills_in_a_shop(visitor, (*_SHOP[:-2], ("place", "place-proof")))
    visitor.sees("materials_tolerant")
    visitor.look()
    visitor.touch("promise")
    is_signed(visitor)
    visitor.sees("done", within_s=30)
    slip = visitor.reads("qr")
    takes_the_slip(visitor)
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
    is_signed(visitor)
    takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")
    visitor.hardware("camera", "leave")
