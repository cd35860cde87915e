"""The keyboard as a value: what stands, what is still letters, and which keys lie there.

Pure: pinyin becomes words elsewhere (`Spell`, answered by `Spelled`); a late answer, for letters
that have changed since, means nothing. Words of the county come before everything else
(`config/standards/phrases.toml`). Nothing is learnt from what anybody types.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from config.phrases import Phrase
from kiosk.effects import Effect, Spell
from kiosk.events import Event
from kiosk.events.touches import (
    CandidatePressed,
    ClearPressed,
    DeletePressed,
    KeysPressed,
    LetterPressed,
    MoreCandidatesPressed,
    Spelled,
)

PAGE = 8  # candidates beside each other
MOST_LETTERS = 30

PINYIN, LATIN, DIGITS = "pinyin", "latin", "digits"
ROWS = {
    PINYIN: ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    LATIN: ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM·"),
    DIGITS: ("1234567890", "-/#.()&@"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word, and how many of the letters it uses up."""

    text: str = field(repr=False)
    uses: int


@dataclass(frozen=True, slots=True)
class Keyboard:
    """idle: words that are offered while no letter stands, such as 路 and 号 in an address."""

    text: str = field(default="", repr=False)
    letters: str = field(default="", repr=False)
    syllables: tuple[str, ...] = field(default=(), repr=False)
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
    page: int = 0
    keys: str = PINYIN
    most: int = 200
    idle: tuple[str, ...] = ()


def offered(keyboard: Keyboard) -> tuple[Candidate, ...]:
    """All candidates; while no letter stands, the idle words."""
    if keyboard.letters:
        return keyboard.candidates
    return tuple(Candidate(word, 0) for word in keyboard.idle)


def pressed(
    keyboard: Keyboard, event: Event, phrases: Sequence[Phrase]
) -> tuple[Keyboard, tuple[Effect, ...]] | None:
    """The keyboard after an event, and what is asked for; None when it means nothing to it."""
    match event:
        case LetterPressed(letter=letter) if keyboard.keys == PINYIN:
            if len(keyboard.letters) >= MOST_LETTERS:
                return keyboard, ()
            return _spelt(keyboard, keyboard.letters + letter, phrases)
        case LetterPressed(letter=letter):
            return _written(keyboard, letter), ()
        case Spelled(letters=letters) if letters == keyboard.letters:
            return _answered(keyboard, event, phrases), ()
        case CandidatePressed(at=at) if at < len(found := offered(keyboard)):
            chosen = found[at]
            rest = keyboard.letters[chosen.uses :]
            return _spelt(_written(keyboard, chosen.text), rest, phrases)
        case MoreCandidatesPressed() if len(offered(keyboard)) > PAGE:
            pages = -(-len(offered(keyboard)) // (PAGE - 1))
            return replace(keyboard, page=(keyboard.page + 1) % pages), ()
        case KeysPressed(keys=keys) if keys in ROWS:
            return replace(_without_letters(keyboard), keys=keys), ()
        case DeletePressed() if keyboard.letters:
            return _spelt(keyboard, keyboard.letters[:-1], phrases)
        case DeletePressed():
            return replace(keyboard, text=keyboard.text[:-1]), ()
        case ClearPressed():
            return replace(_without_letters(keyboard), text=""), ()
        case _:
            return None


def _written(keyboard: Keyboard, text: str) -> Keyboard:
    return replace(keyboard, text=(keyboard.text + text)[: keyboard.most])


def _without_letters(keyboard: Keyboard) -> Keyboard:
    return replace(keyboard, letters="", syllables=(), candidates=(), page=0)


def _spelt(
    keyboard: Keyboard, letters: str, phrases: Sequence[Phrase]
) -> tuple[Keyboard, tuple[Effect, ...]]:
    """With these letters: the county's words at once, everything else when the answer comes."""
    keyboard = replace(_without_letters(keyboard), letters=letters)
    if not letters:
        return keyboard, ()
    return replace(keyboard, candidates=_local(phrases, letters)), (Spell(letters),)


def _local(phrases: Sequence[Phrase], letters: str) -> tuple[Candidate, ...]:
    """Words of the county: spelt out, begun, or by initials; the shortest first."""
    found = []
    for phrase in phrases:
        spelt = "".join(phrase.syllables)
        initials = "".join(syllable[0] for syllable in phrase.syllables)
        if spelt == letters or initials == letters:
            found.append((0, len(phrase.text), phrase))
        elif spelt.startswith(letters) and len(letters) > len(phrase.syllables[0]):
            found.append((1, len(phrase.text), phrase))
    found.sort(key=lambda row: row[:2])
    return tuple(Candidate(phrase.text, len(letters)) for _, _, phrase in found)


def _answered(keyboard: Keyboard, answer: Spelled, phrases: Sequence[Phrase]) -> Keyboard:
    local = _local(phrases, keyboard.letters)
    known = {candidate.text for candidate in local}
    others = tuple(
        Candidate(word, _uses(word, answer.syllables, keyboard.letters))
        for word in dict.fromkeys(answer.words)
        if word not in known
    )
    return replace(keyboard, syllables=answer.syllables, candidates=(*local, *others))


def _uses(word: str, syllables: Sequence[str], letters: str) -> int:
    """A character for a syllable; a word as long as all of them uses up everything."""
    if len(word) >= len(syllables):
        return len(letters)
    return sum(len(syllable) for syllable in syllables[: len(word)])
