"""Pinyin becomes words, by the real librime; nobody's words come up for the next visitor."""

import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from kiosk.events.touches import Spelled
from screens import input_method
from screens.input_method import InputMethod


class Typed:
    """An input method, and what it answered."""

    def __init__(self, library: str = input_method.LIBRARY) -> None:
        self.answers: queue.SimpleQueue[Spelled] = queue.SimpleQueue()
        self.method = InputMethod(self.answers.put, library)

    def spell(self, letters: str) -> Spelled:
        self.method.spell(letters)
        return self.answers.get(timeout=20)


@pytest.fixture(scope="module")
def typed() -> Iterator[Typed]:
    """One for all: librime is begun once in a process."""
    typed = Typed()
    typed.spell("a")
    yield typed
    left = own_directories()
    typed.method.close()
    assert own_directories() < left, "what it wrote is gone with it"


def own_directories() -> set[Path]:
    return set(input_method.IN_MEMORY.glob(f"{input_method.OWN}{os.getpid()}-*"))


def test_what_a_killed_kiosk_left_is_swept_and_a_living_ones_stays(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(input_method, "IN_MEMORY", tmp_path)
    dead = subprocess.Popen(["true"])
    dead.wait()
    for process in (dead.pid, os.getpid()):
        (tmp_path / f"{input_method.OWN}{process}-x").mkdir()
    (tmp_path / "somebody else's").mkdir()
    input_method.sweep()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"{input_method.OWN}{os.getpid()}-x", "somebody else's"}


@pytest.mark.parametrize(
    ("letters", "word", "syllables"),
    [
        ("shenfenzheng", "身份证", ("shen", "fen", "zheng")),
        ("beijingshi", "北京市", ("bei", "jing", "shi")),
        ("zhangwei", "张伟", ("zhang", "wei")),
    ],
)
def test_letters_become_words(
    typed: Typed, letters: str, word: str, syllables: tuple[str, ...]
) -> None:
    answer = typed.spell(letters)
    assert answer.letters == letters
    assert answer.words[0] == word
    assert answer.syllables == syllables


def test_what_is_chosen_again_and_again_is_not_learnt(typed: Typed) -> None:
    before = typed.spell("xiangshan")
    for _ in range(5):
        typed.spell("xiangshan")
        typed.spell("xiangshanxian")
    assert typed.spell("xiangshan") == before
    for directory in own_directories():
        assert not [file for file in directory.rglob("*") if "userdb" in file.name]
        for file in directory.rglob("*"):
            if file.is_file() and file.suffix in (".yaml", ".txt"):
                assert "xiangshan" not in file.read_text(encoding="utf-8", errors="ignore")


def test_only_the_newest_letters_are_answered(typed: Typed) -> None:
    for letters in ("x", "xi", "xia", "xian"):
        typed.method.spell(letters)
    answers = [typed.answers.get(timeout=20)]
    while answers[-1].letters != "xian":
        answers.append(typed.answers.get(timeout=20))
    assert len(answers) <= 4
    assert typed.spell("x").letters == "x"


def test_a_key_waits_no_noticeable_time(typed: Typed) -> None:
    began = perf_counter()
    for letters in ("s", "sh", "shi", "ship", "shipu"):
        typed.spell(letters)
    assert (perf_counter() - began) / 5 < 0.05


def test_without_librime_every_answer_is_empty_and_comes() -> None:
    nowhere = Typed("librime-that-is-not-here.so")
    assert nowhere.spell("ni") == Spelled("ni", ("ni",), ())
    nowhere.method.close()


def test_it_ends_only_when_its_start_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """librime takes a process down that ends while it compiles its dictionary."""
    compiled = threading.Event()

    def compiling(directory: Path, library: str) -> None:
        compiled.wait(10.0)
        raise input_method.NoInputMethod("for this test")

    monkeypatch.setattr(input_method, "Rime", compiling)
    method = InputMethod(lambda event: None)
    closing = threading.Thread(target=method.close, args=(0.0,))
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    compiled.set()
    closing.join(5.0)
    assert not closing.is_alive()
