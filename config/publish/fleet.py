"""What kiosks said of themselves with their last poll, one small file each.

Nothing here is signed: it tells an administrator where to look, and decides nothing. Its fields are
codes and numbers; `detail` is a key and a rule of the configuration, which holds nobody's data.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from config.durable import write_durably
from config.part import Part

MOST_KIOSKS = 5000
MOST_BYTES = 4096

Code = Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")]


class Report(Part):
    """As `config/remote/client.py` tells it."""

    terminal: str = Field(pattern=r"^[A-Z]{2}-[0-9]{4}$")
    site: str = Field(pattern=r"^[0-9]{14}$")
    program: str = Field(pattern=r"^[0-9A-Za-z.+?-]{1,40}$")
    generation: int = Field(ge=0, lt=1_000_000)
    state: Code
    refused: Code
    refused_generation: int = Field(ge=0, lt=1_000_000)
    detail: str = Field(max_length=200, pattern=r"^\P{C}*$")  # it is printed at a terminal


@dataclass(frozen=True, slots=True)
class Seen:
    report: Report
    at: datetime


class Fleet:
    """directory: of the reports; made when the first one comes."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def take(self, data: bytes, at: datetime) -> bool:
        """Keep a report. False: it is none, or there are more kiosks than there can be."""
        try:
            report = Report.model_validate_json(data)
        except ValidationError:
            return False
        file = self._directory / f"{report.terminal}.json"
        self._directory.mkdir(parents=True, exist_ok=True)
        if not file.exists() and sum(1 for _ in self._directory.glob("*.json")) >= MOST_KIOSKS:
            return False
        document = {"report": report.model_dump(), "at": at.isoformat()}
        write_durably(file, json.dumps(document, ensure_ascii=False).encode())
        return True

    def seen(self) -> Iterator[Seen]:
        """Every kiosk that has reported, by terminal; not what another version has written down."""
        for file in sorted(self._directory.glob("*.json")):
            document = json.loads(file.read_bytes())
            try:
                report = Report.model_validate(document["report"])
            except ValidationError:
                continue
            yield Seen(report, datetime.fromisoformat(document["at"]))
