"""Matters as data: one file in `catalog/` each; no screen and no rule names a matter.

What is here is what a visit and a case need. The words of a matter stand in `texts/` under
`matter.<code>`; the eight unified parts (八统一) and the catalogue's own tool come with the fourth
issue and only add fields.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from config.problem import CannotStart

CATALOG = Path(__file__).with_name("catalog")

StepKind = Literal[
    "need_to_know",
    "privacy",
    "card",
    "eligibility",
    "consent",
    "face",
    "phone",
    "delivery",
    "review",
    "submit",
    "done",
    "rating",
]
NAMED = frozenset({"form"})
"""Kinds of step that need a name: `form:NAME`, a file of `forms/`."""


def kind_of(step: str) -> str:
    """The kind of a planned step: "form" of "form:self_employed", "phone" of "phone"."""
    return step.partition(":")[0]


def name_of(step: str) -> str:
    """The name after the kind, or nothing: "self_employed" of "form:self_employed"."""
    return step.partition(":")[2]


def _planned(step: str) -> str:
    kind, name = kind_of(step), name_of(step)
    if kind not in get_args(StepKind):
        raise ValueError(f"no kind of step: {kind}")
    if (kind in NAMED) != bool(name):
        raise ValueError(f"{kind}: " + ("it needs a name, kind:name" if not name else "no name"))
    return step


PlannedStep = Annotated[
    str, Field(pattern=r"^[a-z_]+(:[a-z][a-z0-9_]*)?$"), AfterValidator(_planned)
]
"""A kind of step, or kind:name where one kind serves many: `phone`, `form:self_employed`."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stage(_Part):
    """Steps that share one bar of the step indicator; the last stage has none."""

    name: str
    steps: tuple[PlannedStep, ...] = Field(min_length=1)


class Fee(_Part):
    fen: int = Field(ge=0)
    basis: str


class Promise(_Part):
    """Working days within which the result is promised, by where the applicant is registered."""

    home_province: int = Field(gt=0)
    elsewhere: int = Field(gt=0)
    province_prefix: str  # how an address of the home province begins, e.g. "浙江省"
    review: int = Field(gt=0)
    basis: str


class CardEligibility(_Part):
    """Who may: checked against the card alone, before anything is asked."""

    kinds: tuple[str, ...]
    least_age: int = Field(ge=0)
    renew_window_days: int = Field(ge=0)
    basis: str


class Matter(_Part):
    code: str = Field(pattern=r"^[A-Z]{2}-\d{2}$")
    door: str
    service_code: str
    service_id: str
    service_name: str  # as the platform calls it; what a citizen reads is matter.<code>.name
    department_id: str
    department_name: str
    legal_basis: tuple[str, ...] = Field(min_length=1)
    face_purpose: str = ""  # without a purpose the camera cannot be opened
    offline: bool  # may be taken in while the platform is down
    deliveries: tuple[str, ...]
    fee: Fee
    promise: Promise
    eligibility: CardEligibility
    plan: tuple[Stage, ...] = Field(min_length=1)

    def steps(self) -> tuple[str, ...]:
        """Every step of the plan in order, as planned: kind or kind:name."""
        return tuple(step for stage in self.plan for step in stage.steps)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of the plan's steps, in order; a kind may come more than once."""
        return tuple(kind_of(step) for step in self.steps())


class CatalogError(CannotStart):
    """What is wrong with the catalogue, one problem a line."""

    sentence = "catalog"


def load_matters(directory: Path = CATALOG) -> dict[str, Matter]:
    """Every matter of the catalogue by code. Raises CatalogError with all problems of all files."""
    matters: dict[str, Matter] = {}
    problems: list[str] = []
    for file in sorted(directory.glob("*.toml")):
        try:
            matter = Matter.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(f"{file.name}: not valid TOML: {error}")
        except ValidationError as error:
            for problem in error.errors():
                key = ".".join(str(part) for part in problem["loc"])
                problems.append(f"{file.name}: {key}: {problem['msg']}")
        else:
            if file.stem != matter.code:
                problems.append(f"{file.name}: code: the file must be named {matter.code}.toml")
            if "face" in matter.kinds() and not matter.face_purpose:
                problems.append(f"{file.name}: face_purpose: a face check needs a purpose")
            matters[matter.code] = matter
    if problems:
        raise CatalogError("\n".join(problems))
    return matters
