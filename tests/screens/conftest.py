"""One offscreen window for all tests of screens: Kivy has one per process.

Kivy reads its environment while it is being imported, so this comes before any test module.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from screens import environment

OWN = tempfile.TemporaryDirectory(prefix="budayang-screens-")  # gone with the process
environment.prepare(Path(OWN.name))

FONTS = Path(__file__).parents[2] / "build" / "fonts"


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    from kivy.core.window import Window

    from screens import fonts
    from screens.widgets.paper import sheet

    assert tuple(Window.size) == environment.PAGE, "Kivy was loaded before, by a test elsewhere"
    fonts.register(FONTS)
    sheet.fit(*environment.PAGE)


@pytest.fixture
def hand() -> Iterator["Hand"]:  # noqa: F821
    """A router in the window, what it reported, and a finger for it."""
    from tests.screens.hand import Hand

    hand = Hand()
    yield hand
    hand.close()
