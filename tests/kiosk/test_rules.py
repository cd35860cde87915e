"""Who decides a case: the county of the address on the card, wherever somebody was born."""

import pytest

from kiosk.case.model import applicant_of
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
