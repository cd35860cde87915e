"""Pinyin to words by librime, the input method of Debian, on a thread of its own.

Here and not in `kiosk/`: like the voice, it is a tool of the screen for one language; the rules
only know `Spell` and `Spelled`. Nothing is learnt: librime's user dictionary is switched off, and
what it writes (a schema, compiled) lies in memory and is gone with the kiosk, or swept by the next
one where it was killed, so that nobody's name comes up for the next visitor. Letters are told in,
words come out; neither is logged.

Without librime every answer is empty: the county's own words (`kiosk/visit/keyboard`) still come.
"""

import ctypes
import logging
import os
import queue
import shutil
import tempfile
import threading
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_void_p, sizeof
from pathlib import Path
from typing import Any

from kiosk.events import Event
from kiosk.events.touches import Spelled

log = logging.getLogger(__name__)

LIBRARY = "librime.so.1"
DATA = Path("/usr/share/rime-data")
IN_MEMORY = Path("/dev/shm")
OWN = "budayang-typing-"
"""How the folder's name begins; then the process that made it. No word that was typed is in it."""
SCHEMA = "luna_pinyin_simp"
MOST = 40  # words to an answer
START_LIMIT_S = 60.0
"""A third of a second on an idle machine; what takes so much longer hangs."""


class _Traits(Structure):
    """RimeTraits of rime_api.h, up to the field that this program sets last."""

    _fields_ = (
        ("data_size", c_int),
        ("shared_data_dir", c_char_p),
        ("user_data_dir", c_char_p),
        ("distribution_name", c_char_p),
        ("distribution_code_name", c_char_p),
        ("distribution_version", c_char_p),
        ("app_name", c_char_p),
        ("modules", c_void_p),
        ("min_log_level", c_int),
        ("log_dir", c_char_p),
        ("prebuilt_data_dir", c_char_p),
        ("staging_dir", c_char_p),
    )


class _Composition(Structure):
    _fields_ = (
        ("length", c_int),
        ("cursor_pos", c_int),
        ("sel_start", c_int),
        ("sel_end", c_int),
        ("preedit", c_char_p),
    )


class _Candidate(Structure):
    _fields_ = (("text", c_char_p), ("comment", c_char_p), ("reserved", c_void_p))


class _Menu(Structure):
    _fields_ = (
        ("page_size", c_int),
        ("page_no", c_int),
        ("is_last_page", c_int),
        ("highlighted", c_int),
        ("num_candidates", c_int),
        ("candidates", POINTER(_Candidate)),
        ("select_keys", c_char_p),
    )


class _Context(Structure):
    _fields_ = (
        ("data_size", c_int),
        ("composition", _Composition),
        ("menu", _Menu),
        ("commit_text_preview", c_char_p),
        ("select_labels", c_void_p),
    )


_Session = c_size_t  # RimeSessionId
_FUNCTIONS: tuple[tuple[str, Any], ...] = (
    ("setup", CFUNCTYPE(None, POINTER(_Traits))),
    ("set_notification_handler", None),
    ("initialize", CFUNCTYPE(None, POINTER(_Traits))),
    ("finalize", CFUNCTYPE(None)),
    ("start_maintenance", CFUNCTYPE(c_int, c_int)),
    ("is_maintenance_mode", None),
    ("join_maintenance_thread", CFUNCTYPE(None)),
    *((f"deployment_{at}", None) for at in range(6)),
    ("create_session", CFUNCTYPE(_Session)),
    ("find_session", None),
    ("destroy_session", CFUNCTYPE(c_int, _Session)),
    *((f"cleanup_{at}", None) for at in range(2)),
    ("process_key", CFUNCTYPE(c_int, _Session, c_int, c_int)),
    ("commit_composition", None),
    ("clear_composition", CFUNCTYPE(None, _Session)),
    *((f"commit_{at}", None) for at in range(2)),
    ("get_context", CFUNCTYPE(c_int, _Session, POINTER(_Context))),
    ("free_context", CFUNCTYPE(c_int, POINTER(_Context))),
    *((f"status_and_options_{at}", None) for at in range(9)),
    ("select_schema", CFUNCTYPE(c_int, _Session, c_char_p)),
)
"""RimeApi of rime_api.h, in its order, as far as it is used; the same in 1.8.5 (Debian 12) and in
1.13.1 (Debian 13), whose single functions are no longer to be had by name."""


class _Api(Structure):
    _fields_ = (
        ("data_size", c_int),
        *((name, c_void_p if kind is None else kind) for name, kind in _FUNCTIONS),
    )


