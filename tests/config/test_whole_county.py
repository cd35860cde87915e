"""The whole county's list: every matter is found, in its area and by its letters."""

from typing import Any

import pytest

from config.catalogue import Catalogue, read_catalogue
from config.load import PROFILES, load_config
from kiosk.events.touches import AreaPressed, FindPressed, LetterPressed, SearchPressed
from kiosk.rules import load_rules
from tests import whole_county
from tests.kiosk.visit.kiosk import Kiosk

MANY = 300  # the whole of it is the bench's (`catalogue_load`); what is said here holds for any


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_catalogue(whole_county.write(tmp_path_factory.mktemp("county") / "catalog", MANY))


@pytest.fixture
def kiosk(catalogue: Catalogue) -> Kiosk:
    return Kiosk(load_rules(load_config(PROFILES / "demo.toml"), catalogue))


def test_nothing_of_it_is_lost(catalogue: Catalogue) -> None:
    assert catalogue.problems == ()
    assert len(catalogue.matters) == MANY


def test_every_matter_is_on_a_page_of_its_area(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed(), AreaPressed("construction"))
    seen: list[str] = []
    while True:
        shown: Any = kiosk.shown
        seen += [row.name for row in shown.matters]
        if shown.following is None:
            break
        kiosk.tell(shown.following.press)
    assert len(seen) == len(set(seen)) == len(kiosk.rules.matters_in("construction")) > 40


FOUND = {"YCDJ": "渔船登记", "CHAYUANBU": "茶园补", "HTYS": "海塘验收"}


@pytest.mark.parametrize(("letters", "name"), FOUND.items())
def test_letters_find_one_among_many(kiosk: Kiosk, letters: str, name: str) -> None:
    shown: Any = kiosk.tell(FindPressed(), SearchPressed(), *map(LetterPressed, letters))
    assert shown.found[0].label.startswith(name)
