"""What must stand on every slip, and what must never."""

import dataclasses
import re
from pathlib import Path

import pytest

from config.slips import MANDATORY, SlipKind, SlipsError, SlipTemplate, load_slips, problems_of
from devices.printer.fit import LONGEST_MM, problems
from devices.printer.layout import Line, lay_out
from devices.printer.profile import load_profile
from kiosk.case.slip_elements import ELEMENTS, MissingElement, make_slip
from kiosk.case.slips import reprint
from kiosk.demonstration.slip_samples import KINDS, facts_of, sample
from kiosk.ports import Pair, QrCode, Slip, TextLine
from kiosk.vocabulary import Language
from tests.devices.printer.conftest import MODELS
from tests.kiosk.keeping.support import a_card, a_case
from tests.kiosk.visit.kiosk import demo_rules, everything

RULES = demo_rules()
DEMO = {Language.ZH: "演示 无效", Language.EN: "DEMO - NOT VALID"}
NOT_YET = {Language.ZH: "收件不等于受理", Language.EN: "does not mean accepted"}
GOLDEN = Path(__file__).with_name("golden")
PAPERS = {"80mm": 48, "58mm": 32}
"""Cells on a line of each width of paper."""

every_kind = pytest.mark.parametrize("kind", KINDS)
in_both = pytest.mark.parametrize("language", DEMO)

BY_ELEMENT = {
    "matter": "ID-01",
    "applicant": "陈*英",
    "time": ":",
    "ask": "12345",
    "window": RULES.config.identity.window_name,
    "accepted": "受理日期",
    "fee": "费用",
    "order": "33022520261123000417",
    "remedies": "行政复议",
    "reason": "原因",
    "not_accepted": NOT_YET[Language.ZH],
    "lacking": "1. 租赁合同",
    "next": "接下来",
    "state": "现在：",
}
"""How a reader finds the element on a Chinese slip."""


@every_kind
def test_each_kind_is_printed_by_a_step_and_not_only_sampled(kind: SlipKind) -> None:
    """A template that no visit ever prints is a promise that nobody keeps."""
    said = re.compile(rf'"{kind}"')
    folders = (Path("kiosk/visit"), Path("kiosk/case"))
    files = (file for folder in folders for file in folder.rglob("*.py"))
    assert any(said.search(file.read_text(encoding="utf-8")) for file in files)


@every_kind
def test_what_must_stand_on_a_slip_stands_on_it(kind: SlipKind) -> None:
    slip = sample(kind, RULES)
    text = everything(slip)
    for element in MANDATORY[kind]:
        if element == "code":
            assert any(isinstance(part, QrCode) for part in slip.parts)
        else:
            assert BY_ELEMENT.get(element, "") in text, element
    identity = RULES.config.identity
    for always in (identity.site, identity.terminal, RULES.slips[kind].version):
        assert always in everything(slip.parts[-2:])
    assert RULES.words[Language.ZH](f"slip.{kind}.title") in text


@every_kind
def test_a_slip_without_a_fact_that_must_stand_on_it_is_not_made(kind: SlipKind) -> None:
    """受理通知书 above all: without the platform's own day of acceptance there is none."""
    absent: dict[str, dict[str, object]] = {
        "matter": {"matter": None},
        "number": {"number": ""},
        "big_number": {"number": ""},
        "code": {"code": ""},
        "accepted": {"accepted": None},
        "fee": {"fee_fen": None},
        "order": {"order": ""},
        "rows": {"rows": ()},
        "next": {"next": ()},
        "lacking": {"lacking": ()},
        "reason": {"reason": ()},
    }
    facts, words = facts_of(kind, RULES, Language.ZH), RULES.words[Language.ZH]
    for element in set(MANDATORY[kind]) & absent.keys():
        without = dataclasses.replace(facts, **absent[element])  # type: ignore[arg-type]
        with pytest.raises(MissingElement, match=kind):
            make_slip(RULES, words, kind, without, "1")


def test_a_template_cannot_leave_out_what_must_stand_there(tmp_path: Path) -> None:
    """All problems at once, and no template that nobody knows."""
    text = Path("config/slips.toml").read_text(encoding="utf-8")
    file = tmp_path / "slips.toml"
    file.write_text(text.replace('    "remedies", "ask", "code",', '    "ask", "ask",'), "utf-8")
    with pytest.raises(SlipsError) as told:
        load_slips(file)
    assert str(told.value).splitlines() == [
        "slips.toml: not_accepted: code must stand on this slip",
        "slips.toml: not_accepted: remedies must stand on this slip",
        "slips.toml: not_accepted: ask stands twice",
    ]
    file.write_text(
        text.replace("[payment]", "[lost]").replace('"meaning"', '"moaning"', 1), "utf-8"
    )
    with pytest.raises(SlipsError) as told:
        load_slips(file)
    assert "receipt.parts.2" in str(told.value)
    assert "lost" in str(told.value)


