"""What differs between models of receipt printers, as data.

Answers for reading `profiles/<name>.toml` into a frozen value. Unknown keys are refused; what no
manual says of a model stands there as "unknown" and is never tried on it. What all models have in
common (ESC/POS itself) is in `codec` and `replies`. How a model is added: CONTRIBUTING.md.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

FOLDER = Path(__file__).with_name("profiles")

Fact = Literal[
    "offline",
    "cover_open",
    "paper_out",
    "paper_low",
    "jam",
    "cutter",
    "broken",
    "overheated",
    "not_taken",
]
"""One thing that a status bit can say. broken: an error that only a restart may mend; overheated:
the head is too hot, its voltage wrong, or it is lifted; not_taken: the slip hangs in the outlet."""

Number = Annotated[str, Field(pattern="^[1-4]$")]

Masks = dict[Fact, Annotated[int, Field(gt=0, le=0xFF)]]
"""A fact is true when any bit of its mask is set."""


def _known(value: object) -> object:
    if value == "unknown":
        return None
    return bytes.fromhex(value) if isinstance(value, str) else value


HexBytes = Annotated[bytes, BeforeValidator(_known), Field(min_length=1)]
Maybe = Annotated[bytes | None, BeforeValidator(_known)]
"""In hexadecimal, or "unknown"."""


class PrinterProfile(BaseModel):
    """One model. Lengths in dots of the head, or in millimetres where the name says so.

    start: sent first and after every clearing; leaves Chinese on, left, plain, lines of line_dots,
    and a dot as the unit of feeding. proof: what answers when a job is out, process_id (GS ( H) or
    barrier (GS r 1). clear: drops what the printer holds, also while it is offline.
    answer_mask: which bits of an answer to DLE EOT are always those of 12.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    dots: int = Field(gt=0, multiple_of=8)
    cells: int = Field(ge=16)
    dots_per_inch: int = Field(ge=100, le=255)
    line_dots: int = Field(ge=24, le=127)
    charset: Literal["gb18030", "gbk"]
    slowest_mm_s: float = Field(gt=0)
    start: HexBytes
    bold_on: HexBytes
    bold_off: HexBytes
    cut: HexBytes
    cut_feed_mm: float = Field(ge=0)
    qr_model: bool
    qr_module_dots: int = Field(ge=3, le=16)
    proof: Literal["process_id", "barrier"]
    clear: Maybe
    clear_reply: bool
    answer_mask: int = Field(ge=0x12, le=0xFF)
    status: dict[Number, Masks]
    automatic: dict[Number, Masks]

    @property
    def tells(self) -> frozenset[Fact]:
        """What this model's status can say at all."""
        return frozenset(fact for masks in self.status.values() for fact in masks)


def load_profile(name: str, folder: Path = FOLDER) -> PrinterProfile:
    """Read a profile by its name. ValueError says which there are, or what is wrong with it."""
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if not re.fullmatch(r"[a-z0-9-]+", name) or name not in known:
        raise ValueError(f"printer.profile: one of {', '.join(known)}, got {name!r}")
    file = folder / f"{name}.toml"
    try:
        return PrinterProfile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()
        )
        raise ValueError(f"{file.name}: {wrong}") from None
