"""What is signed: the documents that an administrator publishes and a kiosk reads.

A *generation* is one bundle: every layer of the county as one document, which never changes once
it has been published. Beside it lie three small ones: which kiosk takes which generation (signed by
the server's own key), which kiosks are stopped (any one administrator), which may go on (two).

Knows the form only. Who signed it is `config/remote/trust.py`; whether what it says can be taken is
found when it is laid over the machine's own files.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, ValidationError

from config.layers import Layer
from config.offer import Sentence
from config.part import Level, Part
from config.problem import Problem

COUNTY_SCOPE = "county"
ROLLOUT, STOPS, RESUMED = "rollout/now.json", "stop/now.json", "resume/now.json"

Scope = Annotated[str, Field(pattern=r"^(county|[0-9]{9}|[0-9]{12}|[A-Z]{2}-[0-9]{4})$")]
"""Whom it is for: the county, a town (9 digits), a site (12 digits) or a kiosk (its terminal)."""

Number = Annotated[int, Field(ge=1)]


def bundle_path(generation: int) -> str:
    return f"bundles/{generation}.json"


class BadDocument(Exception):
    """A signed document that says nothing we understand. problems: why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class _Document(Part):
    @classmethod
    def parse(cls, data: bytes, name: str) -> Any:
        """Raises BadDocument. name: what it is called in the problems."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise BadDocument(
                tuple(
                    Problem(name, ".".join(map(str, each["loc"])) or "(file)", each["msg"])
                    for each in error.errors()
                )
            ) from None

    def data(self) -> bytes:
        """The same document always has the same bytes."""
        values = self.model_dump(mode="json")
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()


class Bundle(_Document):
    """min_generation: what is older was withdrawn, and is not gone back to.

    note: what somebody wrote about it, for those who sign.
    """

    format: Literal[1] = 1
    generation: Number
    min_generation: Number = 1
    county: str = Field(pattern=r"^[0-9]{6}$")
    note: str = Field(default="", max_length=200)
    layers: Mapping[Scope, Mapping[str, Any]]

    def layers_for(self, site: str, terminal: str) -> list[Layer]:
        """The layers of one kiosk, from the widest. site: its 14 digits."""
        name = f"generation {self.generation}"
        return [
            Layer(level, f"{name}, {scope}", self.layers[scope])
            for level, scope in scopes_of(site, terminal)
            if scope in self.layers
        ]


class Rollout(_Document):
    """canary: terminals that take `current`; so do `percent` of the others; the rest `previous`."""

    current: Number
    previous: Number | None = None
    percent: int = Field(default=100, ge=0, le=100)
    canary: tuple[str, ...] = ()
    salt: str = ""

    def generation_of(self, terminal: str) -> int | None:
        """Which generation this kiosk is to have; None: none yet."""
        drawn = hashlib.sha256(f"{self.salt}:{terminal}".encode()).digest()
        if terminal in self.canary or int.from_bytes(drawn[:4], "big") % 100 < self.percent:
            return self.current
        return self.previous


class Stop(Part):
    """暂停服务, by one administrator's word; the banner is what everybody reads."""

    number: Number
    scope: Scope
    banner: Sentence
    banner_en: Sentence
    at: AwareDatetime


class Stops(_Document):
    stops: tuple[Stop, ...] = ()


class Resumed(_Document):
    """Numbers of the stops that are over."""

    numbers: tuple[Number, ...] = ()


def scopes_of(site: str, terminal: str) -> list[tuple[Level, str]]:
    """Whom a kiosk listens to, from the widest. site: its 14 digits."""
    return [
        (Level.COUNTY, COUNTY_SCOPE),
        (Level.TOWN, site[:9]),
        (Level.SITE, site[:12]),
        (Level.KIOSK, terminal),
    ]


def is_for(scope: str, site: str, terminal: str) -> bool:
    """Whether this scope holds the kiosk."""
    return scope in {each for _, each in scopes_of(site, terminal)}
