"""The electronic licence and its seal: nothing unsealed becomes a `Licence`.

Answers for the format in which a registrar's licence reaches a kiosk, and for proving that not one
byte of it was changed: Ed25519 over the content exactly as it came. The public keys of registrars
stand in the configuration (`platforms.e_licence.seals`), never beside the licence.

Ours, because no kiosk's public interface is known: content as JSON text, and the seal. Real
electronic licences are OFD files (GB/T 33190) sealed by GB/T 38540 with SM2: a county's module
takes the place of `opened`, and nothing else changes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from kiosk.codes import uscc_is_right

DOMAIN = b"BDY-E-LICENCE-1\n"
"""Signed before the content, so that no other document of the same key can pass for a licence."""


class SealBroken(Exception):
    """The content is not what the registrar sealed, or nobody known sealed it. Its text is a code:
    "no_such_key", "seal", "content".
    """


@dataclass(frozen=True, slots=True)
class SealedLicence:
    """As it came. key: names the registrar's key; signature: 64 bytes."""

    content: str = field(repr=False)
    key: str
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Licence:
    """What stands on the face of a business licence (市场主体登记管理条例实施细则, 照面事项).

    kind: 类型. person: 经营者, 法定代表人 or 负责人, as `role` says. composition: 组成形式, of a
    个体工商户. capital: as registered, in words; empty where there is none. until: None: 长期.
    """

    id: str
    version: int
    uscc: str
    name: str
    kind: str
    role: Literal["operator", "legal_representative", "person_in_charge"]
    person: str = field(repr=False)
    composition: str
    scope: str
    capital: str
    established: date
    until: date | None
    premises: str = field(repr=False)
    authority: str
    registered: date  # 核准日期


_LICENCE = TypeAdapter(Licence)
_KEYS = {each.name for each in fields(Licence)}


def opened(sealed: SealedLicence, seals: Mapping[str, str]) -> Licence:
    """The licence, once its seal is proved. seals: key → public key in hex. Raises SealBroken."""
    public = seals.get(sealed.key)
    if public is None:
        raise SealBroken("no_such_key")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(sealed.signature, DOMAIN + sealed.content.encode())
    except (InvalidSignature, ValueError):
        raise SealBroken("seal") from None
    try:
        content = json.loads(sealed.content)
        if not isinstance(content, dict) or content.keys() != _KEYS:
            raise SealBroken("content")
        licence = _LICENCE.validate_python(content)
    except (ValueError, ValidationError):
        raise SealBroken("content") from None
    if not uscc_is_right(licence.uscc):
        raise SealBroken("content")
    return licence
