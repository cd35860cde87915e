"""Only what a registrar sealed becomes a licence; one changed byte, and nothing does."""

import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.licence.sealed import Licence, SealBroken, SealedLicence, opened
from tests.kiosk.licence.samples import REGISTRAR, SEALS, a_licence, sealed


def test_a_sealed_licence_is_the_licence() -> None:
    assert opened(sealed(a_licence()), SEALS) == a_licence()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_one_changed_byte_anywhere_and_it_is_none(data: st.DataObject) -> None:
    true = sealed(a_licence())
    content, signature = true.content.encode(), bytearray(true.signature)
    at = data.draw(st.integers(0, len(content) + len(signature) - 1))
    changed = bytearray(content)
    if at < len(content):
        changed[at] = ord("0") if content[at] != ord("0") else ord("1")
    else:
        signature[at - len(content)] ^= 1
    text = changed.decode(errors="replace")
    with pytest.raises(SealBroken, match="seal"):
        opened(SealedLicence(text, true.key, bytes(signature)), SEALS)


def test_a_key_that_nobody_named_proves_nothing() -> None:
    stranger = Ed25519PrivateKey.generate()
    forged = sealed(a_licence(), stranger)
    with pytest.raises(SealBroken, match="seal"):
        opened(forged, SEALS)
    with pytest.raises(SealBroken, match="no_such_key"):
        opened(dataclasses.replace(forged, key="stranger"), SEALS)


def test_another_document_of_the_same_registrar_is_no_licence() -> None:
    true = sealed(a_licence())
    other = REGISTRAR.sign(true.content.encode())  # without what a licence is sealed with
    with pytest.raises(SealBroken, match="seal"):
        opened(dataclasses.replace(true, signature=other), SEALS)


@pytest.mark.parametrize(
    "changes",
    [{"uscc": "92330299MA29000177"}, {"version": "many"}, {"extra": "1"}, {"name": None}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_true_seal_over_nonsense_is_no_licence_either(changes: dict[str, object]) -> None:
    with pytest.raises(SealBroken, match="content"):
        opened(sealed(a_licence(), **changes), SEALS)


def test_a_licence_tells_nobody_its_person_by_accident() -> None:
    licence: Licence = a_licence()
    assert licence.person not in repr(licence)
    assert licence.premises not in repr(licence)
