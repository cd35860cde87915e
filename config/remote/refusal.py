"""Why something that came was not taken: a code for each way in which it can be wrong.

Each code has its plain sentence in `texts/*/remote.toml`, is told to the server with every poll,
and stands in the audit log. Nothing here decides: python-tuf refuses, its errors are given names.
"""

import os
import re
from enum import StrEnum

from tuf.api import exceptions as tuf
from tuf.api.serialization import DeserializationError

from config.problem import CannotStart
from config.remote.fetcher import Cut, TooSlow, Unreachable


class Reason(StrEnum):
    # nothing came, or not all of it
    UNREACHABLE = "unreachable"
    MISSING = "missing"
    CUT = "cut"
    TOO_SLOW = "too_slow"
    TOO_LONG = "too_long"
    # it is not what was signed
    TAMPERED = "tampered"
    GARBLED = "garbled"
    SIGNED_TWICE = "signed_twice"
    ONE_SIGNATURE = "one_signature"
    WRONG_KEY = "wrong_key"
    FOREIGN_ROOT = "foreign_root"
    # it was signed, but for another time
    REPLAYED = "replayed"
    MIXED = "mixed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    # it is signed, and wrong all the same
    INVALID = "invalid"
    UNHEALTHY = "unhealthy"
    # here
    DISK = "disk"
    LEFT_ON_TRIAL = "left_on_trial"
    FAULT = "fault"


class Refused(CannotStart):
    """detail: for a technician: keys, rules and numbers, never anything personal.

    It keeps a program from starting only where there is nothing yet that could be in force.
    """

    sentence = "no_generation"
    exit_code = os.EX_TEMPFAIL  # systemd tries again

    def __init__(self, reason: Reason, detail: str = "", generation: int | None = None) -> None:
        self.reason, self.generation = reason, generation
        self.detail = " ".join(detail.split())  # one line: it is printed, and reported
        super().__init__(f"{reason}: {detail}" if detail else reason.value)

    def same_as(self, other: "Refused") -> bool:
        """The same trouble once more, though it may be told in other words."""
        return (self.reason, self.generation) == (other.reason, other.generation)


_SIGNED_BY = re.compile(r"(\S+) was signed by (\d+)/(\d+)")


def named(error: Exception, *, knows_nobody: bool) -> Refused:
    """knows_nobody: this kiosk has not yet seen anything that its root has signed."""
    return Refused(_reason(error, knows_nobody), _detail(error))


def _reason(error: Exception, knows_nobody: bool) -> Reason:
    match error:
        case TooSlow():
            return Reason.TOO_SLOW
        case Unreachable():
            return Reason.UNREACHABLE
        case Cut():
            return Reason.CUT
        case tuf.DownloadHTTPError():
            return Reason.MISSING
        case tuf.DownloadLengthMismatchError():
            return Reason.TOO_LONG
        case tuf.LengthOrHashMismatchError():
            return Reason.TAMPERED
        case tuf.ExpiredMetadataError():
            return Reason.EXPIRED
        case tuf.UnsignedMetadataError():
            return _unsigned(str(error), knows_nobody)
        case tuf.BadVersionNumberError():
            # "Expected …" is of two files that do not belong together; "New …" of an older one.
            lower = str(error).startswith("New ") or ".json version" in str(error)
            return Reason.REPLAYED if lower else Reason.MIXED
        case tuf.RepositoryError() | DeserializationError():
            causes = f"{error} {error.__cause__} {getattr(error.__cause__, '__cause__', None)}"
            return Reason.SIGNED_TWICE if "Multiple signatures" in causes else Reason.GARBLED
        case OSError():
            return Reason.DISK
        case _:
            return Reason.FAULT


def _unsigned(text: str, knows_nobody: bool) -> Reason:
    found = _SIGNED_BY.search(text)
    if found and found[2] != "0":
        return Reason.ONE_SIGNATURE
    if knows_nobody and found and found[1] in ("root", "timestamp"):
        return Reason.FOREIGN_ROOT
    return Reason.WRONG_KEY


def _detail(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:200]
