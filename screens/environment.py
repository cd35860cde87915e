"""What has to be set before Kivy is imported, in one place.

Kivy reads its environment and its configuration while it is being imported and opens the window
then, so this module imports nothing of Kivy but its configuration, and only inside `prepare()`.
What is drawn in the window is `app`'s business.
"""

import ctypes
import importlib.util
import logging
import os
from pathlib import Path

PAGE = (1080, 1920)
"""Width and height of every screen in design px; the window shows it scaled."""

SMALL = (PAGE[0] // 4, PAGE[1] // 4)
"""Size of a window in which a scripted visitor looks for controls, and nobody at the pictures."""

BENCH = (900, 700)
"""Size of the hardware bench's window in px."""


def prepare(
    run_directory: Path, *, fullscreen: bool = False, small: bool = False
) -> tuple[int, int]:
    """Set environment and Kivy's configuration; gives back the size of the window in px.

    run_directory: a directory of this run, so that an old config.ini of some user cannot change
    how the kiosk looks. Without DISPLAY the window is an offscreen one, life size or small, which
    is drawn sooner. Call it once, before anything of Kivy is imported.
    """
    headless = not os.environ.get("DISPLAY")
    home = run_directory / "kivy"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_HOME=str(home),
        KIVY_NO_ARGS="1",  # our command line is ours
        KIVY_NO_FILELOG="1",
        KIVY_LOG_MODE="PYTHON",  # one log for the whole program; Kivy's own would swallow stderr
        # One provider each. Pillow and numpy would cost 100 ms before the first picture.
        KIVY_WINDOW="sdl2",
        KIVY_TEXT="sdl2",
        KIVY_IMAGE="sdl2",
        KIVY_AUDIO="sdl2",
        KIVY_CLIPBOARD="dummy",
        KIVY_GL_BACKEND="sdl2",
        SDL_TOUCH_MOUSE_EVENTS="0",  # a touch arrives once, not again as a mouse
        SDL_NO_SIGNAL_HANDLERS="1",  # SIGTERM is the program's, not the window's
        LP_NUM_THREADS="1",  # software GL on two cores: leave one to the face check
    )
    # Twenty lines about itself at every start: they would stand above the one that matters. Its own
    # level is set too late.
    logging.getLogger("kivy").addFilter(_matters)
    if headless:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    size = _fitting(_desktop()) if not headless else SMALL if small else PAGE
    _configure(size, fullscreen=fullscreen and not headless)
    return size


def _matters(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def prepare_bench(run_directory: Path) -> None:
    """The same for the hardware bench: a plain window, to the right of the kiosk's."""
    kiosk_width, _ = prepare(run_directory)
    from kivy.config import Config

    graphics = {
        "width": BENCH[0],
        "height": BENCH[1],
        "borderless": 0,
        "resizable": 1,
        "position": "custom",
        "left": kiosk_width + 16,
        "top": 40,
    }
    for key, value in graphics.items():
        Config.set("graphics", key, str(value))


def _configure(size: tuple[int, int], *, fullscreen: bool) -> None:
    from kivy.config import Config

    graphics = {
        "width": size[0],
        "height": size[1],
        "fullscreen": "auto" if fullscreen else 0,
        "borderless": 1,
        "resizable": 0,
        "show_cursor": 0 if fullscreen else 1,
        "multisamples": 0,  # the smooth shapes are smooth without, and software GL is thankful
        "maxfps": 60,  # halves the time from touch to picture against 30; idle costs 1 % more
        "allow_screensaver": 0,
        "position": "custom",
        "left": 0,
        "top": 0,
    }
    for key, value in graphics.items():
        Config.set("graphics", key, str(value))
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "keyboard_mode", "")
    Config.set("kivy", "log_level", "warning")
    # One way in for touches: the window's own. A second one (mtdev, hidinput) would press twice.
    for name, _ in Config.items("input"):
        Config.remove_option("input", name)
    Config.set("input", "mouse", "mouse,disable_multitouch")


def _fitting(desktop: tuple[int, int] | None) -> tuple[int, int]:
    """The largest page, at most life size, that fits the desktop."""
    if desktop is None:
        return PAGE
    scale = min(1.0, desktop[0] / PAGE[0], desktop[1] / PAGE[1])
    return round(PAGE[0] * scale), round(PAGE[1] * scale)


def _desktop() -> tuple[int, int] | None:
    """Usable size of the first display, asked of the SDL library that Kivy brings along."""

    class Rect(ctypes.Structure):
        _fields_ = [(name, ctypes.c_int) for name in ("x", "y", "w", "h")]

    video = 0x20
    sdl = sdl_library()
    if sdl is None or sdl.SDL_InitSubSystem(video) != 0:
        return None
    bounds = Rect()
    found = sdl.SDL_GetDisplayUsableBounds(0, ctypes.byref(bounds)) == 0
    sdl.SDL_QuitSubSystem(video)
    return (bounds.w, bounds.h) if found else None


def sdl_library() -> ctypes.CDLL | None:
    """The SDL2 that Kivy's wheel links to, or None where Kivy was built against another."""
    spec = importlib.util.find_spec("kivy")
    if spec is None or spec.origin is None:
        return None
    libraries = Path(spec.origin).parent.parent / "Kivy.libs"
    for path in sorted(libraries.glob("libSDL2-2*.so*")):
        return ctypes.CDLL(str(path))
    return None
