"""Which pictures are compared with which: from file names, or from a file of pairs.

By names: `NNN_*.jpg`, the person is what stands before the first underscore. Of each person the
first picture by name goes on the card, the others stand before the camera. `people.csv` beside them
may say who belongs to which group (columns `id` and `group`).

By pairs: a CSV file with the columns `card`, `live` and `same` (1 or 0), and `group` if wanted;
paths are relative to that file.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


class PeopleProblem(Exception):
    """The folder or the file cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One comparison. group: of both when they share one, else empty."""

    card: Path
    live: Path
    same: bool
    group: str = ""


def trials_of(source: Path) -> list[Trial]:
    """All comparisons of a folder or of a file of pairs. Raises PeopleProblem."""
    try:
        trials = list(_by_names(source) if source.is_dir() else _by_pairs(source))
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise PeopleProblem(f"{source}: {error}") from error
    if not any(trial.same for trial in trials):
        raise PeopleProblem(f"{source}: nobody has two pictures")
    if all(trial.same for trial in trials):
        raise PeopleProblem(f"{source}: there are no two people")
    return trials


def _by_names(folder: Path) -> Iterator[Trial]:
    pictures: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        person, underscore, _ = path.stem.partition("_")
        if underscore and person and path.suffix.lower() in SUFFIXES:
            pictures.setdefault(person, []).append(path)
    groups = _groups(folder / "people.csv")
    for owner, (card, *_) in pictures.items():
        for person, (_, *lives) in pictures.items():
            shared = groups.get(owner) if groups.get(owner) == groups.get(person) else None
            for live in lives:
                yield Trial(card, live, owner == person, shared or "")


def _groups(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["group"] for row in csv.DictReader(lines) if row.get("group")}


def _by_pairs(file: Path) -> Iterator[Trial]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if missing := {"card", "live", "same"} - set(rows.fieldnames or ()):
            raise PeopleProblem(f"{file}: no column {', '.join(sorted(missing))}")
        for number, row in enumerate(rows, 2):
            if row["same"] not in ("0", "1"):
                raise PeopleProblem(f"{file}, line {number}: same is 0 or 1")
            card, live = file.parent / row["card"], file.parent / row["live"]
            yield Trial(card, live, row["same"] == "1", row.get("group") or "")
