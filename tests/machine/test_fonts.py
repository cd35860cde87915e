"""The faces that set-up takes out of Noto's collections are the simplified Chinese ones, whole."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from config.machine import fonts

RARE_IN_NAMES = "㛃䶮𬱖"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("fonts")
    fonts.main(target)
    return target


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_a_face_is_simplified_chinese_and_keeps_the_characters_of_rare_names(
    folder: Path, weight: str
) -> None:
    with TTFont(folder / f"NotoSansSC-{weight}.otf", lazy=True) as face:
        assert face["name"].getBestFamilyName() == "Noto Sans CJK SC"
        assert face["OS/2"].usWeightClass == {"Regular": 400, "Bold": 700}[weight]
        assert {ord(character) for character in RARE_IN_NAMES} <= set(face.getBestCmap())


def test_the_shapes_are_not_the_japanese_ones(folder: Path) -> None:
    collection = fonts.COLLECTIONS / "NotoSansCJK-Regular.ttc"
    with (
        TTFont(folder / "NotoSansSC-Regular.otf", lazy=True) as ours,
        TTFont(collection, fontNumber=0, lazy=True) as japanese,
    ):
        for character in "直复将":
            assert ours.getBestCmap()[ord(character)] != japanese.getBestCmap()[ord(character)]


def test_another_face_in_that_place_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "SIMPLIFIED", 0)
    with pytest.raises(ValueError, match="Noto Sans CJK JP"):
        fonts.main(tmp_path)
    assert list(tmp_path.iterdir()) == []
