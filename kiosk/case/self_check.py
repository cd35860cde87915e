"""办前自查: from a few answers, what somebody has to bring, and whether it can be done here.

Pure, from the matter's file alone; nobody says who they are for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from config.matters import Material, Matter, Option

Answers = Mapping[str, str]
"""Option by question."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """materials: what is needed with these answers. advice: texts `advice.<name>` of the matter.

    instead: the matter that is meant, where it is another one. here False: only at a window.
    """

    materials: tuple[Material, ...]
    advice: tuple[str, ...]
    instead: str | None
    here: bool


def needed(matter: Matter, answers: Answers | None = None) -> tuple[Material, ...]:
    """The materials with these answers; without answers, all that may ever be asked for."""
    if answers is None:
        return matter.material
    return tuple(
        material
        for material in matter.material
        if material.condition is None or _holds(material.condition, answers)
    )


def checked(matter: Matter, answers: Answers) -> CheckResult:
    """What the answers say, all at once."""
    chosen = [
        option
        for question in matter.question
        for option in question.options
        if answers.get(question.name) == option.name
    ]
    return CheckResult(
        materials=needed(matter, answers),
        advice=tuple(option.advice for option in chosen if option.advice is not None),
        instead=next((option.instead for option in chosen if option.instead), None),
        here=all(option.here for option in chosen),
    )


def option_of(matter: Matter, question: int, name: str) -> Option | None:
    """An answer that this question has, by name."""
    options = matter.question[question].options
    return next((option for option in options if option.name == name), None)


def _holds(condition: tuple[str, str], answers: Answers) -> bool:
    question, option = condition
    return answers.get(question) == option
