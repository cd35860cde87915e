"""What must stand on every slip, and what must never."""

import pytest

from kiosk.case.model import Case, PlatformReceipt
from kiosk.case.slips import case_slip, list_slip, reprint, ticket_slip
from kiosk.ports import Pair, Slip
from kiosk.rules import Rules
from kiosk.vocabulary import Language
from tests.kiosk.keeping.support import a_card, a_case
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, RECEIPT, demo_rules, everything

RULES = demo_rules()
DEMO = {Language.ZH: "演示 无效", Language.EN: "DEMO - NOT VALID"}
NOT_YET = {Language.ZH: "收件不等于受理", Language.EN: "does not mean accepted"}


def slips(rules: Rules, language: Language) -> dict[str, Slip]:
    """One of each kind."""
    words, matter, now = rules.words[language], rules.matters["ID-01"], MONDAY_AFTERNOON
    case: Case = a_case()
    kinds: dict[str, PlatformReceipt | None] = {"receipt": RECEIPT, "intake": None}
    made = {
        kind: case_slip(rules, words, matter, case, receipt, now) for kind, receipt in kinds.items()
    }
    made["ticket"] = ticket_slip(
        rules, words, matter, now, ticket="0107-1123-001", card=a_card(), number="1"
    )
    made["list"] = list_slip(rules, words, matter, now, number="2")
    return made


@pytest.mark.parametrize("language", DEMO)
@pytest.mark.parametrize("kind", slips(RULES, Language.ZH))
def test_a_simulated_slip_says_so_first_and_last(kind: str, language: Language) -> None:
    """In Chinese first, on an English slip too."""
    parts = slips(RULES, language)[kind].parts
    first = ["演示 无效"] if language is Language.ZH else ["演示 无效", DEMO[language]]
    assert [getattr(part, "text", "") for part in parts[: len(first)]] == first
    assert getattr(parts[-1], "text", "") == RULES.words[language]("slip.demo_note")


@pytest.mark.parametrize("kind", slips(RULES, Language.ZH))
def test_an_english_slip_names_zone_and_window_in_english(kind: str) -> None:
    text = everything(slips(RULES, Language.EN)[kind])
    identity = RULES.config.identity
    assert identity.zone_name_en in text
    assert identity.zone_name not in text
    assert identity.window_name not in text
    assert "Renew ID card (ID-01)" in text


@pytest.mark.parametrize("language", DEMO)
@pytest.mark.parametrize("kind", slips(RULES, Language.ZH))
def test_no_slip_says_who_it_is_for(kind: str, language: Language) -> None:
    text = everything(slips(RULES, language)[kind])
    case = a_case()
    for secret in (case.card.name, case.card.number, case.phone, case.card.address):
        assert secret not in text
    if kind != "list":
        assert "陈*英" in text
    if kind in ("receipt", "intake"):
        assert "3302**********0026" in text


@pytest.mark.parametrize("language", NOT_YET)
@pytest.mark.parametrize("kind", ["receipt", "intake"])
def test_that_received_is_not_accepted_stands_on_the_slip(kind: str, language: Language) -> None:
    assert NOT_YET[language] in everything(slips(RULES, language)[kind])


@pytest.mark.parametrize("language", DEMO)
@pytest.mark.parametrize("kind", slips(RULES, Language.ZH))
def test_a_slip_printed_again_says_so_and_of_which_job(kind: str, language: Language) -> None:
    words, first = RULES.words[language], slips(RULES, language)[kind]
    again = reprint(words, first, "R-1")

    assert (again.kind, again.number, again.reprint_of) == (first.kind, "R-1", first.number)
    added = [part for part in again.parts if part not in first.parts]
    assert [getattr(part, "text", "") for part in added] == [words("slip.reprint"), ""]
    assert added[1] == Pair(words("slip.reprint_of"), first.number)
    assert [part for part in again.parts if part not in added] == list(first.parts)
    assert again.parts[0] == first.parts[0]  # a simulated one says first that it is not valid
