"""What is asked of the book of blank licences from outside a visit: count it, load a stack."""

from collections.abc import Callable, Generator, Mapping

from kiosk.keeping.blanks import BlankRefused, Blanks
from kiosk.keeping.store import StoreProblem
from kiosk.licence.blanks import BlankCount, Sheet
from kiosk.local_socket import Json

WithBlanks = Callable[[Callable[[Blanks], Json]], Json]
"""Has something done with the book, wherever it is."""


def answer(question: Json, with_blanks: WithBlanks) -> Generator[Json, None, None]:
    """One line: `count` of each kind of sheet, or `why` not, a code.

    {"ask": "blanks"}; with "load": {first, last, loader, witness} a stack is loaded before.
    """
    load = question.get("load")
    names = {"first", "last", "loader", "witness"}
    if load is not None and (not isinstance(load, dict) or load.keys() != names):
        yield {"ok": False, "why": "question"}
        return

    def do(book: Blanks) -> Json:
        if load is not None:
            book.load(*(str(load[name]) for name in ("first", "last", "loader", "witness")))
        return {"ok": True, "count": _told(book.count())}

    try:
        yield with_blanks(do)
    except BlankRefused as refusal:
        yield {"ok": False, "why": str(refusal)}
    except StoreProblem:
        yield {"ok": False, "why": "store"}


def _told(counts: Mapping[Sheet, BlankCount]) -> Json:
    return {
        sheet.value: {
            "loaded": count.loaded,
            "printed": count.printed,
            "spoiled": count.spoiled,
            "remaining": count.remaining,
        }
        for sheet, count in counts.items()
    }
