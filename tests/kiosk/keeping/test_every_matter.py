"""The case of each matter that is done here, as its visitor confirmed it, is received once."""

from typing import Any

import pytest

from kiosk.effects import SubmitCase
from kiosk.events.keeping import CaseDelivered
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import Inbox, on_the_other_side
from tests.kiosk.visit.test_every_plan import SHOP_RULES, STORIES

SUBMITTED = [
    code
    for code in STORIES
    if "submit" in SHOP_RULES.matters[code].kinds() and not SHOP_RULES.matters[code].supplements
]
"""What completes another case needs that one to be there first: `test_supplement`."""


@pytest.mark.parametrize("matter", SUBMITTED)
def test_the_case_of_a_story_is_received_once(
    matter: str, start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    begin, story = STORIES[matter]
    kiosk: Any = begin()
    story(kiosk)
    (submitted,) = kiosk.did(SubmitCase)
    start().carry_out(submitted)
    delivered = inbox.wait_for(CaseDelivered)
    (there,) = on_the_other_side(platform.url)
    assert there["case_number"] == submitted.case.number
    assert there["projid"] == delivered.receipt.projid
