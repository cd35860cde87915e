"""Who comes for a licence on paper, and who wants to know what is public of a business."""

from typing import TYPE_CHECKING

from screens.stories.acts import PERSON, agrees_to_be_looked_at, to_the_card
from screens.stories.shop import opens_shop

if TYPE_CHECKING:
    from screens.visitor import Visitor

CREDIT_CODE = "92330299MA29000176"  # of a made-up shop, in a division that does not exist


def comes_back_for_the_licence(visitor: "Visitor") -> None:
    """Opens a shop; once its registrar has granted it, prints its licence."""
    opens_shop(visitor)
    visitor.sees("home", within_s=60)
    visitor.hardware("sandbox", "acceptance/days", count=10)
    prints_licence(visitor, "L-1001")  # the first that this registrar gives


def prints_licence(visitor: "Visitor", licence: str = "L-0001") -> None:
    to_the_card(visitor, "licence", "BL-08")
    visitor.hardware("card_reader", "place", person=PERSON)
    visitor.sees("consent")  # nothing stands between the card and this
    visitor.hardware("card_reader", "lift")
    agrees_to_be_looked_at(visitor)
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


def looks_up_business(visitor: "Visitor") -> None:
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
