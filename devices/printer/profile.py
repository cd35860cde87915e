"""What differs between models of receipt printers, as data.

Answers for reading `profiles/<name>.toml` into a frozen value; unknown keys are refused. What all
models have in common (ESC/POS itself) is in `codec` and `replies`.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FOLDER = Path(__file__).with_name("profiles")

Fact = Literal[
    "offline", "cover_open", "paper_out", "paper_low", "jam", "cutter", "broken", "overheated"
]
"""One thing that a status bit can say. broken: an error that only a restart may mend."""

Number = Annotated[str, Field(pattern="^[1-4]$")]

Masks = dict[Fact, Annotated[int, Field(gt=0, le=0xFF)]]
"""A fact is true when any bit of its mask is set."""


def _from_hex(value: object) -> object:
    return bytes.fromhex(value) if isinstance(value, str) else value


HexBytes = Annotated[bytes, BeforeValidator(_from_hex)]


class PrinterProfile(BaseModel):
    """One model. Lengths in dots of the head, or in millimetres where the name says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    dots: int = Field(gt=0, multiple_of=8)
    cells: int = Field(ge=16)
    dots_per_inch: int = Field(ge=100, le=255)
    line_dots: int = Field(ge=24, le=127)
    charset: Literal["gb18030", "gbk"]
    slowest_mm_s: float = Field(gt=0)
    cut: HexBytes
    cut_feed_mm: float = Field(ge=0)
    qr_module_dots: int = Field(ge=1, le=16)
    process_id: bool
    clear: HexBytes
    clear_reply: bool
    status: dict[Number, Masks]
    automatic: dict[Number, Masks]


def load_profile(name: str) -> PrinterProfile:
    """Read a profile by its name. ValueError names the profiles that there are."""
    known = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if not re.fullmatch(r"[a-z0-9-]+", name) or name not in known:
        raise ValueError(f"printer.profile: one of {', '.join(known)}, got {name!r}")
    return PrinterProfile.model_validate(
        tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    )
