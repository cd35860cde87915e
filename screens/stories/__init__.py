"""The visitors of `make run VISITOR=name`: what each does, told in the order of the screens.

Stories stand in a module for each thing that people come for, and are told in `acts`. Nothing here
loads Kivy: who only asks what stories there are need not wait for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screens.stories import id_card, licence, new_matter, other_ways, progress, shop
from screens.stories.acts import PERSON

if TYPE_CHECKING:
    from screens.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Story:
    """clock: the kiosk's time of day, "02:00". platform: how the sandbox is while the visit lasts.

    ends: the page on which the visit is meant to end, before the kiosk returns home.
    brings_a_matter: before it an administrator has added the matter that CONTRIBUTING.md shows.
    """

    tell: Callable[["Visitor"], None]
    ends: str
    clock: str = "14:26"
    platform: str = "healthy"
    delivers: int = 0  # how many documents of cases must have reached the platform in the end
    faces: tuple[str, ...] = (PERSON,)  # who stands before the camera
    brings_a_matter: bool = False


STORIES = {
    "renews": Story(id_card.renews, "goodbye", delivers=1),
    "pays-here": Story(id_card.pays_here, "goodbye", delivers=1),
    "lost-card": Story(id_card.lost_card, "goodbye", delivers=1),
    "damaged-card": Story(id_card.damaged_card, "goodbye", delivers=1),
    "owes-photo": Story(id_card.owes_a_photo, "goodbye", clock="02:00", delivers=2),
    "new-matter": Story(
        new_matter.takes_over_the_water, "goodbye", delivers=1, brings_a_matter=True
    ),
    "asks-progress": Story(progress.asks_progress, "goodbye", delivers=1),
    "walks-away": Story(id_card.walks_away, "goodbye"),
    "wrong-face": Story(other_ways.wrong_face, "goodbye", faces=("lin-guobin",)),
    "platform-down": Story(id_card.renews, "goodbye", platform="down", delivers=1),
    "garbled-card": Story(id_card.garbled_card, "goodbye", delivers=1),
    "refuses-face": Story(other_ways.refuses_face, "goodbye"),
    "shows-code": Story(other_ways.shows_code, "goodbye", clock="02:00", delivers=1),
    "asks-clerk": Story(other_ways.asks_clerk, "goodbye", delivers=1),
    "opens-shop": Story(shop.opens_shop, "goodbye", delivers=1),
    "prints-licence": Story(licence.prints_licence, "goodbye"),
    "owes-lease": Story(shop.owes_a_lease, "goodbye", clock="02:00", delivers=2),
    "looks-up-business": Story(licence.looks_up_business, "goodbye", clock="02:00"),
    "opens-and-prints": Story(licence.comes_back_for_the_licence, "goodbye", delivers=1),
    "at-night": Story(id_card.renews, "goodbye", clock="02:00", delivers=1),
}
