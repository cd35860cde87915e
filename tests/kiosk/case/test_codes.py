from config.words import load_words
from kiosk.case.codes import ethnic_in_words, sex_in_words

ZH, EN = load_words()["zh"], load_words()["en"]


def test_every_ethnic_code_has_its_words() -> None:
    named = [code for code in range(100) if "(" not in ethnic_in_words(ZH, f"{code:02d}")]
    assert named == [*range(1, 57), 97, 98]
    assert len({ethnic_in_words(ZH, f"{code:02d}") for code in range(100)}) == 100
    assert ethnic_in_words(ZH, "46") == "德昂"
    assert ethnic_in_words(EN, "01") == "Han"


def test_a_code_that_makers_use_differently_is_shown_with_its_number() -> None:
    assert ethnic_in_words(ZH, "57") == "其他(57)"
    assert ethnic_in_words(ZH, "96") == "其他(96)"


def test_whoever_is_not_male_is_not_therefore_female() -> None:
    words = [sex_in_words(ZH, code) for code in "0129"]
    assert words == ["未知", "男", "女", "未说明"]
    assert sex_in_words(ZH, "7") == "未知"
