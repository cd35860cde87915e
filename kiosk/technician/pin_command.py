"""`run_kiosk.py pin`: asks for a PIN twice and prints the lines for `kiosk.toml`.

The digits are typed unseen and end with this process; only their hash is printed.
"""

import secrets
import sys
from collections.abc import Callable

from config.words import Words
from kiosk.technician.pin import SALT_BYTES, hash_pin, is_guessable, is_pin


class PinRefused(Exception):
    """Why no PIN was set: a sentence for whoever typed it."""


def run(words: Words, ask: Callable[[str], str]) -> int:
    """0: the lines are on standard output; 1: not, after saying why. ask: see `lines_for`."""
    try:
        lines = lines_for(words, ask)
    except (PinRefused, EOFError, KeyboardInterrupt) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(words("technician.terminal.put"), file=sys.stderr)
    print(lines)
    return 0


def lines_for(words: Words, ask: Callable[[str], str]) -> str:
    """The two lines of the configuration. ask: shows a prompt, reads a line unseen.

    Raises PinRefused.
    """
    pin = ask(words("technician.terminal.ask"))
    if not is_pin(pin):
        raise PinRefused(words("technician.terminal.not_digits"))
    if is_guessable(pin):
        raise PinRefused(words("technician.terminal.guessable"))
    if ask(words("technician.terminal.again")) != pin:
        raise PinRefused(words("technician.terminal.differ"))
    return f'[technician]\npin_hash = "{hash_pin(pin, secrets.token_bytes(SALT_BYTES))}"'


def drawn_pin() -> str:
    """A PIN for one demonstration."""
    while is_guessable(pin := f"{secrets.randbelow(1_000_000):06d}"):
        pass
    return pin
