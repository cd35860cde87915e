"""A county's repository: what is published, what waits for signatures, and who may sign what.

    public/metadata, public/targets   what kiosks read; a server or a stick carries nothing else
    pending/                          new versions of roles, waiting for their signatures

| role | signed by | says |
|---|---|---|
| root | 2 of 3 administrators | whose keys count |
| targets | 2 of 3 | who signs the four below |
| config | 2 of 3 | generations |
| stop | any 1 | which kiosks are stopped |
| resume | 2 of 3 | which of them may go on |
| rollout, snapshot, timestamp | the server | which generation for whom; that all this is current |

Answers for the metadata of The Update Framework. What a generation says is `draft`'s, asking people
`commands`'.
"""

import contextlib
import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from config.bundle import ROLLOUT, Rollout, bundle_path
from config.durable import write_durably
from config.remote.trust import SIGNED_AT

ADMINISTRATORS = 3
THRESHOLD = 2
BY_ADMINISTRATORS = ("root", "targets", "config", "stop", "resume")
_FOLDERS = {"config": "bundles", "stop": "stop", "resume": "resume", "rollout": "rollout"}
_THRESHOLDS = {"config": THRESHOLD, "stop": 1, "resume": THRESHOLD, "rollout": 1}

LIFETIMES = {"timestamp": timedelta(days=1), "snapshot": timedelta(days=7)} | {
    role: timedelta(days=365) for role in (*BY_ADMINISTRATORS, "rollout")
}
"""How long each is believed. The timestamp's: how long somebody can keep news from the kiosks."""

KEPT_GENERATIONS = 10  # that can still be chosen; older ones stay on the disk
NAME = "x-name"  # a field of ours on an administrator's key

