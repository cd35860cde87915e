"""Client of the remote desk: a person looks at the visitor and says whether this is the holder.

Not known of any real desk and therefore ours: the format (`own_format`) and the paths. How the
clerk and the visitor see and hear each other (video, telephone) is the desk's business; here are
the queue and the verdict only.
"""

import re

from config.model import PlatformConfig
from kiosk.platforms.client import NotUnderstood
from kiosk.platforms.own_format import OwnLine
from kiosk.questions import CallClerk, MyTurn, Place, Question

_VERDICTS = {"waiting": None, "yes": True, "no": False}


class ClerkPlatform:
    """A `kiosk.platforms.client.Client`."""

    def __init__(self, config: PlatformConfig) -> None:
        self._line = OwnLine(config)
        self.hang_up, self.close = self._line.hang_up, self._line.close

    def ask(self, question: Question) -> Place:
        match question:
            case CallClerk():
                told = self._line.ask(
                    "clerk/call",
                    {
                        "matter": question.matter,
                        "terminal": question.terminal,
                        "name": question.name,
                        "number": question.number,
                    },
                )
            case MyTurn():
                told = self._line.ask("clerk/turn", {"call": question.call})
            case _:
                raise AssertionError(f"no question for a clerk: {type(question).__name__}")
        call, ahead, verdict = told.get("call"), told.get("ahead"), told.get("verdict")
        if (
            not (isinstance(call, str) and re.fullmatch(r"[a-z0-9-]{1,32}", call, re.ASCII))
            or type(ahead) is not int
            or not 0 <= ahead <= 999
            or not (isinstance(verdict, str) and verdict in _VERDICTS)
        ):
            raise NotUnderstood("nonsense")
        return Place(call, ahead, _VERDICTS[verdict])

    def probe(self) -> None:
        self._line.ask("clerk/ping", {})
