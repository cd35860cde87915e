"""Client of 电子证照: which business licences somebody holds, and one of them with its seal.

Not known of the real platform and therefore ours: the whole format (`own_format`), the paths, and
the sealed licence itself (`kiosk/licence/sealed.py`). Known is what it does: the licences of a
legal representative or operator are found by their citizen's number, and a licence is sealed by its
registrar. Only what the seal proves leaves this client.
"""

from dataclasses import fields
from typing import Any

from config.model import ELicencePlatformConfig
from kiosk.case.id_number import check_digit_is_right
from kiosk.codes import uscc_is_right
from kiosk.licence.sealed import Licence, SealBroken, SealedLicence, opened
from kiosk.platforms.client import NotUnderstood
from kiosk.platforms.own_format import OwnLine
from kiosk.platforms.reading import text
from kiosk.questions import FetchLicence, HeldLicence, LicencesOf, Question


class ELicencePlatform:
    """A `kiosk.platforms.client.Client`."""

    def __init__(self, config: ELicencePlatformConfig) -> None:
        self._seals = dict(config.seals)
        self._line = OwnLine(config)
        self.hang_up, self.close = self._line.hang_up, self._line.close

    def ask(self, question: Question) -> tuple[HeldLicence, ...] | Licence:
        match question:
            case LicencesOf(number=number):
                assert check_digit_is_right(number)
                told = self._line.ask("e_licence/held", {"number": number})
                return _held(told)
            case FetchLicence(licence=licence, holder=holder):
                told = self._line.ask("e_licence/fetch", {"licence": licence, "number": holder})
                return self._proved(told, licence)
            case _:
                raise AssertionError(type(question).__name__)

    def _proved(self, told: dict[str, Any], wanted: str) -> Licence:
        try:
            sealed = SealedLicence(
                str(told["content"]), str(told["key"]), bytes.fromhex(told["signature"])
            )
            licence = opened(sealed, self._seals)
        except (KeyError, TypeError, ValueError):
            raise NotUnderstood("nonsense") from None
        except SealBroken as broken:
            raise NotUnderstood(f"seal_{broken}") from None
        if licence.id != wanted:
            raise NotUnderstood("seal_other")  # a true licence, and not the one that was asked for
        return licence

    def probe(self) -> None:
        self._line.ask("e_licence/ping", {})


def _held(told: dict[str, Any]) -> tuple[HeldLicence, ...]:
    try:
        names = [each.name for each in fields(HeldLicence)]
        rows = [HeldLicence(*(text(row[name]) for name in names)) for row in told["licences"]]
        for row in rows:
            if not (row.licence and row.name and uscc_is_right(row.uscc)):
                raise ValueError
            if row.state not in ("registered", "revoked", "cancelled"):
                raise ValueError
    except (KeyError, TypeError, ValueError):
        raise NotUnderstood("nonsense") from None
    return tuple(rows)
