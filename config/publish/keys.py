"""Keys in files: an administrator's own, shut with a passphrase, and the server's.

An administrator's file belongs on a stick of their own. The server's key lies open, readable to its
user alone: it must sign at night, and a passphrase beside it would protect nothing. It can choose
between generations that two administrators have signed, and make none.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner

LEAST_PASSPHRASE = 8


class KeyProblem(Exception):
    """why: "passphrase", "not_a_key", "short" or "exists"."""

    def __init__(self, why: str, file: Path) -> None:
        self.why, self.file = why, file
        super().__init__(f"{file}: {why}")


def make_key(file: Path, passphrase: bytes | None) -> CryptoSigner:
    """A new Ed25519 key in a new file. passphrase: None for the server's. Raises KeyProblem."""
    if passphrase is not None and len(passphrase.decode("utf-8", "replace")) < LEAST_PASSPHRASE:
        raise KeyProblem("short", file)
    key = Ed25519PrivateKey.generate()
    shut: KeySerializationEncryption = NoEncryption()
    if passphrase is not None:
        shut = BestAvailableEncryption(passphrase)
    try:
        file.touch(0o600, exist_ok=False)
    except FileExistsError:
        raise KeyProblem("exists", file) from None
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, shut))
    return CryptoSigner(key)


def load_key(file: Path, passphrase: bytes | None) -> CryptoSigner:
    """Raises KeyProblem; OSError when the file is not there."""
    try:
        key = load_pem_private_key(file.read_bytes(), passphrase)
    except TypeError:
        raise KeyProblem("passphrase", file) from None
    except ValueError as error:
        why = "passphrase" if "password" in str(error).lower() else "not_a_key"
        raise KeyProblem(why, file) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem("not_a_key", file)
    return CryptoSigner(key)
