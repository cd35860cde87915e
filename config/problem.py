"""Why a program of ours cannot start, told as a sentence and an exit code.

Here, where nothing heavy is imported, so that a command can name what it catches before it loads
what may fail.
"""

import os
from typing import ClassVar


class CannotStart(Exception):
    """Its text says what is wrong, one problem a line.

    sentence: the key in `config/texts/*/terminal.toml` of what is said before it. exit_code: of
    sysexits.h; systemd does not start a program again that ended with EX_CONFIG.
    """

    sentence: ClassVar[str]
    exit_code: ClassVar[int] = os.EX_CONFIG
