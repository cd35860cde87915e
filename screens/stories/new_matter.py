"""Who has bought a house: a matter that nobody programmed, found by its initials (用水过户)."""

from typing import TYPE_CHECKING

from screens.stories.acts import (
    PERSON,
    PHONE,
    agrees_to_be_looked_at,
    rates,
)

if TYPE_CHECKING:
    from screens.visitor import Visitor


def takes_over_the_water(visitor: "Visitor") -> None:
    visitor.sees("home")
    visitor.touch("find")
    visitor.sees("matters")
    visitor.touch("search")
    visitor.sees("search")
    visitor.touch(*(f"letter-{each}" for each in "YSGH"))
    visitor.look()
    visitor.touch("matter-GS-01")
    visitor.sees("need_to_know")
    visitor.touch("self-check")
    visitor.sees("self_check_owner")
    visitor.touch("answer-yes")
    visitor.sees("self_checked")
    visitor.touch("print-list")
    visitor.look()
    visitor.touch("begin")
    visitor.sees("privacy")
    visitor.touch("continue")
    visitor.sees("place_card")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("consent")
    visitor.hardware("card_reader", "lift")
    agrees_to_be_looked_at(visitor)
    visitor.does_what_it_asks("phone", within_s=60)
    visitor.hardware("printer", "tear_off")  # the list, which has come out long since
    visitor.touch(*(f"digit-{digit}" for digit in PHONE), "continue")
    visitor.sees("materials")
    visitor.touch("answer-yes")
    visitor.sees("materials_tolerant")
    visitor.touch("promise")
    visitor.sees("review")
    visitor.touch("submit")
    rates(visitor)
