"""From bytes to what two administrators have signed: The Update Framework, as python-tuf does it.

Only this module makes a `VerifiedBundle`, so that nothing else can be applied by accident. Where
the bytes come from is a fetcher's business, what is done with them the client's.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root, Timestamp
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from config.bundle import RESUMED, ROLLOUT, STOPS, Bundle, Resumed, Rollout, Stops, bundle_path

SIGNED_AT = "x-signed-at"
"""A field of ours in the timestamp: when the server signed it."""

MOST_BYTES = 4 * 1024 * 1024  # of one bundle

_LIMITS = UpdaterConfig(
    max_root_rotations=32,
    root_max_length=64 * 1024,
    timestamp_max_length=16 * 1024,
    snapshot_max_length=64 * 1024,
    targets_max_length=256 * 1024,
)

_MADE_HERE = object()


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """A generation that two administrators have signed, byte by byte as they did."""

    bundle: Bundle = field(repr=False)
    data: bytes = field(repr=False)
    seal: object = field(repr=False)

    def __post_init__(self) -> None:
        assert self.seal is _MADE_HERE, "only a check of signatures makes one"


@dataclass(frozen=True, slots=True)
class Said:
    """What the county says at this moment. version: of the snapshot it stands in."""

    version: int
    rollout: Rollout | None
    stops: Stops
    resumed: Resumed


class Trust:
    """What this kiosk has verified so far. root: the file that was carried here by hand."""

    def __init__(self, directory: Path, root: bytes, now: Callable[[], datetime]) -> None:
        """directory: of the metadata, kept over restarts. now: aware of its zone."""
        self._directory, self._root, self._now = directory, root, now
        self._updater: Updater | None = None
        self._url = ""
        self._floor: datetime | None = None
        directory.mkdir(parents=True, exist_ok=True)
        for left in directory.rglob("tmp*"):  # of a program that was killed while it wrote
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        self._floor = self._signed_at_of_the_last()

    @property
    def knows_nobody(self) -> bool:
        """Nothing that the trusted root has signed has come here yet."""
        return not (self._directory / "timestamp.json").exists()

    def refresh(self, url: str, fetcher: FetcherInterface) -> int:
        """Verify what the server says now; the version of its snapshot.

        Raises tuf's RepositoryError or DownloadError, or OSError.
        """
        metadata = urljoin(f"{url}/", "metadata/")
        updater = Updater(
            str(self._directory), metadata, fetcher=fetcher, config=_LIMITS, bootstrap=self._root
        )
        believe_no_earlier(updater, self._now(), self._floor)
        updater.refresh()
        self._floor = self._later(signed_at(updater._trusted_set.timestamp))
        self._updater, self._url = updater, url
        return int(updater._trusted_set.snapshot.version)

    def said(self) -> Said:
        """What was verified by the last `refresh`. Raises as it does, and BadDocument."""
        assert self._updater is not None
        rollout, stops, resumed = map(self._document, (ROLLOUT, STOPS, RESUMED))
        return Said(
            int(self._updater._trusted_set.snapshot.version),
            Rollout.parse(rollout, ROLLOUT) if rollout else None,
            Stops.parse(stops, STOPS) if stops else Stops(),
            Resumed.parse(resumed, RESUMED) if resumed else Resumed(),
        )

    def bundle(self, generation: int) -> VerifiedBundle | None:
        """One generation; None when no two administrators have signed it."""
        path = bundle_path(generation)
        data = self._document(path)
        if not data:
            return None
        bundle: Bundle = Bundle.parse(data, path)
        if bundle.generation != generation:
            raise RepositoryError(f"{path} says that it is generation {bundle.generation}")
        return VerifiedBundle(bundle, data, _MADE_HERE)

    def _document(self, path: str) -> bytes:
        assert self._updater is not None
        target = self._updater.get_targetinfo(path)
        if target is None:
            return b""
        if target.length > MOST_BYTES:
            raise DownloadError(f"{path} is said to have {target.length} bytes")
        with tempfile.TemporaryDirectory(dir=self._directory) as folder:
            file = self._updater.download_target(
                target, str(Path(folder) / "target"), urljoin(f"{self._url}/", "targets/")
            )
            return Path(file).read_bytes()

    def _later(self, moment: datetime | None) -> datetime | None:
        if self._floor is None or moment is None:
            return moment or self._floor
        return max(moment, self._floor)

    def _signed_at_of_the_last(self) -> datetime | None:
        """From the disk, and only what the root that is trusted now has signed."""
        try:
            root = Metadata[Root].from_bytes((self._directory / "root.json").read_bytes())
            last = Metadata[Timestamp].from_bytes((self._directory / "timestamp.json").read_bytes())
            root.signed.verify_delegate("timestamp", last.signed_bytes, last.signatures)
        except (OSError, RepositoryError):
            return None
        return signed_at(last.signed)


def signed_at(timestamp: Timestamp) -> datetime | None:
    """When a verified timestamp was signed; None when it does not say, or says nonsense."""
    said = timestamp.unrecognized_fields.get(SIGNED_AT)
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return moment if moment.tzinfo and moment <= timestamp.expires else None


def believe_no_earlier(updater: Updater, now: datetime, floor: datetime | None) -> None:
    """Judge expiry by the clock, but never by a time before the last verified timestamp.

    A clock that was set back must not bring expired metadata to life. The floor comes from what was
    signed, never from the clock, so that one jump into the future locks nothing out. python-tuf
    7.0.1 has no public way to say this; this is the one line that knows how.
    """
    updater._trusted_set.reference_time = now if floor is None else max(now, floor)
