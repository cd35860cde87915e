"""No simulated peer outlives who started it, however that ends.

Two ways, because each has a hole: the kernel's signal at the parent's death (which misses a parent
that died before it was asked for), and end-of-file on a pipe from the parent (which misses nothing,
but needs the pipe). The signal comes when the *thread* that started us ends: start peers from a
thread that stays.
"""

import ctypes
import os
import select
import signal
import threading
from collections.abc import Callable
from contextlib import suppress

_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel send this signal to this process when its parent dies (Linux only)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, by, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")


def parent_is_gone(pipe: int = 0) -> bool:
    """Whether this pipe (standard input unless told) has no writer any more.

    Asked after `die_with_parent`, it tells of a parent that died before.
    """
    look = select.poll()
    look.register(pipe, 0)
    return any(seen & select.POLLHUP for _, seen in look.poll(0))


def at_end_of_file(end: Callable[[], None], pipe: int = 0) -> None:
    """Call end() once when the pipe (standard input unless told) has no writer any more."""

    def watch() -> None:
        # Read past Python's buffer: a thread that waits inside it aborts the interpreter's end.
        with suppress(OSError):
            while os.read(pipe, 1024):
                pass
        end()

    threading.Thread(target=watch, name="parent's pipe", daemon=True).start()
