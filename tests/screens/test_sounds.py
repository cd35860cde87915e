"""What is heard, listened to where SDL writes it to a file instead of a sound card."""

import json
import os
import subprocess
import sys
import wave
from array import array
from pathlib import Path
from typing import NamedTuple

import pytest

from screens.pinyin import pinyin
from screens.sounds import TONES, write_tones
from screens.voice import Voice, VoiceFailed

ROOT = Path(__file__).parents[2]


class Heard(NamedTuple):
    sound_s: float  # how long it was not silent
    longest_call_s: float
    log: str


def listen(directory: Path, *script: str, **environment: str) -> Heard:
    """Run the script; the sound it made. SDL's default format here is 16 bit."""
    raw = directory / "heard.raw"
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens.heard", str(directory), *script],
        cwd=ROOT,
        env={
            **os.environ,
            "SDL_AUDIODRIVER": "disk",
            "SDL_DISKAUDIOFILE": str(raw),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    samples = array("h", raw.read_bytes()) if raw.exists() else array("h")
    loud = sum(1 for sample in samples if abs(sample) > 300)
    longest_s = json.loads(done.stdout.splitlines()[-1])["longest_s"]
    return Heard(loud / (44100 * 2), longest_s, done.stderr)


def test_the_reader_beeps_once_and_the_reminder_three_times(tmp_path: Path) -> None:
    for name, bursts in (("card_read", 1), ("take_card", 3)):
        path = tmp_path / f"{name}.wav"
        write_tones(path, TONES[name])
        with wave.open(str(path)) as file:
            rate_hz = file.getframerate()
            samples = array("h", file.readframes(file.getnframes()))
        window = rate_hz // 20
        loud = [
            max(map(abs, samples[i : i + window])) > 1000 for i in range(0, len(samples), window)
        ]
        assert (
            sum(now and not before for before, now in zip([False, *loud], loud, strict=False))
            == bursts
        )
        assert abs(samples[0]) < 200
        assert abs(samples[-1]) < 200, "a tone that ends at once clicks"


def test_a_beep_is_heard_and_nobody_waits_for_it(tmp_path: Path) -> None:
    heard = listen(tmp_path, "beep", "card_read", "wait", "0.8")
    assert heard.sound_s > 0.08
    assert heard.longest_call_s < 0.05


def test_without_a_sound_card_nothing_is_heard_and_nothing_waits(tmp_path: Path) -> None:
    heard = listen(tmp_path, "beep", "card_read", "say", "请放身份证", "beep", "take_card", "wait",
                   "0.5", SDL_AUDIODRIVER="alsa", ALSA_CONFIG_PATH="/nonexistent")  # fmt: skip
    assert heard.sound_s == 0
    assert heard.longest_call_s < 0.05
    assert heard.log.count("there is no sound card") == 1


LONG = "This page is long enough to be heard for several seconds, if nobody hushes it."


def length_s(text: str, directory: Path) -> float:
    """How long the voice takes for it."""
    path = directory / "whole.wav"
    assert Voice().render(text, path)
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def test_a_page_is_read_aloud_and_its_file_is_gone(tmp_path: Path) -> None:
    heard = listen(tmp_path, "say", "您要办什么？\n请按一下要办的事。", "wait", "3")
    assert heard.sound_s > 0.8
    assert heard.longest_call_s < 0.05
    assert list((tmp_path / "sounds").glob("speech*")) == []


def test_hush_ends_what_is_being_said(tmp_path: Path) -> None:
    heard = listen(tmp_path, "say", LONG, "wait", "1", "hush", "wait", "1")
    assert 0 < heard.sound_s < 1.2
    assert length_s(LONG, tmp_path) > 3


def test_a_new_page_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    short = "Welcome."
    heard = listen(tmp_path, "say", LONG, "wait", "0.7", "say", short, "wait", "1.5")
    assert 0 < heard.sound_s < 0.9 + length_s(short, tmp_path)


def test_hanzi_become_pinyin_as_they_are_spoken() -> None:
    assert pinyin("重新放，还没好吗？") == "chong2 xin1 fang4 , hai2 mei2 hao3 ma5 ?"
    assert pinyin("听到“嘀”一声。").startswith("ting1 dao4 di")


def test_where_no_voice_is_installed_it_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    voice = Voice("no-such-program")
    assert not voice.render("您好", tmp_path / "a.wav")
    assert not voice.render("您好", tmp_path / "a.wav")
    assert caplog.text.count("nothing is read aloud") == 1


def test_a_voice_that_fails_says_so_and_not_what_it_was_to_say(tmp_path: Path) -> None:
    with pytest.raises(VoiceFailed) as failure:
        Voice("false").render("hello", tmp_path / "a.wav")
    assert "hello" not in str(failure.value)
