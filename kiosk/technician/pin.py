"""The technician's PIN: how it is kept, and whether one that was typed is the one.

Six to eight digits are few: whoever reads the hash finds the PIN in hours, whatever it costs. So
the file that holds it is root's, and what protects the screen is the lockout (`lockout.py`).
"""

import base64
import hashlib
import hmac
import re

LEAST, MOST = 6, 8
_PIN = re.compile(f"[0-9]{{{LEAST},{MOST}}}")

# About 50 ms and 8 MB, on a thread of its own (hashlib.scrypt).
_N, _R, _P = 2**13, 8, 1
SALT_BYTES = 16
_LENGTH = 32
_ROWS = "01234567890", "09876543210"


def is_pin(text: str) -> bool:
    return _PIN.fullmatch(text) is not None


def is_guessable(pin: str) -> bool:
    """One digit again and again, or digits in a row: what everybody tries first."""
    return len(set(pin)) == 1 or any(pin in row for row in _ROWS)


def hash_pin(pin: str, salt: bytes) -> str:
    """`scrypt$N$r$p$salt$hash`, salt and hash in Base64: what stands in the configuration."""
    digest = hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=_LENGTH)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), _text(salt), _text(digest)))


def matches(pin: str, pin_hash: str) -> bool:
    """Whether this PIN made the hash; takes as long for every PIN. Raises ValueError."""
    _, n, r, p, salt, digest = pin_hash.split("$")
    wanted = base64.b64decode(digest, validate=True)
    made = hashlib.scrypt(
        pin.encode(), salt=base64.b64decode(salt, validate=True), n=int(n), r=int(r), p=int(p),
        dklen=len(wanted),
    )  # fmt: skip
    return hmac.compare_digest(made, wanted)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
