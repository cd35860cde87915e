from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.keeping.keeping import Keeping
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.support import CREDENTIALS, Inbox, a_config

StartKeeping = Callable[..., Keeping]


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path / "sandbox", CREDENTIALS)
    yield sandbox
    sandbox.close()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def start(tmp_path: Path, platform: Sandbox, inbox: Inbox) -> Iterator[StartKeeping]:
    """Starts the keeping of one kiosk, as often as a test likes; ends what is still running."""
    running: list[Keeping] = []

    def start_keeping(url: str = platform.url, **acceptance: object) -> Keeping:
        keeping = Keeping(a_config(tmp_path, url, **acceptance), inbox.post)
        running.append(keeping)
        return keeping

    yield start_keeping
    for keeping in running:
        keeping.close()
