"""The first picture: there before anything else of ours is loaded, and gone when it is."""

import subprocess
import sys
from pathlib import Path

from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

from screens.opening import Opening
from screens.theme import load
from tests.screens.conftest import FONTS

ROOT = Path(__file__).parents[2]
LINES = ("正在准备", "马上就好，请稍等")


def pixel(x: int, y: int) -> list[float]:
    return [value / 255 for value in glReadPixels(x, y, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE)[:3]]


def test_the_door_is_on_the_screen_at_once_and_leaves_nothing_behind() -> None:
    before = Window.clearcolor
    seen: list[list[float]] = []
    Window.bind(on_flip=(look := lambda *_: seen.append(pixel(5, 5))))
    opening = Opening(FONTS, "象山县 24 小时自助服务区", LINES)
    Window.unbind(on_flip=look)
    door = load()["standard"].colours["door"][:3]
    assert all(abs(a - b) < 0.01 for a, b in zip(seen[-1], door, strict=True))
    (page,) = Window.children
    assert [label.text for label in reversed(page.children)][1:] == list(LINES)
    assert all(label.x >= 0 and label.right <= Window.width for label in page.children)
    assert all(label.texture.width <= Window.width for label in page.children)
    opening.close()
    assert Window.children == []
    Window.clearcolor = before


def test_it_waits_for_nothing_that_takes_long() -> None:
    program = """
import sys, tempfile
from pathlib import Path
from screens.environment import prepare
with tempfile.TemporaryDirectory() as own:
    prepare(Path(own))
    import screens.opening
    slow = {"pydantic", "kiosk.events", "kiosk.visit.views", "cryptography"}
    print(sorted(slow & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.stdout == "[]\n", done.stderr
