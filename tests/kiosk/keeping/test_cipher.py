"""The key and what it seals."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.keeping.cipher import Cipher, KeyProblem, Unreadable, load_cipher


@given(st.binary(max_size=200), st.text(max_size=30))
def test_what_was_sealed_opens_for_its_row_alone(text: bytes, row: str) -> None:
    cipher = Cipher(bytes(range(32)))
    sealed = cipher.seal(text, row)
    assert cipher.open(sealed, row) == text
    assert cipher.seal(text, row) != sealed
    with pytest.raises(Unreadable):
        cipher.open(sealed, row + "x")
    with pytest.raises(Unreadable):
        Cipher(bytes(32)).open(sealed, row)


@given(st.binary(max_size=40), st.integers(min_value=0))
def test_a_flipped_bit_or_a_cut_is_noticed(text: bytes, where: int) -> None:
    cipher = Cipher(bytes(32))
    sealed = bytearray(cipher.seal(text, "row"))
    sealed[where % len(sealed)] ^= 1
    with pytest.raises(Unreadable):
        cipher.open(bytes(sealed), "row")
    with pytest.raises(Unreadable):
        cipher.open(bytes(sealed)[: where % len(sealed)], "row")


def test_in_simulation_a_missing_key_is_made_for_its_owner_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key_file = tmp_path / "new" / "key"
    with caplog.at_level(logging.WARNING):
        made = load_cipher(key_file, make=True)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert "a key was made" in caplog.text
    assert load_cipher(key_file, make=False).key_id == made.key_id


def test_in_service_a_missing_key_stops_the_kiosk(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="no systemd credential 'key' and no key file"):
        load_cipher(tmp_path / "key", make=False)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    load_cipher(key_file, make=True)
    key_file.chmod(0o640)
    with pytest.raises(KeyProblem, match=r"chmod 600, got mode 640"):
        load_cipher(key_file, make=True)


def test_a_key_that_cannot_be_read_or_made_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "key"
    folder.mkdir(mode=0o700)
    with pytest.raises(KeyProblem, match="key: Is a directory"):
        load_cipher(folder, make=False)
    (tmp_path / "file").touch()
    with pytest.raises(KeyProblem, match="Not a directory"):
        load_cipher(tmp_path / "file" / "key", make=True)


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key_file.write_bytes(b"short")
    key_file.chmod(0o600)
    with pytest.raises(KeyProblem, match="must have 32 bytes, it has 5"):
        load_cipher(key_file, make=True)


def test_the_credential_of_systemd_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file = load_cipher(tmp_path / "key", make=True)
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "key").write_bytes(bytes(32))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert load_cipher(tmp_path / "key", make=True).key_id == Cipher(bytes(32)).key_id
    assert from_file.key_id != Cipher(bytes(32)).key_id
