"""Where a county's metadata and targets lie, and how they get there: whole or not at all.

    public/metadata, public/targets   what kiosks read; a server or a stick carries nothing else
    pending/                          new versions of roles, waiting for their signatures

Answers for names and files. What they say, and whose signatures count, is `repository`'s business.
"""

from pathlib import Path
from typing import Any

from tuf.api.metadata import Metadata, TargetFile

from config.durable import write_durably
from config.publish.roles import BY_ADMINISTRATORS

AnyMetadata = Metadata[Any]


class Shelf:
    """folder: of one county."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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

    def target(self, role: str, path: str) -> bytes | None:
        """What a published role says under this path."""
        found = self.published(role).signed.targets.get(path)
        return None if found is None else self._target_file(found).read_bytes()

    # ---- for the repository ----------------------------------------------------------------------

    def _write_pending(self, role: str, metadata: AnyMetadata) -> None:
        self._pending.mkdir(parents=True, exist_ok=True)
        write_durably(self._pending / f"{role}.json", metadata.to_bytes())

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
