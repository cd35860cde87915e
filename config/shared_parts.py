"""What matters share by name: stages of a plan, steps, parts of forms, materials, the questions
that lead to a matter. A change in one place is a change in every matter that names it.

`catalog/shared/*.toml`; every word of them in [zh] and [en] of the same file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.matters import Area, Matter, Name, Stage
from config.words import flatten

SHARED = "shared/"

Told = tuple[str, str, str, object]
"""File, key, rule, value."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HandlingStep(_Part):
    """One of 业务经办流程. actor: who does it, of those whom the case knows (case/states)."""

    actor: Literal["citizen", "terminal", "platform", "department", "scheduler"]


class FormField(_Part):
    """source: where it comes from. by_law: a law or its form asks for it. unit: 数源单位."""

    name: Name
    source: Literal["card", "shared", "typed", "chosen", "made"]
    by_law: bool = True
    unit: str = ""


class FormPart(_Part):
    basis: str = Field(min_length=1)
    fields: tuple[FormField, ...] = Field(min_length=1)


class Answer(_Part):
    """Leads to another question, to a matter, or to an area of the catalogue."""

    name: Name
    ask: Name | None = None
    matter: str | None = None
    area: Area | None = None


class Crossroads(_Part):
    """One plain question on the way from 我不知道办哪个 to a matter."""

    answers: tuple[Answer, ...] = Field(min_length=2, max_length=5)


class Shared(_Part):
    """One file: any of these, and their words."""

    stage: Mapping[Name, Stage] = Field(default_factory=dict)
    flow: tuple[Name, ...] = ()
    handling: Mapping[Name, HandlingStep] = Field(default_factory=dict)
    form: Mapping[Name, FormPart] = Field(default_factory=dict)
    material: tuple[Name, ...] = ()
    ask: Mapping[Name, Crossroads] = Field(default_factory=dict)
    zh: Mapping[str, Any] = Field(default_factory=dict)
    en: Mapping[str, Any] = Field(default_factory=dict)


FIRST_QUESTION = "first"
MOST_QUESTIONS = 4  # from 我不知道办哪个 to a matter


@dataclass(frozen=True)
class SharedParts:
    """Everything shared, of all files. texts: by language, key → text, keys begin with shared."""

    stages: Mapping[str, Stage] = field(default_factory=dict)
    flow: frozenset[str] = frozenset()
    handling: Mapping[str, HandlingStep] = field(default_factory=dict)
    forms: Mapping[str, FormPart] = field(default_factory=dict)
    materials: frozenset[str] = frozenset()
    ways: Mapping[str, Crossroads] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    file_of_ways: str = ""

    def unknown_stages(self, document: Mapping[str, Any]) -> list[str]:
        """Names in a matter's plan that no shared stage has."""
        plan = document.get("plan")
        named = plan if isinstance(plan, list | tuple) else ()
        return [each for each in named if isinstance(each, str) and each not in self.stages]

    def resolved(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """A matter's file with the shared stages that its plan names in their places."""
        plan = document.get("plan")
        if not isinstance(plan, list | tuple):
            return document
        stages = [self.stages.get(each, each) if isinstance(each, str) else each for each in plan]
        return {**document, "plan": stages}

    def wrong_ways(self, matters: Mapping[str, Matter]) -> Iterator[Told]:
        """Answers that lead nowhere, and roads that are too long or never end."""
        for name, crossroads in self.ways.items():
            for answer in crossroads.answers:
                key = f"ask.{name}.{answer.name}"
                ends = [each for each in (answer.ask, answer.matter, answer.area) if each]
                if len(ends) != 1:
                    yield self.file_of_ways, key, "one of ask, matter, area", None
                if answer.ask and answer.ask not in self.ways:
                    yield self.file_of_ways, key, "no such question", answer.ask
                if answer.matter and answer.matter not in matters:
                    yield (
                        self.file_of_ways,
                        key,
                        "no such matter, or one with a problem",
                        (answer.matter),
                    )
        if self.ways and self._longest(FIRST_QUESTION, MOST_QUESTIONS + 1) > MOST_QUESTIONS:
            yield self.file_of_ways, "ask", f"more than {MOST_QUESTIONS} questions in a row", None

    def _longest(self, name: str, at_most: int) -> int:
        """Questions in the longest road from here; no more are counted than `at_most`."""
        if at_most == 0 or name not in self.ways:
            return 0
        answers = self.ways[name].answers
        further = (self._longest(each.ask, at_most - 1) for each in answers if each.ask)
        return 1 + max(further, default=0)


def shared_parts(documents: Mapping[str, Mapping[str, Any]]) -> tuple[SharedParts, list[Told]]:
    """Of all files of `shared/`; a file with a problem adds nothing."""
    files: dict[str, Shared] = {}
    problems: list[Told] = []
    for name, document in documents.items():
        if not name.startswith(SHARED):
            continue
        try:
            files[name] = Shared.model_validate(document)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                key = ".".join(str(part) for part in found["loc"]) or "(file)"
                shown = None if isinstance(found["input"], Mapping) else found["input"]
                problems.append((name, key, found["msg"], shown))
    texts = {
        language: {
            key: text
            for each in files.values()
            for key, text in flatten(getattr(each, language), "shared.").items()
        }
        for language in ("zh", "en")
    }
    for name, each in files.items():
        problems += _words_missing(name, each, texts)
    parts = SharedParts(
        stages={name: stage for each in files.values() for name, stage in each.stage.items()},
        flow=frozenset(name for each in files.values() for name in each.flow),
        handling={name: step for each in files.values() for name, step in each.handling.items()},
        forms={name: part for each in files.values() for name, part in each.form.items()},
        materials=frozenset(name for each in files.values() for name in each.material),
        ways={name: ways for each in files.values() for name, ways in each.ask.items()},
        texts=texts,
        file_of_ways=next((name for name, each in files.items() if each.ask), ""),
    )
    return parts, problems


def _words_missing(
    name: str, shared: Shared, texts: Mapping[str, Mapping[str, str]]
) -> Iterator[Told]:
    wanted = [
        *(f"flow.{each}" for each in shared.flow),
        *(f"handling.{each}" for each in shared.handling),
        *(f"material.{each}" for each in shared.material),
        *(f"form.{each}" for each in shared.form),
        *(f"field.{field.name}" for part in shared.form.values() for field in part.fields),
        *(f"ask.{each}" for each in shared.ask),
        *(
            f"answer.{road}.{answer.name}"
            for road, crossroads in shared.ask.items()
            for answer in crossroads.answers
        ),
    ]
    for key in dict.fromkeys(wanted):
        for language in ("zh", "en"):
            if f"shared.{key}" not in texts[language]:
                yield name, f"{language}.{key}", "missing", None
