"""The person before the camera, and the shots for the card."""

from dataclasses import dataclass

from kiosk.visit.views.parts import Button, Frame


@dataclass(frozen=True, slots=True)
class FaceView:
    frame: Frame
    title: str
    hint: str
    icon: str
    progress: float
    label: str  # 演示画面：人像由程序生成
    seconds_left: str
    other_way: Button


@dataclass(frozen=True, slots=True)
class PhotoView:
    """The person before the camera in the frame of a card's photo. countdown: "3", "2", "1"."""

    frame: Frame
    name: str
    title: str
    hint: str
    also: str  # what else is to be put right, or how many were taken
    icon: str
    countdown: str
    label: str
    not_here: Button


@dataclass(frozen=True, slots=True)
class ShotsView:
    """The shots side by side, one of them chosen; their pictures are in the camera's preview."""

    frame: Frame
    name: str
    title: str
    lead: str
    shots: tuple[Button, ...]
    label: str
    secondary: Button
    primary: Button
