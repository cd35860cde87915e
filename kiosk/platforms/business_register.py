"""A record of the register of market entities becomes what a visit may know of it, or nothing.

Only what is public goes on, and of its operator or legal representative the masked name: the whole
name and whatever else the platform sends stay here. Which fields it has: `sharing.toml`, ours.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.codes import uscc_is_right
from kiosk.keeping.redaction import masked_name
from kiosk.platforms.client import NotUnderstood
from kiosk.platforms.reading import LINE, PARAGRAPH, text
from kiosk.questions import BusinessEntry, PublishedBusiness


def asked_for(question: BusinessEntry, facts: Mapping[str, Any]) -> dict[str, str]:
    """The form fields that look it up; names are registered with the wide brackets of Chinese."""
    if question.uscc:
        return {facts["uscc"]: question.uscc, "matter": question.matter}
    name = question.name.translate(str.maketrans("()", "（）"))
    return {facts["name"]: name, "matter": question.matter}


def published(
    record: Mapping[str, Any], asked: Mapping[str, str], facts: Mapping[str, Any]
) -> PublishedBusiness:
    """Raises NotUnderstood for what makes no sense, and for another business than was asked for."""
    if any(record.get(name) != value for name, value in asked.items() if name != "matter"):
        raise NotUnderstood("nonsense")
    try:
        said = {
            ours: text(record.get(theirs) or "", PARAGRAPH if ours == "scope" else LINE).strip()
            for ours, theirs in facts["fields"].items()
        }
        found = PublishedBusiness(
            **{**said, "person": masked_name(said["person"])},
            state=facts["states"][record[facts["state"]]],
            established=date.fromisoformat(record[facts["established"]]),
            as_of=date.fromisoformat(record[facts["as_of"]]),
        )
        if not (found.name and uscc_is_right(found.uscc)):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise NotUnderstood("nonsense") from None
    return found
