"""示例: values that nobody has confirmed, with which no kiosk in service does a matter.

A matter's file names its own (`examples`); a table marks its rows, or names its parts likewise.
What a demonstration made up is told apart by its form as well, so that striking a key from
`examples` does not make it real.
"""

from collections.abc import Mapping

from config.forms import Form
from config.matters import Matter, kind_of, name_of
from kiosk.case.card_photo import LIMITS as PHOTO_LIMITS
from kiosk.case.standards import Standards

EXAMPLE = "示例"
MADE_UP = {"platform_id": "BDY-DEMO-", "units.id": "-EX"}
"""Marks of a value that a demonstration made up, by key."""


def unconfirmed(matter: Matter, forms: Mapping[str, Form], standards: Standards) -> tuple[str, ...]:
    """Keys of the matter's file, and tables that its plan goes by; nothing for a guide."""
    if matter.here == "explained":
        return ()
    found = dict.fromkeys(matter.examples)
    said = {"platform_id": matter.platform_id, "units.id": matter.units.id}
    found |= {key: None for key, mark in MADE_UP.items() if mark in said[key]}
    planned = (forms.get(name_of(step)) for step in matter.steps() if kind_of(step) == "form")
    types = {field.type for form in planned if form is not None for field in form.field}
    if "scope" in types and any(entry.note == EXAMPLE for entry in standards.scope):
        found["business_scope.csv"] = None
    if "card_photo" in matter.kinds():
        found |= dict.fromkeys(f"{PHOTO_LIMITS}: {table}" for table in standards.photo.examples)
    return tuple(found)
