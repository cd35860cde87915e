import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from config.model import KioskConfig
from config.problem import Problem
from config.publish import command_line, commands
from config.publish.acts import Desk
from config.words import load_words
from tests.config.test_layers import county, machine

WORDS = load_words()["zh"]
COUNTY = county().values
ADMINISTRATORS = ("甲", "乙", "丙")
PASSPHRASE = "eight letters"

Say = Callable[..., tuple[int, str]]


class Office:
    """Types what an administrator types, and reads what they are told."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.asked: list[str] = []
        self.passphrases: list[str] = []
        self.probed: list[KioskConfig] = []
        self.probe_says: list[Problem] = []

    def say(self, *words: str) -> tuple[int, str]:
        """The exit code, and everything that was printed."""
        import argparse

        parser = argparse.ArgumentParser()
        command_line.fill(parser)
        options = parser.parse_args([words[0], "--county", str(self.folder), *words[1:]])
        desk = Desk(WORDS, self._ask, (self._probe,), machine().values, ())
        self._capsys.readouterr()
        code = commands.run(options, desk)
        told = self._capsys.readouterr()
        return code, told.out + told.err

    def well(self, *words: str) -> str:
        code, told = self.say(*words)
        assert code == 0, told
        return told

    def refused(self, *words: str) -> str:
        code, told = self.say(*words)
        assert code == 1, told
        return told

    def sign(self, name: str) -> str:
        return self.well("sign", "--key", str(self.key(name)))

    def key(self, name: str) -> Path:
        return self.folder / "keys" / f"{name}.pem"

    def publish(self, *pairs: str) -> str:
        """From the words to the kiosks, as two administrators do it."""
        self.well("set", *pairs)
        self.well("check")
        self.sign("甲")
        self.sign("乙")
        return self.well("publish")

    def _ask(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.passphrases.pop(0) if self.passphrases else PASSPHRASE

    def _probe(self, config: KioskConfig) -> list[Problem]:
        self.probed.append(config)
        return self.probe_says


@pytest.fixture(scope="session")
def a_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: with what every county must say, published as generation 1."""
    folder = tmp_path_factory.mktemp("office") / "county"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        made = Office(folder, _Silent())  # type: ignore[arg-type]
        made.well("init", "330225", *ADMINISTRATORS, "--rehearsal")
        pairs = [
            f"{section}.{key}={value}"
            for section, values in COUNTY.items()
            for key, value in values.items()
        ]
        made.publish(*(part for pair in pairs for part in pair.split("=", 1)))
    return folder


class _Silent:
    def readouterr(self) -> "_Silent":
        return self

    out = err = ""


@pytest.fixture
def office(
    a_county: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    shutil.copytree(a_county, tmp_path / "county")
    return Office(tmp_path / "county", capsys)
