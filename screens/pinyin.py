"""Hanzi to pinyin with tone numbers, as a process of its own: one line in, one line out.

A process, because loading the dictionaries holds every thread of a program for half a second.
Ends with its standard input. The voice that reads pinyin is `voice`'s business.
"""

import sys

from pypinyin import Style, lazy_pinyin

# Marks of a Chinese sentence as the voice knows them; quotation marks are not heard.
_MARKS = str.maketrans("，。、；：？！…—", ",.,;:?!,,", "“”‘’「」『』《》（）")


def pinyin(text: str) -> str:
    """`重新放吗？` becomes `chong2 xin1 fang4 ma5 ?`: tones by number, 5 for none."""
    return " ".join(
        part.strip()
        for part in lazy_pinyin(
            text.translate(_MARKS),
            style=Style.TONE3,
            neutral_tone_with_five=True,
            tone_sandhi=True,
        )
    )


if __name__ == "__main__":
    for line in sys.stdin:
        print(pinyin(line.strip()), flush=True)
