"""A county's repository: what is published, and what waits for signatures.

Answers for the metadata of The Update Framework: proposed, signed, published. Where it lies is
`shelf`'s business, who may sign what `roles`', what a generation says `draft`'s, asking people
`commands`'.
"""

import contextlib
import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from config.bundle import ROLLOUT, Rollout, bundle_path
from config.publish import roles
from config.publish.roles import BY_ADMINISTRATORS, FOLDERS, LIFETIMES, THRESHOLDS
from config.publish.shelf import AnyMetadata, Shelf
from config.remote.trust import SIGNED_AT

KEPT_GENERATIONS = 10  # that can still be chosen; older ones stay on the disk

Now = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Repository(Shelf):
    """folder: of one county. now: in UTC."""

    def __init__(self, folder: Path, now: Now = utc_now) -> None:
        super().__init__(folder)
        self._now = now

    def generations(self) -> list[int]:
        """Those that can be chosen, the oldest first."""
        paths = self.published("config").signed.targets
        return sorted(int(Path(path).stem) for path in paths)

    def names(self) -> dict[str, str]:
        """The administrators' names by key id."""
        return roles.names(self._latest("root").signed)

    def signed_by(self, role: str) -> list[str]:
        """Names of those whose signatures the pending version of a role bears."""
        pending, names = self.pending(role), self.names()
        return [] if pending is None else [names.get(each, each) for each in pending.signatures]

    # ---- making ----------------------------------------------------------------------------------

    def create(self, administrators: Mapping[str, CryptoSigner], online: CryptoSigner) -> None:
        """A new repository of these administrators; every role signed, nothing in it."""
        first = roles.first(administrators, online)
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
        keyid = next(keyid for keyid, known in self.names().items() if known == old)
        root, targets = self.published("root").signed, self.published("targets").signed
        roles.replace_administrator(root, targets, keyid, name, new)
        self._keep_pending("root", root)
        self._keep_pending("targets", targets)
        for role in ("config", "stop", "resume"):  # else an old signature of theirs still counts
            self.propose(role, lambda signed: None)

    def server_keys(self, *, pending: bool = False) -> list[str]:
        """Ids of the keys that the server may sign with. pending: once what waits is published."""
        root = self._latest("root") if pending else self.published("root")
        found: list[str] = root.signed.roles["timestamp"].keyids
        return found

    def replace_server_key(self, new: Key) -> None:
        """Propose that the server signs with this key, and no other counts."""
        root, targets = self.published("root").signed, self.published("targets").signed
        roles.replace_server(root, targets, new)
        self._keep_pending("root", root)
        self._keep_pending("targets", targets)

    def renew(self) -> None:
        """Propose everything that administrators sign as it is, for another year; what waits is
        for another year already."""
        for role in set(BY_ADMINISTRATORS) - set(self.waiting()):
            self.propose(role, lambda signed: None)

    def expires(self) -> datetime:
        """When the first of what administrators have signed is believed no more."""
        found: datetime = min(self.published(role).signed.expires for role in BY_ADMINISTRATORS)
        return found

    # ---- signing and publishing ------------------------------------------------------------------

    def sign(self, signer: CryptoSigner, *, only: tuple[str, ...] = BY_ADMINISTRATORS) -> list[str]:
        """Sign what waits in these roles and may be signed by this key; the roles that were."""
        done = []
        for role in self.waiting():
            if role not in only:
                continue
            pending = self.pending(role)
            if pending is not None and signer.public_key.keyid in self._may_sign(role):
                pending.sign(signer, append=True)
                self._write_pending(role, pending)
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

    def unsigned_after(self, only: tuple[str, ...] = BY_ADMINISTRATORS) -> list[str]:
        """Roles of which the published version would lack signatures once what waits in `only` is
        published: they were signed with a key that goes."""
        moved = [role for role in self.waiting() if role in only]
        if "targets" not in moved:
            return []
        left = sorted(THRESHOLDS.keys() - {"rollout", *moved})
        return [role for role in left if self.lacks(role, moved) > 0]

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
        moved = [role for role in self.waiting() if role in only]
        short = [role for role in moved if self.lacks(role, moved) > 0]
        if short := [*short, *self.unsigned_after(only)]:
            raise UnsignedMetadataError(", ".join(short))
        for role in moved:
            self._move(role)
        if rollout is not None:
            signed = self.published("rollout").signed
            data = rollout.data()
            signed.targets = {ROLLOUT: TargetFile.from_data(ROLLOUT, data, ["sha256"])}
            self._write_target(signed.targets[ROLLOUT], data)
            self._publish_online("rollout", signed, online)
        if self.lacks("rollout") > 0:  # the server has another key
            self._publish_online("rollout", self.published("rollout").signed, online)
        self._certify(online)
        return moved

    def refresh(self, online: CryptoSigner) -> None:
        """Sign the timestamp again, and what else of the server's is past half its life.

        Raises UnsignedMetadataError: nobody would believe it by this key.
        """
        with self._alone():
            if online.public_key.keyid not in self.server_keys():
                raise UnsignedMetadataError("another server's key has come meanwhile")
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
            for role in ("targets", *FOLDERS)
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
        """Whose signature counts now, or once what waits is published."""
        judges = self._judges(role)
        if self.exists:
            judges += self._judges(role, beside=())
        return {keyid for judge in judges for keyid in judge.get_delegated_role(role).keyids}

    def _latest(self, role: str) -> AnyMetadata:
        return self.pending(role) or self.published(role)

    def _keep_pending(self, role: str, signed: Any, *, first: bool = False) -> None:
        self._renew(role, signed, first)
        self._write_pending(role, Metadata(signed))

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
