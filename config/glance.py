"""What the first picture needs of the configuration, before anything that takes long is loaded.

Answers for four values as they stand in the machine's own files, unchecked. Whether these and all
others are right is for `load` to say, which comes straight after: a value that is missing here, or
is of another kind, only means that the first picture has to wait for it.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Glance:
    """`load.KioskConfig` says what each of them means."""

    keeping_directory: Path
    fonts: Path
    zone_name: str
    fullscreen: bool


def glance(files: Iterable[Path]) -> Glance | None:
    """Later files win. None: not everything could be seen."""
    sections: dict[str, dict[str, Any]] = {"screen": {"fonts": "build/fonts", "fullscreen": True}}
    try:
        for file in files:
            for name, section in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if isinstance(section, dict):
                    sections.setdefault(name, {}).update(section)
        keeping, screen = sections["keeping"], sections["screen"]
        fullscreen = screen["fullscreen"]
        paths = keeping["directory"], screen["fonts"]
        zone_name = sections["identity"]["zone_name"]
    except (OSError, ValueError, KeyError):
        return None
    if not all(isinstance(text, str) for text in (*paths, zone_name)):
        return None
    if not isinstance(fullscreen, bool):
        return None
    return Glance(Path(paths[0]), Path(paths[1]), zone_name, fullscreen)
