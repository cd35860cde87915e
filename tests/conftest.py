"""Of every run: how much hypothesis tries, who runs what, and that contracts take real hardware."""

import fcntl
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline: beside others the same example takes ten times as long as alone.
settings.register_profile("quick", max_examples=30, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)  # make torture
settings.load_profile("quick")

# What collecting makes stays to the end: looking through it for garbage again and again would cost
# a third of the whole run.
gc.disable()


CHECKS = (
    "tests/devices/biometric/test_driver.py",
    "tests/devices/biometric/test_nothing_left.py",
)
FACES = "tests/devices/biometric/"
LONGEST = (
    *CHECKS,
    FACES,
    "tests/journeys/test_visitors.py",
    "tests/devices/barcode_reader",
    "tests/screens/test_lint.py",
    "tests/devices/printer",
    "tests/screens",
    "tests/devices",
    "tests/journeys",
    "tests/test_run_kiosk.py",
    "tests/contracts",
)
"""Test processes share the files: whatever takes longest must not be what one of them ends with,
and who waits for a wire goes well beside who computes."""
TOGETHER = {CHECKS: "face checks", FACES: "faces"}
"""One process runs what begins so: it shares a camera, an engine and a face process, which take two
seconds to start. Two share the folder: its checks wait for somebody to act, most of the others do
not, and whoever waits leaves the cores to the rest."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((n for n, path in enumerate(LONGEST) if item.nodeid.startswith(path)), 99)

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """In a fresh checkout the first process translates everything, and the others find it done."""
    last = Path(__file__).with_name("test_signed.py")
    if any(last.parent.glob(f"__pycache__/{last.stem}.*")) or sys.dont_write_bytecode:
        return (yield)
    with Path(__file__).open() as first:
        try:
            fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(first, fcntl.LOCK_SH)  # all that waited go on together
        return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who asks for --dist loadfile gets files, but those that stay TOGETHER as if they were one."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class FilesAndFolders(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            groups = (name for begins, name in TOGETHER.items() if nodeid.startswith(begins))
            return next(groups, None) or super()._split_scope(nodeid)

    return FilesAndFolders(config, log)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(100_000, 20, 5)  # 700 new objects are no reason to look for garbage
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hardware",
        action="append",
        default=[],
        metavar="DEVICE=PORT",
        help="run the contract of a device on the real thing too: card_reader=/dev/ttyUSB0",
    )
