"""Words of the county, which the keyboard offers before all others: `standards/phrases.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

PHRASES = Path(__file__).with_name("standards") / "phrases.toml"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word, and how it is spelt in pinyin, syllable by syllable."""

    text: str
    syllables: tuple[str, ...]


def load_phrases(file: Path = PHRASES) -> tuple[Phrase, ...]:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(Phrase(text, tuple(said.split())) for text, said in table["phrases"].items())
