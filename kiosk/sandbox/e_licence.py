"""Plays 电子证照: who holds which licence, each sealed as it goes out, also what was just granted.

The seal is real: Ed25519 over the content as it is sent, under the key of the credentials. Written
from docs/platforms.md; shares nothing with the kiosk's side. `POST /_sandbox/e_licence/…`: `tamper`
(one letter of the next licence is changed on its way), `strip` (its key is one that nobody knows),
`give` (a licence gets another holder), `state`.
"""

import json
import secrets
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.people import load_people
from kiosk.sandbox.own_format import Content, OwnFormat, Refusal
from kiosk.sandbox.played import Unknown
from kiosk.sandbox.registrar import Registrar

LICENCES = Path(__file__).with_name("licences.toml")
KEY = "xs-scjg-demo"
_SIGNED_BEFORE = b"BDY-E-LICENCE-1\n"


class ELicence(OwnFormat):
    name = "e_licence"

    def __init__(self, credentials: Mapping[str, str]) -> None:
        super().__init__(credentials)
        seed = credentials.get("seal_key") or secrets.token_hex(32)
        self._seal = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        self._registrar = Registrar()
        people = load_people(date.today())
        self._licences: dict[str, dict[str, Any]] = {}
        for row in tomllib.loads(LICENCES.read_text(encoding="utf-8"))["licence"]:
            holder = people[row.pop("holder")]
            row |= {"number": holder.number, "person": holder.name, "until": None}
            self._licences[row["id"]] = row
        self._tamper = self._strip = False
        self.work["held"] = (frozenset({"number"}), self._held)
        self.work["fetch"] = (frozenset({"licence", "number"}), self._fetch)

    def granted(self, service: str, form: str, number: str, name: str, today: date) -> None:
        """A department has granted a case: where that is a business, its holder has a licence."""
        with self._lock:
            if self._registrar.registers(service):
                row = self._registrar.licence(form, number, name, today)
                self._licences[row["id"]] = row

    @property
    def seals(self) -> dict[str, str]:
        """What a kiosk has to trust: the registrar's public key by its name."""
        return {KEY: self._seal.public_key().public_bytes_raw().hex()}

    def _held(self, content: Content) -> Content:
        told = ("uscc", "name", "kind", "state")
        return {
            "licences": [
                {"licence": row["id"], **{each: row[each] for each in told}}
                for row in self._licences.values()
                if row["number"] == content["number"]
            ]
        }

    def _fetch(self, content: Content) -> Content:
        row = self._licences.get(str(content["licence"]))
        if row is None:
            raise Refusal("no_such_licence")
        if row["number"] != content["number"]:
            raise Refusal("other_holder")
        if row["state"] != "registered":
            raise Refusal("not_registered")
        face = {key: value for key, value in row.items() if key not in ("number", "state")}
        text = json.dumps(face, ensure_ascii=False, default=date.isoformat)
        signature = self._seal.sign(_SIGNED_BEFORE + text.encode())
        key = KEY
        if self._tamper:
            self._tamper, text = False, text.replace("餐饮", "餐馆", 1).replace("渔具", "鱼具", 1)
        if self._strip:
            self._strip, key = False, "nobody"
        return {"content": text, "key": key, "signature": signature.hex()}

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        with self._lock:
            match what:
                case "tamper":
                    self._tamper = True
                case "strip":
                    self._strip = True
                case "give":
                    row = self._licences[str(order["licence"])]
                    row |= {"number": str(order["number"]), "person": str(order["name"])}
                case "state":
                    self._licences[str(order["licence"])]["state"] = str(order["state"])
                case _:
                    raise Unknown(what)
        return {}
