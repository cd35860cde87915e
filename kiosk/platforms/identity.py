"""Client of the identity platform: whose one-time code is this (浙里办, 电子身份证, 网证)?

Not known of the real platforms and therefore ours: the whole format (`own_format`), the code itself
(`config/codes.toml`, identity_qr) and the paths. Known is what they do: the code is exchanged once,
within about a minute, for the citizen's number and name.
"""

from config.model import PlatformConfig
from kiosk.case.id_number import check_digit_is_right
from kiosk.platforms.client import NotUnderstood
from kiosk.platforms.own_format import OwnLine
from kiosk.platforms.reading import NAME, text
from kiosk.questions import CodeHolder, Question, WhoShowsCode


class IdentityPlatform:
    """A `kiosk.platforms.client.Client`."""

    def __init__(self, config: PlatformConfig) -> None:
        self._line = OwnLine(config)
        self.hang_up, self.close = self._line.hang_up, self._line.close

    def ask(self, question: Question) -> CodeHolder:
        assert isinstance(question, WhoShowsCode)
        told = self._line.ask("identity/exchange", {"code": question.code})
        number, name = told.get("number", ""), told.get("name", "")
        try:
            if not (check_digit_is_right(text(number)) and text(name, NAME)):
                raise ValueError
        except ValueError:
            raise NotUnderstood("nonsense") from None
        return CodeHolder(number, name)

    def probe(self) -> None:
        self._line.ask("identity/ping", {})
