import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.remote.county import County, Kiosk, Server


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncing takes most of the time here, and is proved in tests/torture/test_installs.py."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture(scope="session")
def first_county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """With generation 1 published; made once, and copied for each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        made = County(tmp_path_factory.mktemp("county"))
        made.publish(1)
    return made


@pytest.fixture
def county(first_county: County, tmp_path: Path) -> County:
    shutil.copytree(first_county.repository.folder, tmp_path / "county")
    return first_county.moved_to(tmp_path / "county")


@pytest.fixture
def server(county: County) -> Iterator[Server]:
    served = Server(county.repository.public)
    yield served
    served.close()


@pytest.fixture
def kiosk(county: County, server: Server, tmp_path: Path) -> Kiosk:
    """It has booted with generation 1."""
    made = Kiosk(tmp_path / "kiosk", server.url, county.root, lambda: county.now)
    made.boot()
    return made
