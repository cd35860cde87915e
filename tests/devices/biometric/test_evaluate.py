"""The tool that measures error rates: its arithmetic against published figures, its reading of
folders, and the whole of it on made-up people, whose error rates mean nothing."""

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric.engine import Bgr, DlibEngine
from devices.biometric.evaluate.__main__ import main
from devices.biometric.evaluate.people import PeopleProblem, trials_of
from devices.biometric.evaluate.photos import CARD, card_photo
from devices.biometric.evaluate.rates import fmr, fnmr, limit_for, rate
from devices.camera.clips import LOOKING
from tests.devices.camera.cast import SEEDS, decoded, library

DISTANCES = st.lists(st.floats(0, 1.5), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Clopper and Pearson 1934; the ends by the rule of three and by closed form.
        (0, 72, 0.0, 1 - 0.025 ** (1 / 72)),
        (72, 72, 0.025 ** (1 / 72), 1.0),
        (1, 10, 0.00253, 0.44502),
        (5, 10, 0.18709, 0.81291),
        (10, 1000, 0.00481, 0.01831),
    ],
)
def test_intervals_are_those_of_the_tables(hits: int, trials: int, low: float, high: float) -> None:
    found = rate(hits, trials)
    assert found.low == pytest.approx(low, abs=1e-5)
    assert found.high == pytest.approx(high, abs=1e-5)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_what_was_seen(counted: tuple[int, int]) -> None:
    found = rate(*counted)
    assert 0 <= found.low <= found.share <= found.high <= 1


@given(DISTANCES, st.floats(0, 1))
def test_the_limit_for_a_rate_keeps_it(impostors: list[float], wanted: float) -> None:
    assert fmr(impostors, limit_for(impostors, wanted)).share <= wanted


def test_who_is_not_found_is_refused_and_matches_nobody() -> None:
    assert fnmr([math.inf, 0.2], 0.45).hits == 1
    assert fmr([math.inf, math.nan], 0.6).hits == 0


def test_pairs_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("card,live,same\na.jpg,b.jpg,yes\n", encoding="utf-8")
    with pytest.raises(PeopleProblem, match=r"line 2: same is 0 or 1"):
        trials_of(file)
    file.write_text("card,live\na.jpg,b.jpg\n", encoding="utf-8")
    with pytest.raises(PeopleProblem, match="no column same"):
        trials_of(file)
    with pytest.raises(PeopleProblem, match="nobody has two pictures"):
        trials_of(tmp_path)


def picture_of(key: str) -> Bgr:
    return decoded(library().clip(LOOKING, (SEEDS[key],))[0])


@pytest.mark.parametrize("most_bytes", [2048, 1024])
def test_a_card_photo_has_the_size_of_a_chips(engine: DlibEngine, most_bytes: int) -> None:
    portrait = picture_of("chen-haiying")
    gray = cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY)
    data = card_photo(portrait, engine.landmarks(gray, engine.detect(gray, 1)[0]), most_bytes)
    assert len(data) <= most_bytes
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert decoded.shape == (CARD[1], CARD[0], 3)


@pytest.mark.long
def test_a_folder_of_people_becomes_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, key in enumerate(("chen-haiying", "lin-guobin"), 1):
        for look in "ab":
            cv2.imwrite(str(tmp_path / f"{number:03d}_{look}.jpg"), picture_of(key))
    groups = "id,group\n001,made-up\n002,made-up\n"
    (tmp_path / "people.csv").write_text(groups, encoding="utf-8")
    assert main([str(tmp_path), "--fmr", "0.01"]) == 0
    told = capsys.readouterr().out
    assert "Card of at most 1024 bytes, 3 tries, fused (2 with the owner, 2 with others)" in told
    assert "it takes 300 comparisons with others, here are 2" in told
    assert "made-up (2): 0.00 [0.00–84.19]" in told
    assert sorted(path.name for path in tmp_path.iterdir())[-1] == "people.csv", "it writes nothing"


def test_a_folder_without_people_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    assert "nobody has two pictures" in capsys.readouterr().err
