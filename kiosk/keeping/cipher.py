"""Encrypts what waits on disk: AES-256-GCM, one key, bound to the row that it stands in.

The key is 32 bytes: the systemd credential named like the configured key file, else that file
itself, which only its owner may read. Who holds the key can read the cases that wait; a case that
was delivered is deleted and nothing can.
"""

import hashlib
import logging
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.problem import CannotStart

log = logging.getLogger(__name__)

KEY_BYTES = 32
SCHEMA_VERSION = 1  # of how it is sealed, not of what; part of the authenticated data
_NONCE_BYTES = 12


class KeyProblem(CannotStart):
    """The key cannot be used; the text says what to do."""

    sentence = "key"


class Unreadable(Exception):
    """Sealed with another key, for another row, or damaged."""


class Cipher:
    """key_id: names the key in the database without telling anything about it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyProblem(f"the key must have {KEY_BYTES} bytes, it has {len(key)}")
        self._gcm = AESGCM(key)
        self.key_id = hashlib.sha256(b"budayang key id\0" + key).hexdigest()[:16]

    def seal(self, text: bytes, row: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._gcm.encrypt(nonce, text, self._bound_to(row))

    def open(self, sealed: bytes, row: str) -> bytes:
        """Raises Unreadable."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._gcm.decrypt(nonce, rest, self._bound_to(row))
        except (InvalidTag, ValueError) as error:
            raise Unreadable(row) from error

    @staticmethod
    def _bound_to(row: str) -> bytes:
        return f"{row}|{SCHEMA_VERSION}".encode()


def load_cipher(key_file: Path, *, make: bool) -> Cipher:
    """The cipher with this machine's key. make: a missing file is made. Raises KeyProblem."""
    try:
        return _load(key_file, make)
    except OSError as error:
        raise KeyProblem(f"{error.filename or key_file}: {error.strerror}") from error


def _load(key_file: Path, make: bool) -> Cipher:
    if directory := os.environ.get("CREDENTIALS_DIRECTORY"):
        credential = Path(directory) / key_file.name
        if credential.exists():
            return Cipher(credential.read_bytes())
    try:
        state = key_file.stat()
    except FileNotFoundError:
        if not make:
            raise KeyProblem(
                f"no systemd credential {key_file.name!r} and no key file {key_file}"
            ) from None
        return Cipher(_make(key_file))
    if stat.S_IMODE(state.st_mode) & 0o077 or state.st_uid != os.geteuid():
        raise KeyProblem(
            f"{key_file}: only its owner may read the key: "
            f"chown to the kiosk's user and chmod 600, got mode {stat.S_IMODE(state.st_mode):o}"
        )
    log.warning("the key is a file; a systemd credential named %s goes before it", key_file.name)
    return Cipher(key_file.read_bytes())


def _make(key_file: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    key_file.parent.mkdir(parents=True, exist_ok=True)
    # Written aside, then linked into place: a kill leaves either no key or a whole one.
    fresh = key_file.with_name(f"{key_file.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, key)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(key_file)
    folder = os.open(key_file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    log.warning("a key was made: %s", key_file)
    return key
