"""What a visit knows of its visitor, datum by datum: a name, a value, and where it came from.

A datum is read, fetched or typed once and fills every form that asks for it. Values are text in one
form per type (`forms`); what a name means stands in the forms that ask for it (`config/forms/`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.case.model import Datum, IdCard, Source


@dataclass(frozen=True, slots=True)
class Data:
    """Each name at most once, in the order in which they became known."""

    entries: tuple[Datum, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[Datum]:
        return iter(self.entries)

    def get(self, name: str) -> Datum | None:
        return next((datum for datum in self.entries if datum.name == name), None)

    def value(self, name: str) -> str:
        """The value of this name; empty when it is not known."""
        datum = self.get(name)
        return datum.value if datum else ""

    def told(self, *data: Datum) -> "Data":
        """With these; what was known under the same names gives way, in its place."""
        new = {datum.name: datum for datum in data}
        known = tuple(new.pop(datum.name, datum) for datum in self.entries)
        return Data((*known, *new.values()))

    def of(self, source: Source) -> tuple[Datum, ...]:
        return tuple(datum for datum in self.entries if datum.source is source)

    def without(self, source: Source) -> "Data":
        return Data(tuple(datum for datum in self.entries if datum.source is not source))


NOTHING = Data()


def typed(name: str, value: str) -> Datum:
    return Datum(name, value, Source.TYPED)


def of_card(card: IdCard) -> tuple[Datum, ...]:
    """What a card says, under the names that forms use (domain.md §2.1, schema of a card case)."""
    said = {
        "name": card.name,
        "id_number": card.number,
        "sex": card.sex,
        "ethnic": card.ethnic,
        "birth": card.birth.isoformat(),
        "household_address": card.address,
    }
    return tuple(Datum(name, value, Source.CARD) for name, value in said.items())
