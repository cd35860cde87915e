"""经营范围: finding entries by plain words, checking a choice, and the text as it is printed.

Free text is never taken: an entry is chosen from the catalogue (`config/scope.py`), so department
and permit are known, and the first entry decides the industry.
"""

from collections.abc import Sequence

from config.scope import Entry
from config.words import Words

SEPARATOR = " "


def find(entries: Sequence[Entry], plain: str, most: int = 8) -> tuple[Entry, ...]:
    """The entries that fit what somebody typed, best first: 卖奶茶 finds 餐饮服务.

    A plain word inside what was typed or the other way round counts most, then the entry's own
    text, then characters in common.
    """
    wanted = plain.strip()
    if not wanted:
        return ()
    ranked = [(_fit(entry, wanted), -at) for at, entry in enumerate(entries)]
    best = sorted((row for row in ranked if row[0] > 0), reverse=True)[:most]
    return tuple(entries[-at] for _, at in best)


def _fit(entry: Entry, wanted: str) -> float:
    inside = [word for word in entry.words if word in wanted or wanted in word]
    if inside:
        return 10 + max(len(word) for word in inside) + (wanted in entry.words)
    if wanted in entry.text:
        return 5 + len(wanted) / len(entry.text)
    known = set(entry.text).union(*entry.words)
    share = len(set(wanted) & known) / len(set(wanted))
    return share if share > 0.5 else 0.0


def chosen(entries: Sequence[Entry], value: str) -> tuple[Entry, ...]:
    """The entries of a kept value, codes with spaces between, in the order of choosing."""
    known = {entry.code: entry for entry in entries}
    return tuple(known[code] for code in value.split(SEPARATOR) if code in known)


def problem_with(entries: Sequence[Entry], value: str) -> str:
    """A key of `problem.<key>`, or nothing."""
    codes = value.split(SEPARATOR) if value else []
    if not codes:
        return "scope_none"
    if len(set(codes)) != len(codes):
        return "scope_twice"
    if len(chosen(entries, value)) != len(codes):
        return "scope_unknown"
    return ""


def printed(words: Words, entries: Sequence[Entry]) -> str:
    """As a licence prints it: what needs a permit first, each part with its sentence.

    Law and forms are Chinese: `words` are the Chinese ones whatever the screen speaks.
    """
    parts = []
    for kind in ("permit", "general"):
        texts = [entry.text for entry in entries if entry.kind == kind]
        if texts:
            parts.append(words(f"scope.printed_{kind}", items=words("scope.between").join(texts)))
    return "".join(parts)
