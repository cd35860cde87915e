"""What pages with the camera's picture share: the newest frame from shared memory in one texture,
and nowhere else; wiped when the page is left.
"""

from typing import Any

from kivy.clock import Clock
from kivy.graphics.texture import Texture

from kiosk.ports import Preview
from kiosk.visit.views.camera import FaceView, PhotoView
from screens.screen import Screen
from screens.widgets.paper import Box
from screens.widgets.slip import Rule
from screens.widgets.words import Icon, Words

BLITS_PER_S = 15


class Picture:
    """The newest frame as a texture."""

    def __init__(self) -> None:
        self.texture: Texture | None = None
        self._sequence = -1

    @property
    def shape(self) -> tuple[int, int]:
        return self.texture.size if self.texture is not None else (0, 0)

    def take(self, preview: Preview) -> bool:
        """Put this frame into the texture. False when it is there already."""
        if preview.sequence == self._sequence:
            return False
        self._sequence = preview.sequence
        if self.shape != (preview.width, preview.height):
            self.texture = Texture.create(size=(preview.width, preview.height), colorfmt="bgr")
        assert self.texture is not None
        self.texture.blit_buffer(preview.pixels, colorfmt="bgr", bufferfmt="ubyte")
        return True

    def crop(self, ratio: float, part: int = 0, of: int = 1) -> list[float]:
        """Texture coordinates of the middle with this ratio of width to height, of one of so many
        parts that lie side by side.

        A camera's rows come top first, a texture's bottom first: so v runs from 1 to 0.
        """
        width, height = self.shape[0] / of, self.shape[1]
        part_w, part_h = min(1.0, height * ratio / width), min(1.0, width / ratio / height)
        left, top = (part + (1 - part_w) / 2) / of, (1 - part_h) / 2
        right, bottom = left + part_w / of, top + part_h
        return [left, bottom, right, bottom, right, top, left, top]

    def forget(self) -> None:
        """Wipe the texture, also on the graphics card, before it is let go."""
        if self.texture is not None:
            width, height = self.shape
            self.texture.blit_buffer(bytes(width * height * 3), colorfmt="bgr", bufferfmt="ubyte")
        self.texture = None
        self._sequence = -1


class CameraScreen(Screen):
    """A screen with the camera's picture; its `lay` ends with `watch`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picture = Picture()
        self._clock: Any = None

    def lay_panel(self, view: FaceView | PhotoView) -> tuple[float, float]:
        """Title, dark panel, and in it the one hint above its rule; top and bottom of the panel."""
        top = self.lay_title(view.title) - 8
        bottom = 1376 if self.elder else 1464
        self.panel(Box(48, top, 984, bottom - top))
        self.put("icon", Box(96, top + 40, 104, 104), Icon(view.icon, "lamp"))
        self.put("hint", Box(234, top + 24, 750, 136),
                 Words(view.hint, "hint", True, "door_text", leading=1.1))  # fmt: skip
        self.put("hint rule", Box(96, top + 184, 888, 2), Rule("door_rule"))
        return top, bottom

    def watch(self) -> None:
        """From now on show every new frame."""
        if self._clock is None:
            self._clock = Clock.schedule_interval(self._blit, 1 / BLITS_PER_S)

    def _blit(self, _: float) -> None:
        preview = self.preview()
        if preview is None or self.view is None:
            return
        shape = self.picture.shape
        if not self.picture.take(preview):
            return
        if shape != self.picture.shape:
            self.redraw()  # the first frame: from now on only the texture changes
        self.canvas.ask_update()

    def forget(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        self.picture.forget()
        super().forget()