class NoInputMethod(Exception):
    """librime or its dictionary is not here; its text says which."""


class Rime:
    """One session of librime. Only the thread that made it may use it, once in a process."""

    def __init__(self, directory: Path, library: str = LIBRARY, data: Path = DATA) -> None:
        """directory: empty, for what librime writes. Raises NoInputMethod."""
        try:
            api = ctypes.CDLL(library).rime_get_api
        except (OSError, AttributeError):
            raise NoInputMethod(f"{library} is not installed") from None
        api.restype = POINTER(_Api)
        self._rime = api().contents
        if not (data / f"{SCHEMA}.schema.yaml").is_file():
            raise NoInputMethod(f"{SCHEMA} is not in {data}")
        (directory / "default.custom.yaml").write_text(
            f"patch:\n  schema_list:\n    - schema: {SCHEMA}\n  menu/page_size: {MOST}\n"
        )
        (directory / f"{SCHEMA}.custom.yaml").write_text(
            "patch:\n  translator/enable_user_dict: false\n"
        )
        traits = _Traits(
            data_size=sizeof(_Traits) - sizeof(c_int),
            shared_data_dir=str(data).encode(),
            user_data_dir=str(directory).encode(),
            distribution_name=b"budayang",
            distribution_code_name=b"budayang",
            distribution_version=b"1",
            app_name=b"rime.budayang",
            min_log_level=3,
            log_dir=b"",  # nothing of what is typed may be written to a log
        )
        self._rime.setup(byref(traits))
        self._rime.initialize(byref(traits))
        if self._rime.start_maintenance(1):
            self._rime.join_maintenance_thread()
        self._session = self._rime.create_session()
        if not self._rime.select_schema(self._session, SCHEMA.encode()):
            raise NoInputMethod(f"{SCHEMA} could not be compiled")

    def spell(self, letters: str) -> Spelled:
        """Syllables and words of these letters, a to z."""
        rime, session = self._rime, self._session
        rime.clear_composition(session)
        for letter in letters:
            rime.process_key(session, ord(letter), 0)
        context = _Context(data_size=sizeof(_Context) - sizeof(c_int))
        rime.get_context(session, byref(context))
        try:
            menu, preedit = context.menu, context.composition.preedit or b""
            words = tuple(menu.candidates[at].text.decode() for at in range(menu.num_candidates))
            return Spelled(letters, tuple(preedit.decode().split()), words)
        finally:
            rime.free_context(byref(context))
            rime.clear_composition(session)

    def close(self) -> None:
        self._rime.destroy_session(self._session)
        self._rime.finalize()


def sweep() -> None:
    """Remove what kiosks left that were killed before they could."""
    for left in IN_MEMORY.glob(f"{OWN}*"):
        process = left.name.removeprefix(OWN).partition("-")[0]
        if not Path("/proc", process).exists():
            shutil.rmtree(left, ignore_errors=True)


class InputMethod:
    """Answers `Spell` with a Spelled each; what was asked before the newest letters is passed over.

    Starting costs a third of a second of its own thread, so it begins with the kiosk.
    """

    def __init__(self, post: Callable[[Event], None], library: str = LIBRARY) -> None:
        self._post = post
        self._library = library
        self._asked: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="input method", daemon=True)
        self._thread.start()

    def spell(self, letters: str) -> None:
        """From any thread; never waits."""
        self._asked.put(letters)

    def close(self, limit_s: float = 5.0) -> None:
        """limit_s: after its start, which is waited for: librime takes a process down that ends
        while it compiles its dictionary."""
        self._asked.put(None)
        self._started.wait(START_LIMIT_S)
        self._thread.join(limit_s)

    def _run(self) -> None:
        where = IN_MEMORY if IN_MEMORY.is_dir() else None
        sweep()
        with tempfile.TemporaryDirectory(prefix=f"{OWN}{os.getpid()}-", dir=where) as directory:
            rime: Rime | None = None
            try:
                rime = Rime(Path(directory), self._library)
            except NoInputMethod as missing:
                log.error("no pinyin on the keyboard: %s", missing)
            finally:
                self._started.set()
            while (letters := self._newest()) is not None:
                if rime is not None:
                    self._post(rime.spell(letters))
                else:
                    self._post(Spelled(letters, (letters,), ()))
            if rime is not None:
                rime.close()

    def _newest(self) -> str | None:
        letters = self._asked.get()
        while letters is not None and not self._asked.empty():
            letters = self._asked.get()
        return letters
