"""The kinds of step. A matter's plan names them; a detour alone reaches `other_way`, `show_code`,
`ask_clerk`, `last_step`, `not_kept` and `not_eligible`.
"""

from types import MappingProxyType

from kiosk.rules import Rules
from kiosk.visit.moves import StepModule
from kiosk.visit.state import Step
from kiosk.visit.steps import (
    ask_clerk,
    business,
    card,
    card_photo,
    consent,
    delivery,
    done,
    eligibility,
    face,
    fee,
    fingerprints,
    form,
    hand_over,
    in_register,
    last_step,
    licences,
    materials,
    need_to_know,
    not_eligible,
    not_kept,
    open_case,
    other_way,
    phone,
    press,
    printed,
    privacy,
    progress,
    progress_by,
    rating,
    register,
    review,
    self_check,
    show_code,
    signature,
    submit,
)
from kiosk.vocabulary import Device

STEPS: MappingProxyType[str, StepModule] = MappingProxyType(
    {
        "need_to_know": need_to_know,
        "privacy": privacy,
        "card": card,
        "eligibility": eligibility,
        "consent": consent,
        "face": face,
        "other_way": other_way,
        "hand_over": hand_over,
        "materials": materials,
        "self_check": self_check,
        "show_code": show_code,
        "ask_clerk": ask_clerk,
        "phone": phone,
        "delivery": delivery,
        "form": form,
        "card_photo": card_photo,
        "fingerprints": fingerprints,
        "signature": signature,
        "fee": fee,
        "review": review,
        "submit": submit,
        "last_step": last_step,
        "not_kept": not_kept,
        "not_eligible": not_eligible,
        "done": done,
        "licences": licences,
        "press": press,
        "register": register,
        "in_register": in_register,
        "printed": printed,
        "rating": rating,
        "progress": progress,
        "progress_by": progress_by,
        "open_case": open_case,
        "business": business,
    }
)


def needed_by(rules: Rules) -> dict[Device, tuple[str, ...]]:
    """The matters of this kiosk that cannot be begun without each device; codes, sorted."""
    needs = {
        code: {device for kind in matter.kinds_for_all() for device in STEPS[kind].NEEDS}
        for code, matter in rules.matters.items()
    }
    return {
        device: tuple(code for code, devices in needs.items() if device in devices)
        for device in Device
    }


def module_of(step: Step) -> StepModule:
    """The module that answers for a step's state."""
    return STEPS[step.kind]
