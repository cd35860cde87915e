"""Text to a WAV file, with Debian's espeak-ng as a program of its own. Blocks; for a worker.

espeak-ng 1.51 spells hanzi through English, so Chinese goes to it as pinyin. What the file is
then played with is `sounds`' business.
"""

import logging
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

log = logging.getLogger(__name__)

PROGRAM = "espeak-ng"
WORDS_PER_MINUTE = 150
RENDER_LIMIT_S = 10.0
_CHINESE = re.compile("[\u4e00-\u9fff]")


class VoiceFailed(Exception):
    """Nothing was rendered; says why, never what."""


class Voice:
    """Renders one text after another; keeps the pinyin process from the first Chinese one on."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = shutil.which(program)
        self._pinyin: subprocess.Popen[str] | None = None
        self._told = False

    def render(self, text: str, to: Path) -> bool:
        """Write `text`, one sentence to a line, as WAV. False when there is no voice here.

        Raises VoiceFailed.
        """
        if self._program is None:
            if not self._told:
                self._told = True
                log.warning("%s is not installed: nothing is read aloud", PROGRAM)
            return False
        lines = [_ended(line) for line in text.splitlines() if line]
        name = "en"
        if _CHINESE.search(text):
            name, lines = "cmn-latn-pinyin", [self._to_pinyin(line) for line in lines]
        arguments = ["-v", name, "-s", str(WORDS_PER_MINUTE), "-w", str(to), "--stdin"]
        try:
            subprocess.run(
                [self._program, *arguments],
                input="\n".join(lines).encode(),
                check=True,
                capture_output=True,
                timeout=RENDER_LIMIT_S,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceFailed(f"{PROGRAM}: {type(error).__name__}") from None
        return True

    def close(self) -> None:
        """End the pinyin process."""
        if self._pinyin is not None:
            self._pinyin.kill()
            self._pinyin.communicate()
            self._pinyin = None

    def _to_pinyin(self, line: str) -> str:
        if self._pinyin is None:
            # -P: the folder of the script, with modules of its own names, stays off the path.
            self._pinyin = subprocess.Popen(
                [sys.executable, "-P", str(Path(__file__).with_name("pinyin.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        assert self._pinyin.stdin is not None
        assert self._pinyin.stdout is not None
        try:
            self._pinyin.stdin.write(line + "\n")
            self._pinyin.stdin.flush()
            # One line is one answer, so nothing waits in the buffer that select would not see.
            came, _, _ = select.select([self._pinyin.stdout], [], [], RENDER_LIMIT_S)
            answer = self._pinyin.stdout.readline().strip() if came else ""
        except OSError:
            answer = ""
        if not answer:
            self.close()
            raise VoiceFailed("pinyin: no answer")
        return answer


def _ended(line: str) -> str:
    """A title has no full stop; the voice needs one to let it end."""
    if line[-1] in "。？！.?!":
        return line
    return line + ("。" if _CHINESE.search(line) else ".")
