"""Who may sign what in a county's repository, and for how long it is believed.

| role | signed by | says |
|---|---|---|
| root | 2 of 3 administrators | whose keys count |
| targets | 2 of 3 | who signs the four below |
| config | 2 of 3 | generations |
| stop | any 1 | which kiosks are stopped |
| resume | 2 of 3 | which of them may go on |
| rollout, snapshot, timestamp | the server | which generation for whom; that all this is current |

Values of The Update Framework only. Where they lie, and how they are published, is `repository`'s.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import DelegatedRole, Delegations, Root, Targets

THRESHOLD = 2
BY_ADMINISTRATORS = ("root", "targets", "config", "stop", "resume")
FOLDERS = {"config": "bundles", "stop": "stop", "resume": "resume", "rollout": "rollout"}
THRESHOLDS = {"config": THRESHOLD, "stop": 1, "resume": THRESHOLD, "rollout": 1}

LIFETIMES = {"timestamp": timedelta(days=1), "snapshot": timedelta(days=7)} | {
    role: timedelta(days=365) for role in (*BY_ADMINISTRATORS, "rollout")
}
"""How long each is believed. The timestamp's: how long somebody can keep news from the kiosks. What
the administrators sign has to be renewed within a year: after it not even a stop is heard."""

NAME = "x-name"  # a field of ours on an administrator's key


def first(administrators: Mapping[str, CryptoSigner], online: CryptoSigner) -> dict[str, Any]:
    """What the administrators of a new county sign, by role; nothing is in it."""
    keys = [_with_name(signer.public_key, name) for name, signer in administrators.items()]
    root = Root(consistent_snapshot=True)
    for key in keys:
        for role in ("root", "targets"):
            root.add_key(key, role)
    for role in ("snapshot", "timestamp"):
        root.add_key(online.public_key, role)
    root.roles["root"].threshold = root.roles["targets"].threshold = THRESHOLD
    targets = Targets()
    delegated = {
        role: DelegatedRole(role, [], THRESHOLDS[role], True, paths=[f"{folder}/*"])
        for role, folder in FOLDERS.items()
    }
    targets.delegations = Delegations({}, delegated)
    for role in FOLDERS:
        for key in [online.public_key] if role == "rollout" else keys:
            targets.add_key(key, role)
    return {"root": root, "targets": targets} | {
        role: Targets() for role in ("config", "stop", "resume")
    }


def names(root: Root) -> dict[str, str]:
    """The administrators' names by key id."""
    return {
        keyid: str(root.keys[keyid].unrecognized_fields.get(NAME, keyid[:8]))
        for keyid in root.roles["root"].keyids
    }


def replace_administrator(root: Root, targets: Targets, keyid: str, name: str, new: Key) -> None:
    """`name` with this key stands in the place of the administrator with that key id."""
    key = _with_name(new, name)
    for role in ("root", "targets"):
        root.revoke_key(keyid, role)
        root.add_key(key, role)
    for role in FOLDERS:
        if role != "rollout":
            targets.revoke_key(keyid, role)
            targets.add_key(key, role)


def replace_server(root: Root, targets: Targets, new: Key) -> None:
    """What the server signs counts only with this key from then on."""
    for keyid in list(root.roles["timestamp"].keyids):
        for role in ("snapshot", "timestamp"):
            root.revoke_key(keyid, role)
        targets.revoke_key(keyid, "rollout")
    for role in ("snapshot", "timestamp"):
        root.add_key(new, role)
    targets.add_key(new, "rollout")


def _with_name(key: Key, name: str) -> Key:
    copy = Key.from_dict(key.keyid, key.to_dict())
    copy.unrecognized_fields[NAME] = name
    return copy
