"""What the kiosk and its face process say to each other, a dataclass each.

Leaves how it travels to `wire`.
"""

from dataclasses import dataclass, field

# ---- to the face process ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message. What the process may know of the configuration."""

    source: str
    open_timeout_s: float
    read_timeout_s: float
    preview_fps: float
    simulation: bool
    photo_library: str = ""  # the path of the operator's, "" where there is none
    photo_call: str = ""
    photo_pixels: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """From the chip of a card."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Photo:
    """From the police, of somebody without a card."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StartCheck:
    """See `kiosk.ports.CheckFace`."""

    id: str
    limit_s: float
    actions: int
    action_s: float


@dataclass(frozen=True, slots=True)
class StartPhotos:
    """See `kiosk.ports.TakePhotos`."""

    id: str
    limit_s: float
    shots: int
    countdown_s: float
    same_person: bool


@dataclass(frozen=True, slots=True)
class TryCamera:
    """Open the camera, look at so many frames, close it."""

    id: str
    frames: int


@dataclass(frozen=True, slots=True)
class TryEngine:
    """Compute a vector whose value is known."""

    id: str


@dataclass(frozen=True, slots=True)
class StopCheck:
    """Of the command with this id nobody wants to know any more."""

    id: str


# ---- from the face process -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """The models are loaded."""

    engine: str


@dataclass(frozen=True, slots=True)
class Alive:
    """The next message comes within so many seconds, or something hangs."""

    within_s: float


@dataclass(frozen=True, slots=True)
class CameraSeen:
    """How the camera is now, for as long as nothing else is said. view: a `view.View`."""

    view: str


@dataclass(frozen=True, slots=True)
class Advice:
    id: str
    hint: str
    progress: float


@dataclass(frozen=True, slots=True)
class Scored:
    """liveness: a word of `kiosk.vocabulary.Liveness`."""

    id: str
    distance: float
    frames: int
    quality: float
    engine: str
    took_s: float
    liveness: str


@dataclass(frozen=True, slots=True)
class PhotoAdvice:
    """broken: words of `kiosk.case.card_photo.PhotoRule`."""

    id: str
    broken: list[str]
    seconds: int
    taken: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A finished photo for a card, as a file; travels as it is."""

    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShotsEnded:
    """All `Shot`s of the command came before it, in their order."""

    id: str
    best: int
    compared: bool
    took_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A check, or a round of shots, ended with nothing. code: a CompletionCode; reason: a word for
    the audit log."""

    id: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CameraTried:
    """fps, age_s, brightness, clipped: see `view.Figures`; zeros for a camera that is gone."""

    id: str
    view: str
    width: int = 0
    height: int = 0
    fps: float = 0.0
    age_s: float = 0.0
    brightness: float = 0.0
    clipped: float = 0.0


@dataclass(frozen=True, slots=True)
class EngineTried:
    """passed: the vector was the expected one."""

    id: str
    passed: bool
    took_s: float


Message = (
    Setup | Portrait | Photo | StartCheck | StartPhotos | StopCheck | TryCamera | TryEngine
    | Ready | Alive | CameraSeen | Advice | Scored | PhotoAdvice | Shot | ShotsEnded | Failed
    | CameraTried | EngineTried
)  # fmt: skip

KINDS: dict[str, type[Message]] = {
    kind.__name__: kind
    for kind in (
        *(Setup, StartCheck, StartPhotos, StopCheck, TryCamera, TryEngine),
        *(Ready, Alive, CameraSeen, Advice, Scored, PhotoAdvice, ShotsEnded, Failed),
        *(CameraTried, EngineTried),
    )
}
