"""A local socket on which a running program is asked something: UNIX domain, JSON lines.

Answers for framing, limits and the end of every conversation. Both ends are here; what is asked and
what it means is the business of `kiosk/enquiries.py` and `run_kiosk.py diagnose`.

    → {"ask": "diagnose", "devices": ["printer"]}
    ← {"ok": true, ...}          one line or more, then the kiosk hangs up
    ← {"ok": false, "why": "…"}  a code

One question per connection, one connection after the other: a question takes as long as it takes,
the next one waits in the kernel's queue. Whoever may open the socket's file (0600: the kiosk's user
and root) may ask. The file is reached through a descriptor of its directory, so its path may be
longer than the 107 bytes that fit into an address.
"""

import contextlib
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

SOCKET_NAME = "enquiries"  # in the directory of what is kept
LONGEST_QUESTION = 4096  # bytes, with the end of the line
QUESTION_LIMIT_S = 2.0
ANSWER_LIMIT_S = 2.0  # for one line of the answer to be taken
LONGEST_ANSWER = 256 * 1024
WAITING = 4

log = logging.getLogger(__name__)

Json = dict[str, Any]
Answer = Callable[[Json], Generator[Json, None, None]]


class NobodyListens(Exception):
    """There is no socket, or the program that made it is gone."""


class MayNotAsk(Exception):
    """The socket belongs to somebody else."""


class LineLost(Exception):
    """The program hung up, said nothing in time, or what it said makes no sense."""


# ---- the side that is asked --------------------------------------------------------------------


class LocalSocket:
    """Serves `path` on a thread of its own until it is closed; the file goes with it."""

    def __init__(
        self, path: Path, answer: Answer, *, question_limit_s: float = QUESTION_LIMIT_S
    ) -> None:
        """answer: yields the lines; called on the socket's thread. Raises OSError."""
        self.path, self._answer, self._question_limit_s = path, answer, question_limit_s
        self._closing = False
        self._line: socket.socket | None = None
        path.unlink(missing_ok=True)  # of a program that was killed
        self._door = socket.socket(socket.AF_UNIX)
        os.fchmod(self._door.fileno(), 0o600)  # before there is a file: never open to others
        with _short(path) as address:
            self._door.bind(address)
        self._door.listen(WAITING)
        self._thread = threading.Thread(target=self._serve, name="local socket", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hang up and end the thread; an answer that still waits should have been ended before."""
        self._closing = True
        for end in filter(None, (self._door, self._line)):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5.0)
        self._door.close()
        self.path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while not self._closing:
            try:
                line, _ = self._door.accept()
            except OSError as error:
                if not self._closing:
                    log.error("local socket: %s", type(error).__name__)
                    time.sleep(1.0)  # no file descriptors left, most likely
                continue
            with line:
                self._line = line
                try:
                    self._converse(line)
                except OSError:
                    log.debug("local socket: whoever asked has gone")
                except Exception as error:
                    log.error("local socket: %s", type(error).__name__)
                self._line = None

    def _converse(self, line: socket.socket) -> None:
        asked = understood(self._question(line))
        if asked is None:
            _say(line, {"ok": False, "why": "question"})
            return
        with contextlib.closing(self._answer(asked)) as answers:
            for said in answers:
                _say(line, said)

    def _question(self, line: socket.socket) -> bytes:
        """One line; b"" when it is too long. Raises OSError when it does not come."""
        ends_s = time.monotonic() + self._question_limit_s
        read = b""
        while b"\n" not in read:
            if len(read) >= LONGEST_QUESTION:
                return b""
            line.settimeout(max(0.001, ends_s - time.monotonic()))
            more = line.recv(LONGEST_QUESTION - len(read))
            if not more:
                raise ConnectionResetError
            read += more
        return read.split(b"\n", 1)[0]


def understood(line: bytes) -> Json | None:
    """The question in a line; None when it is none."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, nested without end
        return None
    return asked if isinstance(asked, dict) else None


def _say(line: socket.socket, said: Json) -> None:
    line.settimeout(ANSWER_LIMIT_S)
    line.sendall(json.dumps(said, ensure_ascii=False).encode() + b"\n")


# ---- the side that asks ------------------------------------------------------------------------


def ask(path: Path, question: Json, limit_s: float, beat_s: float = 0.5) -> Iterator[Json | None]:
    """Each line of the answer as it comes, and None every beat_s in between.

    Raises NobodyListens and MayNotAsk at once, LineLost also while the lines come.
    """
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(QUESTION_LIMIT_S)
    try:
        with _short(path) as address:
            line.connect(address)
    except OSError as error:
        line.close()
        if isinstance(error, PermissionError):
            raise MayNotAsk(str(path)) from error
        if isinstance(error, FileNotFoundError | ConnectionRefusedError | NotADirectoryError):
            raise NobodyListens(str(path)) from error
        raise LineLost(type(error).__name__) from error  # its queue is full, it is stopped
    return _asked(line, question, limit_s, beat_s)


def _asked(
    line: socket.socket, question: Json, limit_s: float, beat_s: float
) -> Iterator[Json | None]:
    with line:
        try:
            _say(line, question)
            yield from _lines(line, time.monotonic() + limit_s, beat_s)
        except (OSError, ValueError, RecursionError) as error:
            raise LineLost(type(error).__name__) from error


def _lines(line: socket.socket, ends_s: float, beat_s: float) -> Iterator[Json | None]:
    read = b""
    line.settimeout(beat_s)
    while True:
        if time.monotonic() > ends_s or len(read) > LONGEST_ANSWER:
            raise TimeoutError
        try:
            more = line.recv(65536)
        except TimeoutError:
            yield None
            continue
        if not more:
            return
        *whole, read = (read + more).split(b"\n")
        for said in map(json.loads, whole):
            if not isinstance(said, dict):
                raise ValueError
            yield said


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """An address of this file that always fits (Linux: through a descriptor of its directory)."""
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
