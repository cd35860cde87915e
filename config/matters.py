"""A matter as data: what one file of `catalog/` may say, in the eight unified parts (八统一).

主项名称 `main_item`, 子项名称 `sub_item`, 适用依据 `legal_basis`, 申请材料 `material`, 办事流程
`flow` (and `plan`: its steps on this kiosk), 业务经办流程 `handling`, 办理时限 `limits`, 表单内容
`form`. A part that is missing is told by its name. Unknown keys are refused.

One file is one matter with all its words, Chinese first, then English. Which files there are, what
they share, and what holds between files is `catalogue`'s business. No rule and no screen names a
matter.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from config import matter_codes
from config.slips import SlipKind

StepKind = Literal[
    "need_to_know",
    "privacy",
    "card",
    "eligibility",
    "consent",
    "face",
    "phone",
    "delivery",
    "form",
    "materials",
    "card_photo",
    "fingerprints",
    "review",
    "signature",
    "fee",
    "submit",
    "done",
    "rating",
    "licences",
    "press",
    "printed",
    "register",
    "in_register",
    "hand_over",
    "progress",
    "progress_by",
    "open_case",
    "business",
]
NAMED = frozenset({"form"})
"""Kinds of step that need a name: `form:NAME`, a file of `forms/`."""


def kind_of(step: str) -> str:
    """The kind of a planned step: "form" of "form:self_employed", "phone" of "phone"."""
    return step.partition("@")[0].partition(":")[0]


def name_of(step: str) -> str:
    """The name after the kind, or nothing: "self_employed" of "form:self_employed"."""
    return step.partition("@")[0].partition(":")[2]


def only_if(step: str) -> tuple[str, str] | None:
    """The answer for which alone a step is there: ("progress_by", "card") of
    "card@progress_by=card"; None for a step of every visit.
    """
    name, _, value = step.partition("@")[2].partition("=")
    return (name, value) if name else None


def _planned(step: str) -> str:
    kind, name = kind_of(step), name_of(step)
    if kind not in get_args(StepKind):
        raise ValueError(f"no kind of step: {kind}")
    if (kind in NAMED) != bool(name):
        raise ValueError(f"{kind}: " + ("it needs a name, kind:name" if not name else "no name"))
    return step


PlannedStep = Annotated[
    str,
    Field(pattern=r"^[a-z_]+(:[a-z][a-z0-9_]*)?(@[a-z][a-z0-9_]*=[a-z][a-z0-9_]*)?$"),
    AfterValidator(_planned),
]
"""A kind of step, or kind:name where one kind serves many: `phone`, `form:self_employed`. With
`@datum=value` only for visitors who gave that answer.
"""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Area = Literal["business", "real_estate", "police", "construction", "livelihood"]
"""The five areas of the hall: 商事登记、不动产登记、公安服务、基本建设项目、社会民生."""
Level = Literal["county", "town", "village"]
Here = Literal["done", "begun", "explained"]
"""可直接办, 可预约或预审, 仅指引."""
HERE_FIRST: tuple[Here, ...] = ("done", "begun", "explained")
"""In which order a list shows them."""
EIGHT_PARTS = (
    "main_item", "sub_item", "legal_basis", "material", "flow", "handling", "limits", "form",
)  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stage(_Part):
    """Steps that share one bar of the step indicator; the last stage has none."""

    name: Name
    steps: tuple[PlannedStep, ...] = Field(min_length=1)


class Codes(_Part):
    """national: 12 or 14 characters; implemented: 31 (实施编码); province: 许可-00123-000."""

    national: str | None = None
    implemented: str | None = None
    province: str | None = None

    @model_validator(mode="after")
    def _are_codes(self) -> "Codes":
        if self.national is None and self.province is None:
            raise ValueError("national or province: at least one of them")
        if self.national is not None and not matter_codes.is_national(self.national):
            raise ValueError("national: 12 or 14 characters as in GB/T 39554.1")
        if self.implemented is not None and not matter_codes.is_implemented(self.implemented):
            raise ValueError("implemented: the body's code, its level, and the basic code")
        if self.province is not None and not matter_codes.is_of_province(self.province):
            raise ValueError("province: a type, five and three digits, as 许可-00123-000")
        return self


class Units(_Part):
    """Who takes in and who decides; id: the deciding one as the platform knows it."""

    accepting: str
    approving: str
    id: str


class Fee(_Part):
    fen: int = Field(ge=0)
    basis: str = Field(min_length=1)


class Limits(_Part):
    """办理时限. legal: by law; promised: in working days, 0 is on the spot.

    elsewhere: promised to those whose address does not begin with `home`. review: working days
    until somebody has looked; 0 where nobody looks before the result.
    """

    legal: int = Field(ge=0)
    legal_unit: Literal["working_days", "days"] = "working_days"
    legal_basis: str = Field(min_length=1)
    promised: int = Field(ge=0)
    promise_basis: str = Field(min_length=1)
    review: int = Field(default=0, ge=0)
    home: str = ""
    elsewhere: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _elsewhere_needs_a_home(self) -> "Limits":
        if bool(self.home) != (self.elsewhere is not None):
            raise ValueError("home and elsewhere: both, or neither")
        return self

    @property
    def at_once(self) -> bool:
        """即办件, else 承诺件."""
        return self.promised == 0

    def promised_to(self, address: str) -> int:
        """Working days promised to somebody who is registered there."""
        if self.elsewhere is None or address.startswith(self.home):
            return self.promised
        return self.elsewhere


class Material(_Part):
    """One of 申请材料. obtained: how the kiosk or the window comes by it.

    unit: 数源单位, which keeps the datum; empty only for what the applicant alone can say.
    only_if: "question=option" of the self-check; otherwise it is needed by everybody.
    may_lack_days: working days within which it may be handed in later (容缺); 0: never. Only for
    what is secondary; a primary material is never lacking.
    """

    name: Name
    obtained: Literal["card", "shared", "certificate", "brought", "declared", "made"]
    unit: str = ""
    primary: bool = True
    may_lack_days: int = Field(default=0, ge=0, le=60)
    only_if: str = Field(default="", pattern=r"^([a-z_0-9]+=[a-z_0-9]+)?$")

    @property
    def condition(self) -> tuple[str, str] | None:
        """Question and option for which alone it is needed; None: by everybody."""
        question, _, option = self.only_if.partition("=")
        return (question, option) if option else None

    @model_validator(mode="after")
    def _is_one(self) -> "Material":
        if self.primary and self.may_lack_days:
            raise ValueError("may_lack_days: only a secondary material may lack")
        if not self.unit and self.obtained in ("card", "shared", "certificate"):
            raise ValueError("unit: which department keeps it (数源单位)")
        return self


class Option(_Part):
    """An answer of the self-check. advice: a text `advice.<name>`; instead: the matter to go to.

    here False: with this answer it cannot be done on a kiosk, and a window is named.
    """

    name: Name
    advice: Name | None = None
    instead: str | None = None
    here: bool = True


class Question(_Part):
    name: Name
    options: tuple[Option, ...] = Field(min_length=2, max_length=5)


class Commitment(_Part):
    """告知承诺: the text is `promise.<name>` in both languages; its version is recorded with it."""

    name: Name
    version: str = Field(pattern=r"^\d{4}-\d{2}(\.\d+)?$")
    basis: str = Field(min_length=1)


class CardEligibility(_Part):
    """Who may: checked against the card alone, before anything is asked.

    validity: what the card's own end has to do with it. ending: within `renew_window_days` of its
    end, or past it; running: not past it, as identity in other matters; any: it does not matter.

    told: whether who may is told so on a page; where it is false, only who may not is stopped.
    """

    kinds: tuple[str, ...]
    least_age: int = Field(ge=0)
    validity: Literal["ending", "running", "any"] = "ending"
    renew_window_days: int = Field(default=0, ge=0)
    told: bool = True
    basis: str = Field(min_length=1)

    @model_validator(mode="after")
    def _window_of_what_ends(self) -> "CardEligibility":
        if bool(self.renew_window_days) != (self.validity == "ending"):
            raise ValueError("renew_window_days: with validity ending, and only then")
        return self


class Matter(_Part):
    """examples: keys whose values are 示例, to be confirmed before a kiosk goes into service.

    supplements: the matters whose cases this one completes, handing in what they owe or lack.
    unreadable: the matter for whoever's card turns out not to be readable here.
    """

    code: str = Field(pattern=r"^[A-Z]{2}-\d{2,4}$")
    version: str = Field(pattern=r"^\d{4}-\d{2}(\.\d+)?$")
    effective: date
    examples: tuple[str, ...] = ()

    main_item: str = Field(min_length=1)
    sub_item: str = Field(min_length=1)  # what the platform calls it; citizens read `name`
    codes: Codes
    platform_id: str
    units: Units
    legal_basis: tuple[str, ...] = Field(min_length=1)
    area: Area
    door: str | None = Field(default=None, pattern=r"^[a-z][a-z-]*$")
    investment: bool
    sites: tuple[Level, ...] = Field(min_length=1)
    identity: Literal["L0", "L1", "L2", "L3", "L4"]
    visits: int = Field(ge=0, le=2)
    offline: bool  # may be taken in while the platform is down
    face_purpose: str = ""  # without a purpose the camera cannot be opened
    deliveries: tuple[str, ...] = ()
    one_open_of: tuple[str, ...] = ()  # matters of which somebody has at most one open case
    slips: tuple[SlipKind, ...] = Field(min_length=1)

    material: tuple[Material, ...]
    flow: tuple[Name, ...] = Field(min_length=1)
    handling: tuple[Name, ...] = Field(min_length=1)
    limits: Limits
    form: tuple[Name, ...]
    fee: Fee
    eligibility: CardEligibility | None = None
    question: tuple[Question, ...] = Field(default=(), max_length=6)
    promise: tuple[Commitment, ...] = ()
    plan: tuple[Stage, ...] = Field(min_length=1)

    supplements: tuple[str, ...] = ()
    unreadable: str = ""
    search: tuple[str, ...] = ()  # how people call it, in plain words
    zh: Mapping[str, Any] = Field(default_factory=dict, repr=False)
    en: Mapping[str, Any] = Field(default_factory=dict, repr=False)

    def steps(self) -> tuple[str, ...]:
        """Every step of the plan in order, as planned: kind or kind:name."""
        return tuple(step for stage in self.plan for step in stage.steps)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of the plan's steps, in order; a kind may come more than once."""
        return tuple(kind_of(step) for step in self.steps())

    def kinds_for_all(self) -> tuple[str, ...]:
        """Of these, the kinds of the steps that every visit comes to."""
        return tuple(kind_of(step) for step in self.steps() if only_if(step) is None)

    @property
    def here(self) -> Here:
        """What this kiosk does of it, by its plan: all, a beginning for the window, or telling."""
        kinds = self.kinds()
        if "hand_over" not in kinds:
            return "done"
        return "explained" if set(kinds) <= {"need_to_know", "hand_over"} else "begun"

    def only_explained(self) -> "Matter":
        """The same matter on a kiosk that does not offer it."""
        return self.model_copy(update={"plan": ONLY_EXPLAINED})

    @property
    def service_code(self) -> str:
        """The code by which the acceptance platform knows it: the province's, else the nation's."""
        return self.codes.province or self.codes.national or ""


