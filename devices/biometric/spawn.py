"""A face process from outside: started, spoken to, and ended for certain.

Answers for the interpreter, its environment and its file descriptors. Leaves to `driver` when one
is needed and what its silence means.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from config.model import CameraConfig, PhotoLibraryConfig
from devices.biometric.messages import Setup
from devices.biometric.wire import Note, Wire

START_S = 60.0
"""How long loading may take on the slowest machine when it is busy; usually half a second."""

GONE_S = 3.0
"""How long the kernel may take to end a killed process. It needs a turn of the processor for that,
and has a nice process's: beside eight busy ones more than a second."""

MOST_PIXELS = 2**21
"""Of a portrait or photo; a passport photo has 158 thousand."""

_PROJECT = Path(__file__).resolve().parents[2]


class Child:
    """One face process. Start it from a thread that outlives it: the kernel takes the end of
    that thread for the end of the parent (PR_SET_PDEATHSIG). Raises OSError."""

    def __init__(self, memory: int, setup: Setup, note: Note) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.wire = Wire(ours, note)
        shared = theirs.fileno(), memory
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "devices.biometric", *map(str, (os.getpid(), *shared))],
                cwd=_PROJECT,
                env=os.environ | _environment(setup),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=shared,
            )
        self.ready = False
        self.deadline_s = time.monotonic() + START_S
        """When its silence has lasted too long (monotonic)."""

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self) -> bool:
        """Kill it; whether it is gone. No farewell: the kernel forgets more surely than we do."""
        self._process.kill()
        self.wire.close()
        try:
            self._process.wait(GONE_S)
        except subprocess.TimeoutExpired:  # held in the kernel, e.g. by a camera's driver
            return False
        return True

    @property
    def is_gone(self) -> bool:
        return self._process.poll() is not None


def setup_of(camera: CameraConfig, photo: PhotoLibraryConfig | None, simulation: bool) -> Setup:
    """What a face process may know of the configuration."""
    return Setup(
        source=camera.source,
        open_timeout_s=camera.open_timeout_s,
        read_timeout_s=camera.read_timeout_s,
        preview_fps=camera.preview_fps,
        simulation=simulation,
        photo_library=str(photo.path) if photo else "",
        photo_call=photo.call if photo else "",
        photo_pixels=photo.pixels if photo else "",
    )


def _environment(setup: Setup) -> dict[str, str]:
    return {
        # One thread in every library that would take more.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "LP_NUM_THREADS": "1",
        "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": str(max(1, round(setup.read_timeout_s))),
        "OPENCV_FFMPEG_LOGLEVEL": "-8",
        "OPENCV_LOG_LEVEL": "SILENT",
        # A photo of 1 kB may claim to be 65,535 pixels wide and high: 12 GB.
        "OPENCV_IO_MAX_IMAGE_PIXELS": str(MOST_PIXELS),
        # A camera is never behind a proxy, whatever the machine is told for its web traffic.
        "no_proxy": "*",
    }
