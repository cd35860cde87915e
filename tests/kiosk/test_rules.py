"""Who decides a case, and what this kiosk does of the whole catalogue."""

import dataclasses

import pytest

from config.catalogue import read_catalogue
from config.load import PROFILES, load_config
from config.matters import Matter
from kiosk.attention import ConfirmExamples
from kiosk.case.model import applicant_of
from kiosk.demonstration.probe import problems
from kiosk.rules import Rules, load_rules
from kiosk.technician.items import items
from kiosk.technician.state import Maintenance
from kiosk.unconfirmed import unconfirmed
from tests.kiosk.visit.kiosk import Kiosk, card_of, demo_rules

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


# ---- 示例 in service -----------------------------------------------------------------------------

IN_SERVICE = load_config(
    PROFILES / "demo.toml",
    over={"simulation": False, "acceptance": {"base_url": "https://platform.invalid"}},
)


def confirmed(code: str, **changes: object) -> Matter:
    """As somebody who knows would leave its file."""
    matter = RULES.matters[code]
    units = matter.units.model_copy(update={"id": "330225-GA"})
    real = {"examples": (), "platform_id": "33022500417", "units": units, **changes}
    return matter.model_copy(update=real)


def in_service(*matters: Matter) -> Rules:
    known = {matter.code: matter for matter in matters}
    return load_rules(IN_SERVICE, dataclasses.replace(read_catalogue(), matters=known))


def test_in_service_what_still_holds_examples_is_only_explained() -> None:
    rules = load_rules(IN_SERVICE)
    assert {matter.here for matter in rules.matters.values()} == {"explained"}
    assert "platform_id" in rules.unconfirmed["ID-01"]
    assert "business_scope.csv" in rules.unconfirmed["BL-02"]
    assert RULES.unconfirmed == {}, "a demonstration shows them"
    assert RULES.matters["ID-01"].here == "done"


def test_what_was_confirmed_is_done_in_service() -> None:
    rules = in_service(confirmed("ID-09"))
    assert (rules.matters["ID-09"].here, rules.unconfirmed) == ("done", {})


def test_a_value_that_a_demonstration_made_up_is_not_made_real_by_saying_so() -> None:
    rules = in_service(confirmed("ID-09", platform_id="BDY-DEMO-ID-09"))
    assert rules.unconfirmed == {"ID-09": ("platform_id",)}


def test_a_table_with_example_rows_keeps_the_matter_shut_that_chooses_from_it() -> None:
    rules = in_service(confirmed("BL-02"), confirmed("ID-09"))
    assert rules.unconfirmed == {"BL-02": ("business_scope.csv",)}
    assert rules.matters["BL-02"].here == "explained"


def test_limits_that_nobody_has_confirmed_take_no_photo_for_a_card_in_service() -> None:
    matter = confirmed("ID-01")
    rules = in_service(matter)
    assert rules.unconfirmed == {"ID-01": ("card_photo.toml: measured",)}
    assert rules.matters["ID-01"].here == "explained"
    limits = dataclasses.replace(rules.standards.photo, examples=())
    known = dataclasses.replace(rules.standards, photo=limits)
    assert unconfirmed(matter, rules.forms, known) == ()


def test_it_is_told_at_the_start_on_the_board_and_by_config_check() -> None:
    kiosk = Kiosk(in_service(confirmed("BL-02"), confirmed("ID-09")))
    assert kiosk.audited("matters_unconfirmed") == [{"matters": 1}]
    board = items(kiosk.rules, kiosk.state, Maintenance(kiosk.state.at_s))
    assert [line.value for line in board if line.attention is ConfirmExamples] == ["1"]
    told = problems(IN_SERVICE, lambda rules: (), lambda own: lambda rules, met: ())
    (shop,) = [each for each in told if each.file == "BL-02.toml"]
    assert "business_scope.csv" in shop.key
    assert "示例" in shop.rule
