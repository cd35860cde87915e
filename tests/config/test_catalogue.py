"""The catalogue tells all its problems at once, and a broken file never takes a kiosk down."""

import errno
import os
import re
import shutil
from pathlib import Path

import pytest

from config.catalogue import (
    CATALOG,
    CatalogError,
    load_catalogue,
    load_matters,
    read_catalogue,
)
from config.matters import EIGHT_PARTS

ID_01 = (CATALOG / "ID-01.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of one matter, with the parts that all share."""
    made = tmp_path / "catalog"
    shutil.copytree(CATALOG / "shared", made / "shared")
    # the questions that lead to a matter name many
    (made / "shared" / "ways.toml").unlink(missing_ok=True)
    alone = re.sub(
        r', instead = "[A-Z0-9-]+"|^(one_open_of|unreadable) = .*\n', "", ID_01, flags=re.M
    )
    (made / "ID-01.toml").write_text(alone, encoding="utf-8")
    return made


def change(folder: Path, old: str, new: str, name: str = "ID-01") -> None:
    file = folder / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    file.write_text(text.replace(old, new), encoding="utf-8")


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in read_catalogue(folder).problems]


def test_what_is_here_has_no_problem() -> None:
    assert read_catalogue().problems == ()


def test_all_problems_of_a_file_are_told_at_once_with_file_key_rule_and_value(
    folder: Path,
) -> None:
    change(folder, "fen = 2000", "fen = -1")
    change(folder, "visits = 1", "visits = 3")
    change(folder, "offline = true", "offline = true\ncolour = 'red'")
    lines = told(folder)
    assert sorted(line.split(": ")[1] for line in lines) == ["colour", "fee.fen", "visits"]
    assert all(line.startswith("ID-01.toml: ") for line in lines)
    assert any(line.endswith("less than or equal to 2, got 3") for line in lines)


def test_problems_of_all_files_are_told_together(folder: Path) -> None:
    (folder / "ID-02.toml").write_text("code = = 1")
    change(folder, "fen = 2000", "fen = -1")
    assert [line.split(": ")[0] for line in told(folder)] == ["ID-02.toml", "ID-01.toml"]


@pytest.mark.parametrize("part", EIGHT_PARTS)
def test_a_part_of_the_eight_that_is_missing_is_told_by_its_name(folder: Path, part: str) -> None:
    file = folder / "ID-01.toml"
    text = file.read_text(encoding="utf-8")
    renamed = re.sub(rf"(?m)^(\[*){part}\b", rf"\1{part}_gone", text)
    file.write_text(renamed, encoding="utf-8")
    missing = [line for line in told(folder) if "八统一" in line]
    assert len(missing) == 1
    assert missing[0].startswith(f"ID-01.toml: {part}: missing: ")


def test_a_matter_without_legal_basis_has_no_tile(folder: Path) -> None:
    change(folder, "legal_basis = [", "legal_basis = []\nsearch_ = [")
    catalogue = read_catalogue(folder)
    assert catalogue.matters == {}
    assert any("legal_basis" in str(problem) for problem in catalogue.problems)
    with pytest.raises(CatalogError, match="legal_basis"):
        load_matters(folder)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('face_purpose = "identity_before_submission"', "", "face_purpose"),
        ("investment = false", "", "investment"),
        ("investment = false", "investment = true", "plan"),
        ('identity = "L3"', 'identity = "L2"', "identity"),
        ('"identity_once", "photo_to_delivery"', '"photo_to_delivery"', "plan"),
        ('code = "ID-01"', 'code = "ID-10"', "code"),
        ("公共服务-00502-001", "公共服务-502", "codes"),
        ('plan = ["read", ', 'plan = ["reed", ', "plan"),
        ('form = ["card_holder"', 'form = ["card_owner"', "form"),
        ('name = "photo"\nobtained = "made"', 'name = "photo"\nprimary = false\n'
         'may_lack_days = 11\nobtained = "made"', "material.1.may_lack_days"),
        ('flow = ["check_first"', 'flow = ["ask_first"', "flow"),
        ('obtained = "card"\nunit = "公安"', 'obtained = "card"', "material.0"),
        ('next_post = "The', 'next_mail = "The', "en.next_post"),
        ("time_note = \"Zhejiang: {by}", "time_note = \"Zhejiang: {bye}", "en.time_note"),
        ("time_note = \"Zhejiang: {by}", "time_note = \"Zhejiang: {by", "en.time_note"),
        ('bring = "旧身份证"', "bring = 7", "zh.bring"),
        ('"eligibility.renew_window_days"', '"eligibility.days"', "examples"),
        ('name = "soon"', 'name = "late"', "zh.question.late"),
        ('advice = "wait"', 'advice = "wait", instead = "ID-99"', "question.soon"),
        ("deliveries = ", 'one_open_of = ["ID-99"]\ndeliveries = ', "one_open_of"),
        ("deliveries = ", 'unreadable = "ID-99"\ndeliveries = ', "unreadable"),
        ("deliveries = ", 'supplements = ["ID-99"]\ndeliveries = ', "supplements"),
    ],
)  # fmt: skip
def test_what_must_hold_is_told_with_its_key(folder: Path, old: str, new: str, key: str) -> None:
    change(folder, old, new)
    assert key in [problem.key for problem in read_catalogue(folder).problems]


