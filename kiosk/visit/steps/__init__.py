"""The kinds of step. A matter's plan names them; `other_way` is reached by a detour only."""

from types import MappingProxyType

from kiosk.visit.moves import StepModule
from kiosk.visit.state import Step
from kiosk.visit.steps import (
    card,
    consent,
    delivery,
    done,
    eligibility,
    face,
    need_to_know,
    other_way,
    phone,
    privacy,
    rating,
    review,
    submit,
)

STEPS: MappingProxyType[str, StepModule] = MappingProxyType(
    {
        "need_to_know": need_to_know,
        "privacy": privacy,
        "card": card,
        "eligibility": eligibility,
        "consent": consent,
        "face": face,
        "other_way": other_way,
        "phone": phone,
        "delivery": delivery,
        "review": review,
        "submit": submit,
        "done": done,
        "rating": rating,
    }
)


def module_of(step: Step) -> StepModule:
    """The module that answers for a step's state."""
    return STEPS[step.kind]
