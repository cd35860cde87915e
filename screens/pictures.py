"""Pictures of the screen as PNG files, for the evidence and for looking at.

`Window.screenshot` is black offscreen, because the back buffer is undefined after a swap; a
picture is therefore drawn anew into a buffer of its own.
"""

import threading
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from kivy.graphics import ClearBuffers, ClearColor, Fbo, Translate

from screens.router import Router


@dataclass(frozen=True, slots=True)
class Picture:
    """What was shown: width and height in px, RGBA rows, the lowest row first."""

    size: tuple[int, int]
    pixels: bytes = field(repr=False)

    def save(self, path: Path) -> None:
        """Write it as PNG; any thread may, so that the one that draws need not wait."""
        from PIL import Image, ImageOps  # not in the kiosk's own start-up: 100 ms

        path.parent.mkdir(parents=True, exist_ok=True)
        # A kiosk that is killed leaves no half of a picture; two threads may save the same one.
        fresh = path.with_suffix(f".{threading.get_ident()}.new")
        ImageOps.flip(Image.frombytes("RGBA", self.size, self.pixels)).convert("RGB").save(
            fresh, "PNG", compress_level=2
        )
        fresh.replace(path)


def take_picture(router: Router) -> Picture:
    """What is shown now, what moves at its rest. Call it from the UI thread, between two frames."""
    moving = router.current.moving if router.current is not None else None
    with moving.at_rest() if moving is not None else nullcontext():
        return _drawn(router)


def _drawn(router: Router) -> Picture:
    width, height = int(router.width), int(router.height)
    parent = router.parent
    index = parent.canvas.indexof(router.canvas) if parent is not None else -1
    if parent is not None:
        parent.canvas.remove(router.canvas)
    buffer = Fbo(size=(width, height), with_stencilbuffer=True)
    with buffer:
        ClearColor(*(router.current.ground if router.current is not None else (0, 0, 0, 0)))
        ClearBuffers()
        Translate(-router.x, -router.y, 0)
    buffer.add(router.canvas)
    buffer.draw()
    pixels = buffer.pixels
    buffer.remove(router.canvas)
    if parent is not None:
        parent.canvas.insert(index, router.canvas)
    return Picture((width, height), pixels)


def save_picture(router: Router, path: Path) -> None:
    """Take it and write it at once. Call it from the UI thread, between two frames."""
    take_picture(router).save(path)