@pytest.mark.parametrize("kind", ["receipt", "intake", "supplement"])
def test_before_acceptance_no_template_is_silent_about_it(kind: SlipKind) -> None:
    parts = tuple(part for part in RULES.slips[kind].parts if part != "not_accepted")
    silent = {**RULES.slips, kind: SlipTemplate(version="9", parts=parts)}
    assert problems_of(silent) == [f"{kind}: not_accepted must stand on this slip"]


def test_every_element_that_a_template_may_name_can_be_made() -> None:
    used = {element for template in RULES.slips.values() for element in template.parts}
    assert used == ELEMENTS.keys()


@in_both
@every_kind
def test_a_simulated_slip_says_so_first_and_last(kind: SlipKind, language: Language) -> None:
    """In Chinese first, on an English slip too."""
    parts = sample(kind, RULES, language).parts
    first = ["演示 无效"] if language is Language.ZH else ["演示 无效", DEMO[language]]
    assert [getattr(part, "text", "") for part in parts[: len(first)]] == first
    assert getattr(parts[-1], "text", "") == RULES.words[language]("slip.demo_note")


@every_kind
def test_an_english_slip_names_zone_and_window_in_english(kind: SlipKind) -> None:
    text = everything(sample(kind, RULES, Language.EN))
    identity = RULES.config.identity
    assert identity.zone_name_en in text
    assert identity.zone_name not in text
    assert identity.window_name not in text
    if "matter" in MANDATORY[kind]:
        assert "Renew ID card (ID-01)" in text


@in_both
@every_kind
def test_no_slip_says_who_it_is_for(kind: SlipKind, language: Language) -> None:
    text = everything(sample(kind, RULES, language))
    case, card = a_case(), a_card()
    for secret in (card.name, card.number, case.phone, card.address):
        assert secret not in text
    if "id_number" in RULES.slips[kind].parts:
        assert "3302**********0026" in text


@in_both
@pytest.mark.parametrize("kind", ["receipt", "intake", "supplement"])
def test_that_received_is_not_accepted_stands_on_the_slip(
    kind: SlipKind, language: Language
) -> None:
    assert NOT_YET[language] in everything(sample(kind, RULES, language))


@in_both
@every_kind
def test_a_slip_printed_again_says_so_and_of_which_job(kind: SlipKind, language: Language) -> None:
    words, first = RULES.words[language], sample(kind, RULES, language)
    again = reprint(words, first, "R-1")

    assert (again.kind, again.number, again.reprint_of) == (first.kind, "R-1", first.number)
    added = [part for part in again.parts if part not in first.parts]
    assert [getattr(part, "text", "") for part in added] == [words("slip.reprint"), ""]
    assert added[1] == Pair(words("slip.reprint_of"), first.number)
    assert [part for part in again.parts if part not in added] == list(first.parts)
    assert again.parts[0] == first.parts[0]  # a simulated one says first that it is not valid


@pytest.mark.parametrize("profile", MODELS)
def test_every_slip_fits_the_paper_of_every_model(profile: str) -> None:
    model = load_profile(profile)
    found = {
        f"{kind} {language}": told
        for language in DEMO
        for kind in KINDS
        if (told := problems(sample(kind, RULES, language), model))
    }
    assert not found


def test_what_does_not_fit_is_told() -> None:
    narrow = load_profile("cashino-kp-628e")
    long = tuple(TextLine("字" * 40) for _ in range(200))
    slip = Slip(
        "list",
        "1",
        (
            TextLine("请把身份证平放在感应区上再来一次请把身份证平放", size=2),
            Pair("Application number of yours", "1"),
            Pair("编号", "7" * 33),
            *long,
        ),
    )
    told = problems(slip, narrow)
    assert told[:2] == [
        "more than two lines in double size: 请把身份证平放在感应区上再来一次请把身份证平放",
        "the label takes more than half of the paper: Application number of yours",
    ]
    assert told[2] == f"cut: {'7' * 33}"
    assert told[3].endswith(f"at most {LONGEST_MM:.0f}")
    assert problems(Slip("list", "1", (QrCode("x" * 400),)), narrow)[0].startswith("the QR code")


@in_both
@pytest.mark.parametrize("paper", PAPERS)
def test_slips_read_as_they_did(paper: str, language: Language) -> None:
    """After a change: look at docs/pictures/slips.png too. Renewed with it, see slip_pictures."""
    kept = (GOLDEN / f"slips-{paper}-{language}.txt").read_text(encoding="utf-8")
    assert laid_out(paper, language) == kept


def laid_out(paper: str, language: Language) -> str:
    """Every kind, as text, one after another."""
    written = []
    for kind in KINDS:
        lines = lay_out(sample(kind, RULES, language), PAPERS[paper])
        shown = [_shown(line, PAPERS[paper]) for line in lines]
        written.append("\n".join([f"=== {kind}", *shown]))
    return "\n\n".join(written) + "\n"


def _shown(line: Line | QrCode, width: int) -> str:
    if isinstance(line, QrCode):
        return f"[QR {line.data}]"
    mark = {1: "", 2: "# "}[line.size]
    return mark + {"center": line.text.center(width // 2)}.get(line.align, line.text).rstrip()