@pytest.mark.parametrize(
    "wrong", ["dancing", "phone:mine", "form", "form:", "form:Two Words", "phone@by", "phone@by=A"]
)
def test_a_plan_names_kinds_of_step_that_exist_and_a_name_where_one_is_needed(
    folder: Path, wrong: str
) -> None:
    change(folder, 'plan = ["read", ', f'plan = [{{ name = "x", steps = ["{wrong}"] }}, "read", ')
    assert told(folder)[0].startswith("ID-01.toml: plan.0.steps.0: ")


@pytest.mark.parametrize(
    ("old", "steps", "rule"),
    [
        ('"read", ', '"need_to_know"', "card: privacy comes before it"),
        ('"read", ', '"privacy@by=card"', "card: privacy comes before it"),
        ('"identity_once", ', '"face", "consent"', "face: consent comes before it"),
        ('"submit_signed", ', '"signature", "submit"', "signature: review comes before it"),
        ('"submit_signed", ', '"submit", "review"', "submit: review comes before it"),
    ],
)
def test_nothing_is_read_seen_or_sent_before_its_visitor_was_asked(
    folder: Path, old: str, steps: str, rule: str
) -> None:
    change(folder, old, f'{{ name = "x", steps = [{steps}] }}, ')
    assert any(f"plan: {rule}" in line for line in told(folder))


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "ID-02.toml").write_bytes("# 居民身份证".encode("gbk"))
    assert told(folder)[0].startswith("ID-02.toml: (file): not valid TOML")


# ---- the last good one ---------------------------------------------------------------------------


def test_a_broken_file_leaves_the_last_good_catalogue(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "keeping" / "catalogue.json"
    before = load_catalogue(kept, folder)
    change(folder, "fen = 2000", "fen = 'free'")
    after = load_catalogue(kept, folder)
    assert after.matters == before.matters
    assert after.texts == before.texts
    assert [problem.key for problem in after.problems] == ["fee.fen"]


def test_a_full_disk_keeps_no_kiosk_from_starting(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    kept = tmp_path / "keeping" / "catalogue.json"
    assert load_catalogue(kept, folder).matters
    assert not any(kept.parent.iterdir())


def test_before_there_is_a_good_one_the_matters_that_are_well_are_offered(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "ID-02.toml").write_text("code = = 1")
    catalogue = load_catalogue(tmp_path / "catalogue.json", folder)
    assert list(catalogue.matters) == ["ID-01"]
    assert len(catalogue.problems) == 1


def test_a_mended_file_is_taken(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "catalogue.json"
    load_catalogue(kept, folder)
    change(folder, "fen = 2000", "fen = 'free'")
    load_catalogue(kept, folder)
    change(folder, "fen = 'free'", "fen = 1000")
    mended = load_catalogue(kept, folder)
    assert mended.problems == ()
    assert mended.matters["ID-01"].fee.fen == 1000


def test_unchanged_files_are_not_parsed_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "catalogue.json"
    first = load_catalogue(kept, folder)

    def parse(text: str) -> dict[str, object]:
        raise AssertionError("parsed again")

    monkeypatch.setattr("config.catalogue.tomllib.loads", parse)
    assert load_catalogue(kept, folder).matters == first.matters


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"digest": "x"}', b"\xff"])
def test_a_copy_that_cannot_be_read_is_made_anew(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    kept = tmp_path / "catalogue.json"
    kept.write_bytes(content)
    assert list(load_catalogue(kept, folder).matters) == ["ID-01"]
    assert kept.read_bytes() != content
