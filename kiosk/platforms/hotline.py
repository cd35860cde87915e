"""Client of 12345: a word about this kiosk or a matter, under a number to ask with.

Not known of the real platform and therefore ours: the format (`own_format`), the path, the fields
and the topics. Nothing in it says who told it.
"""

from config.model import PlatformConfig
from kiosk.case.letters import Letter, Message
from kiosk.platforms.own_format import OwnLine


class HotlinePlatform:
    """A `kiosk.platforms.client.Taker`."""

    def __init__(self, config: PlatformConfig) -> None:
        self._line = OwnLine(config)
        self.close = self._line.close

    def deliver(self, letter: Letter) -> None:
        """The same message again is harmless. Raises AskingEnded, LineProblem."""
        assert isinstance(letter, Message)
        self._line.ask(
            "hotline/tell",
            {
                "number": letter.number,
                "topic": letter.topic,
                "matter": letter.matter,
                "terminal": letter.terminal,
                "at": letter.at.isoformat(timespec="seconds"),
            },
        )
