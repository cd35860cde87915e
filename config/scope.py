"""The catalogue of what a business may do (经营范围规范表述目录), and its importer.

`standards/business_scope.csv` holds rows marked 示例; a county replaces it with the official table:
`python -m config.scope TABLE.csv` checks such a table, tells every problem with its line, and puts
it in the old one's place only when there is none. Columns as in `Entry`; words lie apart by spaces.
"""

import csv
import sys
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.durable import write_durably
from config.problem import CannotStart

STANDARDS = Path(__file__).with_name("standards")
TABLE = STANDARDS / "business_scope.csv"


class Entry(BaseModel):
    """One row. permit: to be had before (前置) or after (后置) registering, where one is needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[A-Z0-9]{2,12}$")
    text: str = Field(min_length=2, max_length=60)
    kind: Literal["general", "permit"]
    industry: str
    permit: Literal["", "before", "after"] = ""
    department: str = ""  # who gives the permit
    group: str = Field(pattern=r"^[a-z]+$")  # a key of the texts scope.group.<group>
    trade: str = ""  # words for it in the name of a business, the most usual first
    plain: str = ""  # words that people use for it
    note: str = ""  # 示例: not from the official table

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.plain.split())

    @property
    def trades(self) -> tuple[str, ...]:
        return tuple(self.trade.split())


class ScopeError(CannotStart):
    """What is wrong with the table, one problem a line."""

    sentence = "catalog"


def load_scope(file: Path = TABLE) -> tuple[Entry, ...]:
    """Every row in the order of the table. Raises ScopeError with all problems, by line."""
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    divisions = load_industries()
    try:
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScopeError(f"{file.name}: cannot be read: {error}") from None
    for line, row in enumerate(rows, start=2):
        where = f"{file.name}:{line}"
        try:
            entry = Entry.model_validate(row)
        except ValidationError as error:
            for problem in error.errors():
                key = ".".join(str(part) for part in problem["loc"])
                problems.append(f"{where}: {key}: {problem['msg']}")
            continue
        if not industry_is_right(entry.industry, divisions):
            problems.append(f"{where}: industry: no code of GB/T 4754: {entry.industry}")
        if (entry.kind == "permit") != bool(entry.permit and entry.department):
            problems.append(f"{where}: a permit needs permit and department; nothing else has them")
        for value in (entry.code, entry.text):
            if value in seen:
                problems.append(f"{where}: {value}: already in line {seen[value]}")
            seen[value] = line
        entries.append(entry)
    if not rows:
        problems.append(f"{file.name}: holds no row")
    if problems:
        raise ScopeError("\n".join(problems))
    return tuple(entries)


def load_industries() -> dict[str, tuple[int, int]]:
    """Sections of GB/T 4754-2017 with their first and last division."""
    table = tomllib.loads((STANDARDS / "industries.toml").read_text(encoding="utf-8"))
    return {section: (first, last) for section, (first, last) in table.items()}


def industry_is_right(code: str, divisions: dict[str, tuple[int, int]]) -> bool:
    """A letter and up to four digits, where section and division agree (GB/T 4754-2017)."""
    section, digits = code[:1], code[1:]
    if section not in divisions or not (digits == "" or (digits.isascii() and digits.isdigit())):
        return False
    if len(digits) not in (0, 2, 3, 4):
        return False
    first, last = divisions[section]
    return not digits or first <= int(digits[:2]) <= last


def main(arguments: list[str]) -> int:
    """Put a checked table in the place of the present one. 0: done; 1: problems; 2: usage."""
    if len(arguments) != 1:
        print("python -m config.scope TABLE.csv", file=sys.stderr)
        return 2
    source = Path(arguments[0])
    try:
        entries = load_scope(source)
    except ScopeError as error:
        print(error, file=sys.stderr)
        return 1
    write_durably(TABLE, source.read_bytes())
    print(f"{TABLE}: {len(entries)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
