"""Forms as data: one file in `forms/` each; a matter's plan names it as `form:NAME`.

A field asks for one datum, by a name that means the same in every form, so that whoever has said
something once is not asked again. Its words stand in `texts/` under `field.<name>`. What a value of
a type may look like is `kiosk/case/fields`'s business.
"""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.problem import CannotStart

FORMS = Path(__file__).with_name("forms")

FieldType = Literal[
    "name",
    "id_number",
    "uscc",
    "phone",
    "date",
    "address",
    "choice",
    "scope",
    "business_name",
    "amount",
    "number",
    "digits",
    "signature",
    "photo",
    "promise",
    "text",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Part):
    """The field is asked for only while another one has this value."""

    field: str
    value: str = Field(alias="is")


class FormField(_Part):
    """least, most: of a number, of an amount in 分, of a text in characters, of a date in days.
    most: of digits, exactly how many; groups: how they are shown apart, as on paper.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: FieldType
    optional: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    groups: tuple[int, ...] = ()
    when: When | None = None

    @model_validator(mode="after")
    def _choices_where_there_is_a_choice(self) -> "FormField":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("choices: at least one for a choice, none for anything else")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least: more than most")
        if (self.type == "digits") != bool(self.groups) or sum(self.groups) > (self.most or 0):
            raise ValueError("groups: of digits, and no more than there are")
        return self


class Form(_Part):
    name: str
    field: tuple[FormField, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_fit_together(self) -> "Form":
        asked: dict[str, FormField] = {}
        for field in self.field:
            if field.name in asked:
                raise ValueError(f"{field.name}: asked for twice")
            if field.when is not None:
                on = asked.get(field.when.field)
                if on is None:
                    raise ValueError(f"{field.name}: when: {field.when.field} does not come before")
                if on.choices and field.when.value not in on.choices:
                    raise ValueError(f"{field.name}: when: {field.when.value} is never chosen")
            asked[field.name] = field
        return self

    def __getitem__(self, name: str) -> FormField:
        """The field of this name. Raises KeyError."""
        for field in self.field:
            if field.name == name:
                return field
        raise KeyError(name)


class FormsError(CannotStart):
    """What is wrong with the forms, one problem a line."""

    sentence = "catalog"


def load_forms(directory: Path = FORMS) -> dict[str, Form]:
    """Every form by name. Raises FormsError with all problems of all files.

    One datum has one type, and the same choices, wherever it is asked for.
    """
    forms: dict[str, Form] = {}
    problems: list[str] = []
    kinds: dict[str, tuple[str, FormField]] = {}
    for file in sorted(directory.glob("*.toml")):
        try:
            form = Form.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(f"{file.name}: not valid TOML: {error}")
        except ValidationError as error:
            for problem in error.errors():
                key = ".".join(str(part) for part in problem["loc"])
                problems.append(f"{file.name}: {key}: {problem['msg']}")
        else:
            if file.stem != form.name:
                problems.append(f"{file.name}: name: the file must be named {form.name}.toml")
            for field in form.field:
                where, known = kinds.setdefault(field.name, (file.name, field))
                if (known.type, known.choices) != (field.type, field.choices):
                    problems.append(f"{file.name}: {field.name}: another type than in {where}")
            forms[form.name] = form
    if problems:
        raise FormsError("\n".join(problems))
    return forms
