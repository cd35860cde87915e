"""Both languages say the same things, and the code asks for nothing that is not said."""

import ast
import re
from pathlib import Path

import pytest

from config.catalogue import all_words
from config.words import TEXTS, Words, load_language
from kiosk.attention import every_attention

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = all_words()
ZH, EN = LANGUAGES["zh"], LANGUAGES["en"]

HAN = re.compile(r"[\u3400-\u9fff]")


def test_chinese_and_english_have_the_same_keys() -> None:
    assert ZH.keys() == EN.keys()


def test_a_text_asks_for_the_same_values_in_both_languages() -> None:
    dates = {"month", "name"}  # Chinese counts its months, English names them
    asked = {
        key: (ZH.placeholders(key) - dates, EN.placeholders(key) - dates)
        for key in sorted(ZH.keys())
    }
    assert {key: (zh, en) for key, (zh, en) in asked.items() if zh != en} == {}


def test_every_fault_has_its_sentence_and_its_instruction() -> None:
    for kind in every_attention():
        for words in (ZH, EN):
            assert words(f"attention.{kind.code}.citizen"), kind
            assert words(f"attention.{kind.code}.technician"), kind


def test_codes_of_faults_are_told_apart() -> None:
    codes = [kind.code for kind in every_attention()]
    assert len(codes) == len(set(codes))


LONGEST_SENTENCE = 20  # characters, for 长辈; nobody else reads worse for it (design.md, Words)


def test_a_sentence_on_a_citizens_page_is_short_enough_for_the_old() -> None:
    """Of a visit and of every fault; what is printed, and what a law words, may be longer."""
    visit = load_language(TEXTS / "zh", "visit").keys()
    faults = {f"attention.{kind.code}.citizen" for kind in every_attention()}
    too_long = [
        f"{key}: {sentence}"
        for key in sorted({key for key in visit if not key.startswith("slip.")} | faults)
        for line in ZH.lines(key)
        for sentence in re.split(r"(?<=[。！？；])", line)
        if len(re.sub(r"\{[^}]*\}", "", sentence)) > LONGEST_SENTENCE
    ]
    assert too_long == []


@pytest.mark.parametrize("word", ["用户", "失败", "错误", "非法", "冒用"])
def test_no_text_blames_anybody(word: str) -> None:
    blaming = [key for key in sorted(ZH.keys()) if word in ZH(key, **_values(ZH, key))]
    assert not [key for key in blaming if not key.endswith(".technician")]


def test_full_width_punctuation_and_no_space_between_han_and_figures_missing() -> None:
    for key in sorted(ZH.keys()):
        for line in ZH(key, **_values(ZH, key)).splitlines():
            assert not re.search(r"[\u4e00-\u9fff][,;:?!]", line), key


@pytest.mark.parametrize("folder", ["kiosk/visit", "kiosk/case", "screens"])
def test_no_word_that_a_person_reads_stands_in_the_code(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        if path.name == "lint.py" or path.parent.name == "stories":
            continue  # what only a developer reads
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) in documentation or len(node.value) < 2 or node.value[0] == "[":
                    continue  # a class of characters is no word
                text = re.sub(r"[（）\u3000…，。、；：？！“”‘’《》·￥\s]", "", node.value)
                assert not HAN.search(text) or _is_rule(path), f"{path}: {node.value!r}"


def _is_rule(path: Path) -> bool:
    """Line breaking names the characters that it keeps together; those are no words."""
    return path.name == "line_breaking.py"


def _values(words: Words, key: str) -> dict[str, object]:
    return dict.fromkeys(words.placeholders(key), 7)
