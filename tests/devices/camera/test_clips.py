"""Clips are filmed once, appear whole, and survive whatever interrupts the filming."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.camera import clips
from devices.camera.clips import COVERED, ClipLibrary
from devices.camera.people.scene import Picture
from devices.camera.people.wear import Wear

ROOT = Path(__file__).parents[3]


def no_filming(scene: str, seeds: tuple[int, ...], wear: Wear) -> Iterator[Picture]:
    raise AssertionError(f"{scene} is filmed again")


def test_a_clip_is_filmed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ClipLibrary(tmp_path).clip(COVERED)
    monkeypatch.setattr(clips, "scene_frames", no_filming)
    assert ClipLibrary(tmp_path).clip(COVERED) == first
    assert all(frame.startswith(b"\xff\xd8") for frame in first)


def test_an_interrupted_clip_is_not_there_and_is_filmed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = clips.scene_frames

    def one_frame_then_interrupted(
        scene: str, seeds: tuple[int, ...], wear: Wear
    ) -> Iterator[Picture]:
        yield next(whole(scene, seeds, wear))
        raise KeyboardInterrupt

    library = ClipLibrary(tmp_path)
    monkeypatch.setattr(clips, "scene_frames", one_frame_then_interrupted)
    with pytest.raises(KeyboardInterrupt):
        library.clip(COVERED)
    assert list(library.folder.iterdir()) == []
    monkeypatch.setattr(clips, "scene_frames", whole)
    assert len(library.clip(COVERED)) == len(list(whole(COVERED, ())))


def test_whoever_is_quicker_wins_and_the_other_takes_that_clip(tmp_path: Path) -> None:
    library = ClipLibrary(tmp_path)
    first = library.clip(COVERED)
    clips.render_clip(library.path(COVERED), COVERED, ())
    assert library.clip(COVERED) == first
    assert [place.name for place in library.folder.iterdir()] == [COVERED]


def test_who_comes_second_waits_for_the_film_instead_of_making_it_too(tmp_path: Path) -> None:
    """Two test processes of a fresh checkout ask for the same people at once."""
    program = """
import sys, time
from pathlib import Path
from devices.camera import clips
whole = clips.scene_frames
def slowly(*scene):
    print("films", flush=True)
    sys.stdin.readline()
    yield from whole(*scene)
clips.scene_frames = slowly
clips.ClipLibrary(Path(sys.argv[1])).clip(clips.COVERED)
print("has it", flush=True)
"""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=60)[0].splitlines() for process in both]
    assert sorted(ends) == [["films", "has it"], ["has it"]]


@pytest.mark.parametrize(
    ("scene", "seeds"), [("looking", ()), ("two", (1,)), ("nobody", (1,)), ("dancing", (1,))]
)
def test_only_what_is_filmed_can_be_asked_for(
    tmp_path: Path, scene: str, seeds: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=scene):
        ClipLibrary(tmp_path).clip(scene, seeds)


def test_preparing_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[str] = []
    library = ClipLibrary(tmp_path)
    library.prepare([(COVERED, ())], told.append)
    library.prepare([(COVERED, ())], told.append)
    assert told == ["filming 1 clips of made-up people, once", "filmed 1 of 1: covered"]
