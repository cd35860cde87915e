"""Your own face for a demonstration with a real camera: the portrait of a simulated card.

The picture is taken by a process (`devices/camera/own_face.py`) that ends with the frames it saw;
its 1,024 bytes come back through a pipe and are written nowhere.
"""

import resource
import subprocess
import sys
from pathlib import Path

from config.words import load_words

SIT_DOWN_S = 30.0
"""How long somebody may take to sit down before the camera."""


def portrait_of_whoever_looks(root: Path, source: str, *, no_face: int) -> bytes | None:
    """The portrait, or None after saying why there is none.

    root: of the program. source: the camera's number or address. no_face: the exit code of the
    process when it saw nobody; with any other but 0 it had no camera.
    """
    words = load_words()["zh"]
    # Nor may a crash of any process to come leave it in a dump.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(words("terminal.look_into_camera"), flush=True)
    command = [sys.executable, "-m", "devices.camera.own_face", source, f"{SIT_DOWN_S:g}"]
    code, portrait = None, b""
    try:
        done = subprocess.run(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=SIT_DOWN_S + 20.0,
        )
        code, portrait = done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        pass  # the camera's driver hangs
    if code == 0:
        print(words("terminal.own_face_taken"), flush=True)
        return portrait
    if code == no_face:
        print(words("terminal.no_face", seconds=f"{SIT_DOWN_S:g}"), file=sys.stderr)
    else:
        print(words("terminal.no_camera", source=source), file=sys.stderr)
    return None
