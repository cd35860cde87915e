"""Every fault of a device × every command: the table, and the page that is made from it.

    python -m tests.devices.fault_matrix        writes docs/fault-matrix.md

A device's rows are data in its own folder (`ROWS`, see `tests/devices/card_reader/faults.py`); the
tests there play each row on the wire, so what the page says is what was seen. A new device adds its
module to DEVICES.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.attention import Attention
from kiosk.vocabulary import CompletionCode

PAGE = Path(__file__).parents[2] / "docs" / "fault-matrix.md"

DEVICES: Mapping[str, str] = {
    "Card reader": "tests.devices.card_reader.faults",
    "Receipt printer": "tests.devices.printer.faults",
    "Document printer": "tests.devices.document_printer.faults",
    "Code reader": "tests.devices.barcode_reader.faults",
    "Camera": "tests.devices.biometric.faults",
}

HEAD = """# Every fault, every command

Made by `python -m tests.devices.fault_matrix` from the rows that the tests play: each fault is
asked of the simulated device by name, each command ends as told here within its time-out, and when
the fault is gone the next command succeeds with nothing started anew (`make test` with short
time-outs; `make torture` with the real ones). A code in brackets is
what the technician reads, see `config/texts/*/attention.toml`; "waits" means that the command goes
on until a person does something, or it is cancelled.
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """How a command ends while the fault is on.

    code: None where it goes on waiting. told: what the visitor hears on the way; the command then
    waits for them. attention: what the status says that comes with the end.
    """

    code: CompletionCode | None
    attention: type[Attention] | None = None
    told: Any = None

    def __str__(self) -> str:
        if self.told is not None:
            reason = getattr(self.told, "reason", "")
            return f"{type(self.told).__name__}{f' `{reason}`' if reason else ''}, waits"
        if self.code is None:
            return "waits"
        return self.code.value + (f" [{self.attention.code}]" if self.attention else "")


@dataclass(frozen=True, slots=True)
class Row:
    """fault: a verb of the peer; asked: with what. cells: in the order of the device's COMMANDS.

    config: what differs in the driver's configuration. why: one line for the reader of the page.
    """

    fault: str
    cells: tuple[Cell, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""

    @property
    def name(self) -> str:
        figures = " ".join(f"{key}={value}" for key, value in self.asked.items())
        return f"{self.fault} {figures}".strip()


def page() -> str:
    parts = [HEAD]
    for title, module in DEVICES.items():
        found = importlib.import_module(module)
        parts += [f"## {title}\n", _table(found.COMMANDS, found.ROWS)]
    return "\n".join(parts)


def _table(commands: Sequence[type], rows: Sequence[Row]) -> str:
    head = ["Fault", *(command.__name__ for command in commands), ""]
    lines = [head, ["---"] * len(head)]
    lines += [[f"`{row.name}`", *map(str, row.cells), row.why] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n".replace("|  |", "| |") for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
