"""Who is not, or does not want to be, recognised by the camera."""

from typing import TYPE_CHECKING

from screens.stories.acts import (
    PERSON,
    answers_and_submits,
    holds_the_code,
    is_looked_at,
    lays_the_card,
    takes_a_number,
    takes_the_slip,
    to_the_card,
)

if TYPE_CHECKING:
    from screens.visitor import Visitor


def wrong_face(visitor: "Visitor") -> None:
    to_the_card(visitor)
    lays_the_card(visitor)
    is_looked_at(visitor, person="lin-guobin")
    visitor.does_what_it_asks("other_way", within_s=120)
    takes_a_number(visitor)


def refuses_face(visitor: "Visitor") -> None:
    to_the_card(visitor)
    lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")
    visitor.touch("refuse")
    visitor.sees("other_way")
    takes_a_number(visitor)


def shows_code(visitor: "Visitor") -> None:
    to_the_card(visitor)
    lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")
    visitor.touch("refuse")
    visitor.sees("other_way")
    visitor.touch("way-code")
    visitor.sees("show_code")
    code = visitor.hardware("sandbox", "identity/code", person=PERSON)["code"]
    holds_the_code(visitor, code)
    answers_and_submits(visitor)
    takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")


def asks_clerk(visitor: "Visitor") -> None:
    to_the_card(visitor)
    lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")
    visitor.touch("refuse")
    visitor.sees("other_way")
    visitor.touch("way-clerk")
    visitor.sees("ask_clerk")
    visitor.waits_until(_is_called, "the clerk looks at this visitor")
    visitor.look()
    visitor.hardware("sandbox", "clerk/decide", yes=True)
    answers_and_submits(visitor)
    takes_the_slip(visitor)
    visitor.sees("rating")
    visitor.touch("rating-5")
    visitor.sees("goodbye")


def _is_called(view: object) -> bool:
    return getattr(view, "big", "").startswith(("轮到", "Your turn"))
