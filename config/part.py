"""What every section of the configuration has in common, and who may set it.

A field of `KioskConfig` or of one of its sections carries, as data, the lowest layer that may set
it: `face: Annotated[FaceConfig, COUNTY]`. What a section says holds for all of it, unless a field
says otherwise. The layers are laid in `config/layers.py`.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A section: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(IntEnum):
    """Layers, from the widest to the narrowest. LOCAL: the machine's own file, never a signed one.

    PROGRAM is what the program comes with, when nobody has set anything.
    """

    PROGRAM = 0
    COUNTY = 1
    TOWN = 2
    SITE = 3
    KIOSK = 4
    LOCAL = 5


@dataclass(frozen=True, slots=True)
class SetBy:
    """lowest: the lowest layer that may set a key; all above it may, and nobody else."""

    lowest: Level


COUNTY, SITE, KIOSK = SetBy(Level.COUNTY), SetBy(Level.SITE), SetBy(Level.KIOSK)
LOCAL = SetBy(Level.LOCAL)
"""Identity, wiring, the trusted root, references to secrets: only on the machine itself."""

TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

Seconds = Annotated[float, Field(gt=0, le=3600)]
