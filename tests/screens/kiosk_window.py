"""A kiosk's window in a process of its own, for tests of its ways out and of its end.

Run as a program: shows a page, does what it was asked, and prints one line per thing that happened.
"""

import ctypes
import logging
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

from screens import environment

OWN = tempfile.TemporaryDirectory(prefix="budayang-window-")  # gone with the process
environment.prepare(Path(OWN.name), small=True)

from kivy.clock import Clock  # noqa: E402
from kivy.core.window import Window  # noqa: E402

from kiosk.events.program import Crashed, Tick  # noqa: E402
from kiosk.supervisor import Supervisor  # noqa: E402
from kiosk.visit.views import View  # noqa: E402
from screens.app import KioskApp  # noqa: E402
from tests.kiosk.visit.kiosk import Kiosk  # noqa: E402
from tests.screens.conftest import FONTS  # noqa: E402

PAGES = {"home": Kiosk().shown, "paused": Kiosk().tell(Crashed("review.lay:7 ZeroDivisionError"))}
KEYS = {"escape": 27, "f1": 0x4000003A, "f4": 0x4000003D, "f11": 0x40000044, "q": 113}
TYPED = "330299195803070021"
ALT, CTRL, META = 0x0100, 0x0040, 0x0400


class Runtime:
    """Shows home, or 暂停服务 after a crash."""

    def __init__(self) -> None:
        self.wake = self.restart = lambda: None
        self.ticks = 0
        self.page = "home"
        self.fails = False

    def post(self, event: object) -> None:
        if isinstance(event, Tick):
            self.ticks += 1
        if isinstance(event, Crashed):
            self.page, self.fails = "paused", False
            print("crashed", event.where, flush=True)
            Clock.schedule_once(self.say, 0.1)
        self.wake()

    def say(self, _: float) -> None:
        print("shows", self.page, flush=True)

    def drain(self) -> View:
        if self.fails:
            raise ValueError(TYPED)
        return PAGES[self.page]


class Key(ctypes.Structure):
    """SDL_KeyboardEvent (SDL 2.0, SDL_events.h), padded to the size of SDL_Event."""

    _fields_ = [
        ("type", ctypes.c_uint32),
        ("timestamp", ctypes.c_uint32),
        ("window", ctypes.c_uint32),
        ("state", ctypes.c_uint8),
        ("repeat", ctypes.c_uint8),
        ("padding", ctypes.c_uint16),
        ("scancode", ctypes.c_int32),
        ("sym", ctypes.c_int32),
        ("mod", ctypes.c_uint16),
        ("unused", ctypes.c_uint32),
        ("rest", ctypes.c_uint8 * 32),
    ]


def press_every_way_out() -> None:
    """Keys and the window's close button, through SDL's own queue, as a keyboard would."""
    sdl = environment.sdl_library()
    assert sdl is not None
    for sym in KEYS.values():
        for mod in (0, ALT, CTRL, META):
            for kind in (0x300, 0x301):  # SDL_KEYDOWN, SDL_KEYUP
                event = Key(type=kind, window=1, state=kind == 0x300, sym=sym, mod=mod)
                assert sdl.SDL_PushEvent(ctypes.byref(event)) == 1
    # F1 would open and shut the settings in turn: an odd number of presses leaves them open
    f1 = Key(type=0x300, window=1, state=1, sym=KEYS["f1"])
    assert sdl.SDL_PushEvent(ctypes.byref(f1)) == 1
    quit_event = Key(type=0x100)  # SDL_QUIT: Alt-F4, or the window manager
    assert sdl.SDL_PushEvent(ctypes.byref(quit_event)) == 1


def watched_app(runtime: Runtime) -> KioskApp:
    """Tells its supervisor, in one row with what the supervisor says, when it drew and hung."""
    supervisor = Supervisor(os.environ)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.connect(os.environ["NOTIFY_SOCKET"])
    flip = Window.flip

    def flip_and_tell() -> None:
        flip()
        line.send(b"PICTURE")

    def hang(_: float) -> None:
        line.send(b"HANGS")
        time.sleep(2.3)  # two beats are missed
        line.send(b"GOES ON")
        Clock.schedule_once(lambda _: app.stop(), 1.3)

    Window.flip = flip_and_tell

    def drawn() -> None:
        supervisor.ready()
        Clock.schedule_once(hang, 1.3)

    app = KioskApp(runtime, font_directory=FONTS, drawn=drawn, watchdog=supervisor.alive)
    return app


def main(what: str) -> int:
    logging.basicConfig(level=logging.ERROR)
    runtime = Runtime()
    app = KioskApp(runtime, font_directory=FONTS, restart_after_s=0.2)
    if what == "keys":

        def still(_: float) -> None:
            print("still", type(app.router.current).__name__, len(Window.children), flush=True)
            runtime.restart()

        def press(_: float) -> None:
            press_every_way_out()
            Clock.schedule_once(still, 0.2)

        Clock.schedule_once(press, 0.2)
    elif what == "crash":

        def fail(_: float) -> None:
            runtime.fails = True
            runtime.wake()

        Clock.schedule_once(fail, 0.2)
    elif what == "hang":
        app = watched_app(runtime)
    app.run()
    return app.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
