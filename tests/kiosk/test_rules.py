"""Who decides a case, and what this kiosk does of the whole catalogue."""

import dataclasses

import pytest

from config.catalogue import read_catalogue
from config.load import PROFILES, load_config
from kiosk.case.model import applicant_of
from kiosk.rules import load_rules
from tests.kiosk.visit.kiosk import card_of, demo_rules

RULES = demo_rules()


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("浙江省宁波市象山县石浦镇示例路18号", "330225"),
        ("浙江省象山县石浦镇示例路18号", "330225"),
        ("浙江省宁波市江北区样板路1号", "330205"),
        ("浙江省余姚市演示路1号", "330281"),
        ("重庆市江北区样板路1号", "330299"),  # another one: the number's first six digits
        ("浙江省杭州市西湖区演示路1号", "330299"),
    ],
)
def test_the_address_names_the_county_that_decides(address: str, county: str) -> None:
    who = applicant_of(card_of("chen-haiying", address=address), ())
    assert RULES.jurisdiction_of(who) == county


@pytest.mark.parametrize(("level", "here"), [("town", "done"), ("village", "explained")])
def test_a_village_kiosk_explains_what_is_done_at_the_town(level: str, here: str) -> None:
    catalogue = read_catalogue()
    matter = catalogue.matters["ID-01"].model_copy(update={"sites": ("county", "town")})
    config = load_config(PROFILES / "demo.toml", over={"identity": {"level": level}})
    rules = load_rules(config, dataclasses.replace(catalogue, matters={"ID-01": matter}))
    assert rules.matters["ID-01"].here == here


@pytest.mark.parametrize("site", ["33022500100101", "33022510100101", "33022520400102"])
def test_whichever_kiosk_is_used_the_same_county_decides(site: str) -> None:
    """全县通办: the applicant decides who is competent, and never the place of the machine."""
    rules = demo_rules(identity={"site": site})
    who = applicant_of(card_of("chen-haiying", address="浙江省宁波市宁海县示例路1号"), ())
    assert rules.jurisdiction_of(who) == "330226"
