"""What differs between models of bar code readers, as data.

Answers for reading `profiles/<name>.toml` into a frozen value; unknown keys are refused. How a code
ends and what is refused is the same for all of them and stands in `codec`.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FOLDER = Path(__file__).with_name("profiles")


def _from_hex(value: object) -> object:
    return bytes.fromhex(value) if isinstance(value, str) else value


HexBytes = Annotated[bytes, BeforeValidator(_from_hex)]


class BarcodeProfile(BaseModel):
    """One model. Without `on` it reads always; without `ask` nothing can be known of it.

    again_s: how often `on` is sent anew while a code is wanted, 0 for models that stay on.
    answer_ends: with what the answer to `ask` ends; empty: with a silence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    on: HexBytes = b""
    off: HexBytes = b""
    again_s: float = Field(default=0.0, ge=0)
    ask: HexBytes = b""
    answer_ends: HexBytes = b""


def load_profile(name: str) -> BarcodeProfile:
    """Read a profile by its name. ValueError names the profiles that there are."""
    known = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if name not in known or not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"barcode_reader.profile: one of {', '.join(known)}, got {name!r}")
    return BarcodeProfile.model_validate(
        tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    )