Now = Callable[[], datetime]
AnyMetadata = Metadata[Any]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Repository:
    """folder: of one county. now: in UTC."""

    def __init__(self, folder: Path, now: Now = utc_now) -> None:
        self.folder, self._now = folder, now
        self.public, self._pending = folder / "public", folder / "pending"

    @property
    def exists(self) -> bool:
        return (self.public / "metadata" / "timestamp.json").exists()

    # ---- reading ---------------------------------------------------------------------------------

    def published(self, role: str) -> AnyMetadata:
        """The newest published version of a role."""
        return Metadata[Any].from_file(str(self._newest(role)))

    def pending(self, role: str) -> AnyMetadata | None:
        """The version of a role that waits for signatures."""
        file = self._pending / f"{role}.json"
        return Metadata[Any].from_file(str(file)) if file.exists() else None

    def waiting(self) -> list[str]:
        """The roles that wait for signatures."""
        return [role for role in BY_ADMINISTRATORS if (self._pending / f"{role}.json").exists()]

    def generations(self) -> list[int]:
        """Those that can be chosen, the oldest first."""
        paths = self.published("config").signed.targets
        return sorted(int(Path(path).stem) for path in paths)

    def target(self, role: str, path: str) -> bytes | None:
        """What a published role says under this path."""
        found = self.published(role).signed.targets.get(path)
        return None if found is None else self._target_file(found).read_bytes()

    def names(self) -> dict[str, str]:
        """The administrators' names by key id."""
        root = self._latest("root").signed
        return {
            keyid: str(root.keys[keyid].unrecognized_fields.get(NAME, keyid[:8]))
            for keyid in root.roles["root"].keyids
        }

    def signed_by(self, role: str) -> list[str]:
        """Names of those whose signatures the pending version of a role bears."""
        pending, names = self.pending(role), self.names()
        return [] if pending is None else [names.get(each, each) for each in pending.signatures]

    def needs(self, role: str) -> int:
        """How many administrators must sign it."""
        return _THRESHOLDS.get(role, THRESHOLD)

    # ---- making ----------------------------------------------------------------------------------

    def create(self, administrators: Mapping[str, CryptoSigner], online: CryptoSigner) -> None:
        """A new repository of these administrators; every role signed, nothing in it."""
        keys = {
            name: _with_name(signer.public_key, name) for name, signer in administrators.items()
        }
        root = Root(consistent_snapshot=True)
        for key in keys.values():
            for role in ("root", "targets"):
                root.add_key(key, role)
        for role in ("snapshot", "timestamp"):
            root.add_key(online.public_key, role)
        root.roles["root"].threshold = root.roles["targets"].threshold = THRESHOLD
        targets = Targets()
        roles = {
            role: DelegatedRole(role, [], _THRESHOLDS[role], True, paths=[f"{folder}/*"])
            for role, folder in _FOLDERS.items()
        }
        targets.delegations = Delegations({}, roles)
        for role in _FOLDERS:
            for key in [online.public_key] if role == "rollout" else keys.values():
                targets.add_key(key, role)
        first: dict[str, Any] = {"root": root, "targets": targets}
        for role in ("config", "stop", "resume"):
            first[role] = Targets()
        for role, signed in first.items():
            self._keep_pending(role, signed, first=True)
        for signer in administrators.values():
            self.sign(signer)
        for role in first:
            self._move(role)
        self._publish_online("rollout", Targets(), online, first=True)
        self._publish_online("snapshot", Snapshot(), online, first=True)
        self._publish_online("timestamp", Timestamp(), online, first=True)
        self._certify(online)

    def propose(
        self, role: str, change: Callable[[Any], None], files: Mapping[str, bytes] | None = None
    ) -> None:
        """A new version of a role, to be signed. files: targets that it names, by path.

        Whatever waited in this role is thrown away, with its signatures.
        """
        signed = self.published(role).signed
        change(signed)
        for path, data in (files or {}).items():
            signed.targets[path] = TargetFile.from_data(path, data, ["sha256"])
            self._write_target(signed.targets[path], data)
        self._keep_pending(role, signed)

    def add_generation(self, number: int, data: bytes) -> None:
        """Propose a generation. One that is published never changes."""
        assert number not in self.generations(), "a generation never changes"

        def drop_the_oldest(signed: Targets) -> None:
            numbers = sorted(int(Path(path).stem) for path in signed.targets)
            for old in numbers[: max(0, len(numbers) + 1 - KEPT_GENERATIONS)]:
                del signed.targets[bundle_path(old)]

        self.propose("config", drop_the_oldest, {bundle_path(number): data})

    def withdraw(self, roles: Iterable[str]) -> None:
        """Throw away what waits for signatures in these roles."""
        for role in roles:
            (self._pending / f"{role}.json").unlink(missing_ok=True)

    def replace_key(self, old: str, name: str, new: Key) -> None:
        """Propose that `name` with this key stands in place of the administrator `old`."""
        key = _with_name(new, name)
        keyid = next(keyid for keyid, known in self.names().items() if known == old)

        def in_root(root: Root) -> None:
            for role in ("root", "targets"):
                root.revoke_key(keyid, role)
                root.add_key(key, role)

        def in_targets(targets: Targets) -> None:
            for role in _FOLDERS:
                if role != "rollout":
                    targets.revoke_key(keyid, role)
                    targets.add_key(key, role)

        self.propose("root", in_root)
        self.propose("targets", in_targets)
        for role in ("config", "stop", "resume"):  # else an old signature of theirs still counts
            self.propose(role, lambda signed: None)

    # ---- signing and publishing ------------------------------------------------------------------

    def sign(self, signer: CryptoSigner) -> list[str]:
        """Sign what waits and may be signed by this key; the roles that were."""
        done = []
        for role in self.waiting():
            pending = self.pending(role)
            if pending is not None and signer.public_key.keyid in self._may_sign(role):
                pending.sign(signer, append=True)
                write_durably(self._pending / f"{role}.json", pending.to_bytes())
                done.append(role)
        return done

    def lacks(self, role: str, beside: Iterable[str] = BY_ADMINISTRATORS) -> int:
        """How many signatures a role still lacks. beside: roles that are published with it."""
        metadata = self._latest(role)
        lacking = 0
        for judge in self._judges(role, beside):
            result = judge.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
            lacking = max(lacking, result.threshold - len(result.signed))
        return lacking

    def publish(
        self,
        online: CryptoSigner,
        rollout: Rollout | None = None,
        *,
        only: tuple[str, ...] = BY_ADMINISTRATORS,
    ) -> list[str]:
        """Publish what waits in these roles, all or none of it; then what the server signs.

        Raises UnsignedMetadataError when one lacks a signature, or would after this.
        """
        with self._alone():
            return self._publish(online, rollout, only)

    def _publish(
        self, online: CryptoSigner, rollout: Rollout | None, only: tuple[str, ...]
    ) -> list[str]:
        roles = [role for role in self.waiting() if role in only]
        left = () if "targets" not in roles else tuple(set(_THRESHOLDS) - {"rollout", *roles})
        if short := [role for role in (*roles, *left) if self.lacks(role, roles) > 0]:
            raise UnsignedMetadataError(", ".join(short))
        for role in roles:
            self._move(role)
        if rollout is not None:
            signed = self.published("rollout").signed
            data = rollout.data()
            signed.targets = {ROLLOUT: TargetFile.from_data(ROLLOUT, data, ["sha256"])}
            self._write_target(signed.targets[ROLLOUT], data)
            self._publish_online("rollout", signed, online)
        self._certify(online)
        return roles

    def refresh(self, online: CryptoSigner) -> None:
        """Sign the timestamp again, and what else of the server's is past half its life."""
        with self._alone():
            for role in ("rollout", "snapshot"):
                signed = self.published(role).signed
                if signed.expires - self._now() < LIFETIMES[role] / 2:
                    self._publish_online(role, signed, online)
            self._certify(online)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """The server that signs by itself and an administrator who publishes take turns."""
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _certify(self, online: CryptoSigner) -> None:
        """Snapshot and timestamp of what is published now; the timestamp comes last."""
        snapshot = self.published("snapshot").signed
        meta = {
            f"{role}.json": MetaFile(self.published(role).signed.version)
            for role in ("targets", *_FOLDERS)
        }
        if snapshot.meta != meta:
            snapshot.meta = meta
            self._publish_online("snapshot", snapshot, online)
        timestamp = self.published("timestamp").signed
        timestamp.snapshot_meta = MetaFile(self.published("snapshot").signed.version)
        timestamp.unrecognized_fields[SIGNED_AT] = self._now().isoformat()
        self._publish_online("timestamp", timestamp, online)

    def _judges(self, role: str, beside: Iterable[str] = BY_ADMINISTRATORS) -> list[Any]:
        """Those who say whose signatures count for the newest version of a role."""
        if role == "root":
            # The first root judges itself; each later one is judged by the one before, too.
            before = [self.published("root").signed] if self.exists else []
            return [self._latest("root").signed, *before]
        parent = "root" if role == "targets" else "targets"
        return [(self._latest(parent) if parent in beside else self.published(parent)).signed]

    def _may_sign(self, role: str) -> set[str]:
        return {
            keyid for judge in self._judges(role) for keyid in judge.get_delegated_role(role).keyids
        }

    def _latest(self, role: str) -> AnyMetadata:
        return self.pending(role) or self.published(role)

    # ---- files -----------------------------------------------------------------------------------

    def _keep_pending(self, role: str, signed: Any, *, first: bool = False) -> None:
        self._pending.mkdir(parents=True, exist_ok=True)
        self._renew(role, signed, first)
        write_durably(self._pending / f"{role}.json", Metadata(signed).to_bytes())

    def _publish_online(
        self, role: str, signed: Any, online: CryptoSigner, *, first: bool = False
    ) -> None:
        self._renew(role, signed, first)
        metadata = Metadata(signed)
        metadata.sign(online)
        self._write_public(role, metadata)

    def _renew(self, role: str, signed: Any, first: bool) -> None:
        signed.version += not first
        signed.expires = (self._now() + LIFETIMES[role]).replace(microsecond=0)

    def _move(self, role: str) -> None:
        pending = self.pending(role)
        assert pending is not None
        self._write_public(role, pending)
        (self._pending / f"{role}.json").unlink()

    def _write_public(self, role: str, metadata: AnyMetadata) -> None:
        folder = self.public / "metadata"
        folder.mkdir(parents=True, exist_ok=True)
        name = "timestamp" if role == "timestamp" else f"{metadata.signed.version}.{role}"
        write_durably(folder / f"{name}.json", metadata.to_bytes())

    def _write_target(self, target: TargetFile, data: bytes) -> None:
        file = self._target_file(target)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, data)

    def _target_file(self, target: TargetFile) -> Path:
        folder, _, name = target.path.rpartition("/")
        return self.public / "targets" / folder / f"{target.hashes['sha256']}.{name}"

    def _newest(self, role: str) -> Path:
        folder = self.public / "metadata"
        if role == "timestamp":
            return folder / "timestamp.json"
        files = folder.glob(f"*.{role}.json")
        return max(files, key=lambda file: int(file.name.partition(".")[0]))


def _with_name(key: Key, name: str) -> Key:
    copy = Key.from_dict(key.keyid, key.to_dict())
    copy.unrecognized_fields[NAME] = name
    return copy
