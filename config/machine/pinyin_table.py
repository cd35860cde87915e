"""python -m config.machine.pinyin_table: write `config/pinyin.txt` from pypinyin's dictionaries.

Run by hand when pypinyin is renewed; a kiosk reads the file alone, since loading the dictionaries
holds every thread of a program for half a second. A character has its most frequent reading, and
further ones that it has in at least one phrase of ten.
"""

from collections import Counter, defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

TABLE = Path(__file__).parents[1] / "pinyin.txt"
CHARACTERS = range(0x4E00, 0xA000)
SHARE = 0.1
LEAST_PHRASES = 3


def main() -> None:
    readings: dict[str, list[str]] = {}
    for code in CHARACTERS:
        character = chr(code)
        (reading,) = lazy_pinyin(character, style=Style.NORMAL, v_to_u=False)
        if reading.isascii():
            readings[character] = [reading]
    in_phrases: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, spelled in PHRASES_DICT.items():
        for character, (reading, *_) in zip(phrase, spelled, strict=False):
            in_phrases[character][to_normal(reading, v_to_u=False)] += 1
    for character, counts in in_phrases.items():
        for reading, count in counts.most_common():
            often = count >= LEAST_PHRASES and count >= SHARE * counts.total()
            known = {to_normal(each, v_to_u=False) for each in pinyin(character, heteronym=True)[0]}
            if often and reading in known and reading.isascii() and character in readings:
                readings[character] += [reading] if reading not in readings[character] else []
    lines: defaultdict[str, str] = defaultdict(str)
    for character, known_readings in readings.items():
        for reading in known_readings:
            lines[reading] += character
    text = "".join(f"{reading} {lines[reading]}\n" for reading in sorted(lines))
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
