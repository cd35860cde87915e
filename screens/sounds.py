"""What the kiosk lets be heard: the reader's 嘀, reminders, and pages read aloud.

Everything happens on one worker thread; who asks never waits. Tones are made once per run; speech
is rendered by `voice`. With no sound card it is silent. What is read is the runtime's business.
"""

import logging
import math
import queue
import threading
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from screens.voice import Voice, VoiceFailed

log = logging.getLogger(__name__)

RATE_HZ = 22050
EDGE_S = 0.012
LOUDNESS = 0.5

# Tones in a row: frequency in Hz (0: silence), and how long in s.
TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "card_read": ((1760.0, 0.14),),
    "take_card": ((1319.0, 0.2), (0.0, 0.25)) * 3,
}


class Sounds:
    """directory: of this run; tones and the sentence being rendered are kept there."""

    def __init__(self, directory: Path, voice: Voice | None = None) -> None:
        self._directory = directory
        self._voice = voice or Voice()
        self._asked: queue.SimpleQueue[tuple[str, str, int] | None] = queue.SimpleQueue()
        self._turn = 0  # grows with every say and hush: what was asked before is stale
        self._tones: dict[str, Any] = {}
        self._speech: Any = None
        self._deaf = False  # no sound card
        self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
        self._thread.start()

    # ---- for any thread --------------------------------------------------------------------

    def beep(self, sound: str) -> None:
        """card_read or take_card; over whatever is being said."""
        self._asked.put(("beep", sound, self._turn))

    def say(self, text: str) -> None:
        """Read aloud, one sentence to a line; what is still being said gives way."""
        self._turn += 1
        self._asked.put(("say", text, self._turn))

    def hush(self) -> None:
        """Stop talking."""
        self._turn += 1
        self._asked.put(("hush", "", self._turn))

    def close(self, limit_s: float = 2.0) -> None:
        self.hush()
        self._asked.put(None)
        self._thread.join(limit_s)

    # ---- the worker ------------------------------------------------------------------------

    def _run(self) -> None:
        while (asked := self._asked.get()) is not None:
            if self._deaf:
                continue
            what, text, turn = asked
            try:
                if what == "beep":
                    self._beep(text)
                else:
                    self._stop_talking()
                    if what == "say":
                        self._say(text, turn)
            except VoiceFailed as error:
                log.warning("not read aloud: %s", error)
            except Exception:
                log.exception("sounds")
        self._voice.close()

    def _beep(self, name: str) -> None:
        if name not in self._tones:
            path = self._place(f"{name}.wav")
            write_tones(path, TONES[name])
            self._tones[name] = self._load(path)
        if self._tones[name] is not None:
            self._tones[name].play()

    def _say(self, text: str, turn: int) -> None:
        if turn != self._turn:
            return
        path = self._place("speech.wav")
        try:
            if not self._voice.render(text, path) or turn != self._turn:
                return
            self._speech = self._load(path)
        finally:
            path.unlink(missing_ok=True)  # the player has read all of it
        if self._speech is not None:
            self._speech.play()

    def _stop_talking(self) -> None:
        if self._speech is not None:
            self._speech.stop()
            self._speech.unload()
            self._speech = None

    def _place(self, name: str) -> Path:
        self._directory.mkdir(parents=True, exist_ok=True)
        return self._directory / name

    def _load(self, path: Path) -> Any:
        """A sound ready to play, or None where there is no sound card."""
        from kivy.core.audio import SoundLoader  # opens the sound card: here, not while drawing

        sound = SoundLoader.load(str(path))
        if sound is None or not sound.length:
            self._deaf = True
            log.warning("there is no sound card: nothing will be heard")
            return None
        return sound


def write_tones(path: Path, tones: Iterable[tuple[float, float]]) -> None:
    """A mono 16-bit WAV file. Each tone swells and fades, or its ends would click."""
    samples = array("h")
    for frequency_hz, length_s in tones:
        count = round(length_s * RATE_HZ)
        for i in range(count):
            edge = min(1.0, min(i, count - 1 - i) / (EDGE_S * RATE_HZ))
            swing = math.sin(2 * math.pi * frequency_hz * i / RATE_HZ)
            samples.append(round(32767 * LOUDNESS * edge * swing))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