ONLY_EXPLAINED = (Stage(name="guide", steps=("need_to_know", "hand_over")),)
"""仅指引: what to know, a list to print, and a window number for whoever wants one."""

ASKED_BY_STEP: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "need_to_know": (
        (),
        ("name", "who", "fee_note", "time_note", "bring", "bring_note", "visits", "visits_note"),
    ),
    "face": (("face_purpose",), ()),
    "eligibility": (("eligibility",), ()),
    "delivery": (("deliveries",), ()),
    "submit": ((), ("next_review",)),
    "done": ((), ("slip_notes",)),
}  # fmt: skip
"""What a matter must say for a step of its plan: fields, and words in both languages."""

COMES_AFTER: Mapping[str, tuple[str, ...]] = {
    "card": ("privacy",),
    "register": ("privacy",),
    "consent": ("privacy",),
    "card_photo": ("privacy",),
    "face": ("consent",),
    "open_case": ("face",),
    "licences": ("face",),
    "signature": ("review",),
    "submit": ("privacy", "review"),
}
"""What a visitor has to have been told, asked or shown before a step of the plan: nothing is read
without the notice (个人信息保护法 art. 17), no face looked at without consent, nothing signed or
sent that was not reviewed, and nothing told of anybody before it is known that they stand here.
"""

ONLY_WITH: Mapping[str, tuple[str, ...]] = {
    "register": ("platforms.sharing",),
    "business": ("platforms.sharing",),
    "licences": ("platforms.e_licence",),
    "press": ("document_printer", "licence_paper"),
}
"""Sections of a kiosk's configuration without which a step is not to be had there."""

SAID_OF_VALIDITY: Mapping[str, tuple[str, ...]] = {
    "ending": ("expires", "expired"),
    "running": ("running",),
    "any": ("any",),
}
"""The words in which it is said that a card will do, by what its end has to do with the matter."""
