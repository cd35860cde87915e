"""The `blanks` command: how many numbered sheets are left, and a stack loaded by two persons.

Asks the kiosk that runs, which alone holds the book then; where none runs, opens the book itself.
Two members of staff are named by their numbers: who puts the sheets in, and who watches.
"""

from contextlib import closing

from config.model import KioskConfig
from config.words import Words
from kiosk.keeping.blanks import Blanks
from kiosk.keeping.cipher import KeyProblem, load_cipher
from kiosk.keeping.store import Now, Store, StoreProblem
from kiosk.licence.loading import answer
from kiosk.local_socket import SOCKET_NAME, Json, LineLost, MayNotAsk, NobodyListens, ask

LIMIT_S = 15.0


def blanks(config: KioskConfig, words: Words, question: Json, now: Now) -> tuple[str, int]:
    """What to print, and the exit code: 0 done, 1 not. question: see `loading.answer`."""
    directory = config.keeping.directory
    try:
        try:
            (said,) = [each for each in ask(directory / SOCKET_NAME, question, LIMIT_S) if each]
        except NobodyListens:
            cipher = load_cipher(config.keeping.key_file, make=config.simulation)
            with closing(Store(directory, cipher, now)) as store:
                book = Blanks(store)
                (said,) = answer(question, lambda do: do(book))
    except (LineLost, MayNotAsk, StoreProblem, KeyProblem, ValueError) as problem:
        return f"{words('blanks.not_reached')} {type(problem).__name__}: {problem}", 1
    if not said.get("ok"):
        return words(f"blanks.{said.get('why')}"), 1
    lines = [
        words("blanks.count", sheet=words(f"press.{sheet}"), **count)
        for sheet, count in said["count"].items()
    ]
    return "\n".join(lines), 0
