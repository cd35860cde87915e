"""Client of the window's queue: a number, and the draft that it opens there without retyping.

Not known of any real queue and therefore ours: the format (`own_format`), the path and the fields,
which are those of the platform's own form (`documents.py`) where there are such.
"""

from config.model import PlatformConfig
from kiosk.case.letters import Draft, Letter
from kiosk.case.model import IdCard
from kiosk.platforms.own_format import OwnLine


class WindowPlatform:
    """A `kiosk.platforms.client.Taker`."""

    def __init__(self, config: PlatformConfig) -> None:
        self._line = OwnLine(config)
        self.close = self._line.close

    def deliver(self, letter: Letter) -> None:
        """The same draft again is harmless. Raises AskingEnded, LineProblem."""
        assert isinstance(letter, Draft)
        self._line.ask(
            "window/keep",
            {
                "number": letter.number,
                "matter": letter.matter,
                "reason": letter.reason,
                "terminal": letter.terminal,
                "card": None if letter.card is None else _card(letter.card),
                "answers": dict(letter.answers),
            },
        )


def _card(card: IdCard) -> dict[str, str]:
    return {
        "CARD_KIND": card.kind.value,
        "NAME": card.name,
        "ID_NO": card.number,
        "SEX_CODE": card.sex,
        "ETHNIC_CODE": card.ethnic,
        "BIRTH": card.birth.isoformat(),
        "HUKOU_ADDR": card.address,
        "ISSUING_AUTHORITY": card.issuer,
        "VALID_FROM": card.valid_from.isoformat(),
        "VALID_TO": card.valid_to.isoformat() if card.valid_to else "长期",
    }
