"""What every command of an administrator is made of: what was typed, the office, and the words."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.bundle import COUNTY_SCOPE
from config.part import Level
from config.publish.check import Probe
from config.publish.draft import Draft
from config.publish.office import Office
from config.words import Words

Ask = Callable[[str], str]
RENEW_BEFORE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the commands need from outside. machine: stands in for a kiosk's own files.

    default_machine: the files of the kiosk on this computer; empty: there is none.
    """

    words: Words
    ask: Ask
    probes: Iterable[Probe]
    machine: Mapping[str, Any]
    default_machine: tuple[Path, ...]


class Acts:
    """For a class with a method for each act."""

    def __init__(self, options: argparse.Namespace, desk: Desk) -> None:
        self.options, self.desk = options, desk
        self.office = Office(options.county)

    def say(self, sentence: str, /, *, to: Any = None, **values: object) -> None:
        print(self.desk.words(f"publish.{sentence}", **values), file=to or sys.stdout, flush=True)

    def warn_of_the_end(self) -> None:
        """When what the administrators have signed is soon believed no more."""
        left = self.office.repository.expires() - self.office.now()
        if left < RENEW_BEFORE:
            self.say("renew.soon", days=max(0, left.days))

    def scope(self, draft: Draft) -> tuple[Level, str]:
        """The layer that is meant: the county's unless a narrower one is named."""
        for level in (Level.KIOSK, Level.SITE, Level.TOWN):
            if name := getattr(self.options, level.name.lower()):
                return level, draft.scope_of(level, name)
        return Level.COUNTY, COUNTY_SCOPE

    def called(self, draft: Draft, scope: str) -> str:
        if scope == COUNTY_SCOPE:
            return self.desk.words("publish.whole_county")
        return draft.called(scope)


def plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
