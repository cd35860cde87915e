"""config_poll_unchanged: processor time of one look that finds nothing new, by bare python-tuf.

Ours is the whole poll: every check, the stops, the report to the server. The reference is what the
documentation of python-tuf does: a new Updater, refresh, the target's information, the cached file.
Both ask the same server; its time is not counted.
"""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tuf.ngclient import Updater

from tests.bench.measure import Report, compare, in_turns
from tests.config.remote.county import County, Kiosk, Server

ROUNDS = 60


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        county = County(Path(folder) / "county", datetime.now(UTC))
        county.publish(1)
        server = Server(county.repository.public)
        try:
            kiosk = Kiosk(Path(folder) / "kiosk", server.url, county.root, lambda: county.now)
            kiosk.boot()
            bare = _Bare(Path(folder) / "bare", server.url, county.root)
            kiosk.client.poll()
            bare.poll()
            ours, reference = in_turns(
                ROUNDS, lambda: _cpu_ms(kiosk.client.poll), lambda: _cpu_ms(bare.poll)
            )
            assert kiosk.refused == ""
        finally:
            server.close()
    told = "bare python-tuf: Updater, refresh, get_targetinfo"
    return Report([compare("config_poll_unchanged", "ms CPU", ours, reference, told, goal=1.2)])


class _Bare:
    def __init__(self, folder: Path, url: str, root: bytes) -> None:
        self._metadata, self._targets = folder / "metadata", folder / "targets"
        self._metadata.mkdir(parents=True)
        self._targets.mkdir()
        self._url, self._root = url, root

    def poll(self) -> None:
        updater = Updater(
            str(self._metadata),
            f"{self._url}/metadata/",
            str(self._targets),
            f"{self._url}/targets/",
            bootstrap=self._root,
        )
        updater.refresh()
        info = updater.get_targetinfo("bundles/1.json")
        assert info is not None
        if updater.find_cached_target(info) is None:
            updater.download_target(info)


def _cpu_ms(work: object) -> float:
    began_s = time.thread_time()
    assert callable(work)
    work()
    return (time.thread_time() - began_s) * 1000
