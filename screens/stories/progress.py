"""Who renews, and asks at once how far it is."""

from typing import TYPE_CHECKING

from screens.stories.acts import (
    PERSON,
    answers_and_submits,
    holds_the_code,
    is_looked_at,
    lays_the_card,
    rates,
    to_the_card,
    types,
)

if TYPE_CHECKING:
    from screens.visitor import Visitor


def asks_progress(visitor: "Visitor") -> None:
    """Renews, and asks at once how far it is: by number and password, by the slip, by the card."""
    to_the_card(visitor)
    lays_the_card(visitor)
    is_looked_at(visitor)
    answers_and_submits(visitor)
    visitor.sees("done", within_s=30)
    code = visitor.reads("qr")
    rates(visitor)
    _, _, projid, password = code.split(":")
    _to_the_ways_of_asking(visitor, "number")
    types(visitor, "case_projid", projid)
    types(visitor, "case_password", password)
    _sees_how_far_it_is(visitor)
    _to_the_ways_of_asking(visitor, "slip")
    visitor.sees("scan_slip")
    holds_the_code(visitor, code)
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
