"""Why a program of ours cannot start, told as a sentence and an exit code; and one problem of many.

Here, where nothing heavy is imported, so that a command can name what it catches before it loads
what may fail.
"""

import os
from dataclasses import dataclass
from typing import ClassVar


class CannotStart(Exception):
    """Its text says what is wrong, one problem a line.

    sentence: the key in `config/texts/*/terminal.toml` of what is said before it. exit_code: of
    sysexits.h; systemd does not start a program again that ended with EX_CONFIG.
    """

    sentence: ClassVar[str]
    exit_code: ClassVar[int] = os.EX_CONFIG


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what somebody has configured.

    file: the file or layer that says so. value: what it says there; "" when it is not told, since
    it is a whole section or a secret.
    """

    file: str
    key: str
    rule: str
    value: str = ""

    def __str__(self) -> str:
        got = f", got {self.value}" if self.value else ""
        return f"{self.file}: {self.key}: {self.rule}{got}"
