"""What may lie over any page, or stand in place of all."""

from dataclasses import dataclass

from kiosk.visit.views.parts import Band, Button, Frame, IconRow


@dataclass(frozen=True, slots=True)
class StillThereView:
    frame: Frame
    title: str
    lead: str
    seconds: int
    of_seconds: int
    unit: str
    reminder: str
    primary: Button


@dataclass(frozen=True, slots=True)
class HelpView:
    """帮助: how it looks, which language, sound, and who else helps."""

    frame: Frame
    title: str
    themes_title: str
    themes: tuple[Button, ...]
    languages_title: str
    languages: tuple[Button, ...]
    sound_title: str
    sounds: tuple[Button, ...]
    call: Band
    tell: Button | None  # 给 12345 留言, where there is a line to it
    person: Button | None  # a number for the window, where a visit can go on there
    primary: Button


@dataclass(frozen=True, slots=True)
class PausedView:
    """暂停服务: shut doors, three ways on, data cleared."""

    frame: Frame
    sign: tuple[str, str]
    title: str
    lead: str
    ways: tuple[IconRow, ...]
    note: str
    code: str
    banner: str = ""  # of an emergency stop, in place of title and lead
