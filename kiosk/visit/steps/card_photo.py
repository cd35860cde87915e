"""制证照: three shots for the card, each taken by itself when nothing is wrong (GA/T 461); the one
that is chosen goes with the case.

It is not the face check: that keeps nothing, and this is what the citizen asks to hand in. Whoever
passed the face check a moment ago is the one who must be on it, so the face process ends after this
step and not before. Never a dead end (domain.md §2.1): who does not want to, or cannot, goes on,
and 照片待采集 is in the case and on the slip; it can be taken at a kiosk later, in a matter that
hands in nothing else, and who cannot then either is shown the window.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from config.model import CardPhotoConfig
from kiosk.case.card_photo import CardPhoto, PhotoRule
from kiosk.case.identity import camera_may_open
from kiosk.case.model import Datum, Source
from kiosk.effects import Audit, ClearFaces, Effect, StartPhotos, StopPhotos
from kiosk.events import Event
from kiosk.events.devices import Completed, PhotoHint
from kiosk.events.touches import ContinuePressed, RefusePressed, RetakePressed, ShotPressed
from kiosk.ports import PhotosTaken
from kiosk.visit import photo_told
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.state import Facts, Step
from kiosk.visit.views import View
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import CompletionCode, Device

NEEDS: tuple[Device, ...] = ()  # without a camera the police take it
WAITS = True

DATUM, REFERENCE = "photo", "photo_ref"
TAKEN, PENDING = "taken", "pending"  # 待采集
BY_FACE = "face"


@dataclass(frozen=True, slots=True)
class Announcing(Step):
    """What is about to happen, and who must be on it; the camera is off."""

    kind: ClassVar[str] = "card_photo"


@dataclass(frozen=True, slots=True)
class Posing(Step):
    """rounds: this one included. broken, seconds, taken: as the face process told last."""

    kind: ClassVar[str] = "card_photo"
    command: str
    rounds: int
    broken: tuple[PhotoRule, ...] = (PhotoRule.PERSON,)
    seconds: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Choosing(Step):
    kind: ClassVar[str] = "card_photo"
    shots: tuple[CardPhoto, ...] = field(repr=False)
    chosen: int
    rounds: int


@dataclass(frozen=True, slots=True)
class NotTaken(Step):
    """why: a key of the texts `photo.not_taken.<why>`. again: whether another round makes sense."""

    kind: ClassVar[str] = "card_photo"
    why: str
    rounds: int
    again: bool


def can_return(c: Context) -> bool:
    return False  # whoever passed the face check is known no more


def enter(c: Context) -> Move:
    if c.facts.data.get(DATUM) is not None:
        return Move(Next())
    birth = c.facts.birth
    if birth is None or not camera_may_open(birth, c.today):
        return _postponed(c, "minor")
    return Move(Stay(Announcing()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match step, event:
        case Announcing(), ContinuePressed():
            agreed = c.audit("consent_given", purpose="card_photo")
            return _pose(c, 1, agreed)
        case ((Announcing() | Posing() | Choosing() | NotTaken()), RefusePressed()):
            why = step.why if isinstance(step, NotTaken) else "declined"
            return _postponed(c, why)
        case NotTaken(again=False, why=why), ContinuePressed():
            return _postponed(c, why)
        case NotTaken(rounds=rounds), RetakePressed() if step.again:
            return _pose(c, rounds + 1)
        case Posing(), _:
            return _posing(c, step, event)
        case Choosing(shots=shots), ShotPressed(number=number) if 0 <= number < len(shots):
            return Move(Stay(replace(step, chosen=number)))
        case Choosing(rounds=rounds), RetakePressed() if rounds < _limits(c).rounds:
            return _pose(c, rounds + 1)
        case Choosing(), ContinuePressed():
            return _chosen(c, step)
        case _:
            return None


def _limits(c: Context) -> CardPhotoConfig:
    return c.rules.config.card_photo


def _pose(c: Context, rounds: int, *effects: Effect) -> Move:
    limits = _limits(c)
    limit_s = stretched_s(c.rules, c.state, limits.limit_s)
    command = c.command_id(f"photo{rounds}")
    known = c.facts.identity_way == BY_FACE
    start = StartPhotos(command, limit_s, limits.shots, limits.countdown_s, known)
    return Move(Stay(Posing(command, rounds)), effects=(*effects, start))


def _posing(c: Context, step: Posing, event: Event) -> Move | None:
    match event:
        case PhotoHint(broken=broken, seconds=seconds, taken=taken):
            return Move(Stay(replace(step, broken=broken, seconds=seconds, taken=taken)))
        case Completed(id=id, code=CompletionCode.SUCCESS, result=PhotosTaken() as result) if (
            id == step.command
        ):
            audit = c.audit(
                "card_photos_taken",
                shots=len(result.shots),
                round=step.rounds,
                compared="face" if result.compared else "nobody",
                took_s=round(result.took_s, 3),
            )
            choosing = Choosing(result.shots, result.best, step.rounds)
            return Move(Stay(choosing), effects=(audit,))
        case Completed(id=id, code=CompletionCode.TIME_OUT) if id == step.command:
            worst = step.broken[0].value if step.broken else "none"
            again = step.rounds < _limits(c).rounds
            return _not_taken(c, step, "unseen", again, worst)
        case Completed(id=id, code=CompletionCode.CANCELED) if id == step.command:
            return None
        case Completed(id=id, code=code) if id == step.command:
            return _not_taken(c, step, "camera", False, code.value)
        case _:
            return None


def _not_taken(c: Context, step: Posing, why: str, again: bool, reason: str) -> Move:
    audit = c.audit("card_photo_unavailable", why=reason, round=step.rounds)
    return Move(Stay(NotTaken(why, step.rounds, again)), effects=(audit,))


def _chosen(c: Context, step: Choosing) -> Move:
    photo = step.shots[step.chosen]
    told = Datum(DATUM, TAKEN, Source.TERMINAL), Datum(REFERENCE, photo.sha256, Source.TERMINAL)
    facts = replace(c.facts.told(*told), photo=photo)
    audit = c.audit("card_photo_chosen", sha256=photo.short)
    return _done(c, facts, audit)


def _postponed(c: Context, why: str) -> Move:
    if c.facts.supplement is not None:  # there is nothing else to hand in
        return _to_window(c, why)
    facts = c.facts.told(Datum(DATUM, PENDING, Source.TERMINAL))
    return _done(c, facts, c.audit("card_photo_pending", why=why))


def _to_window(c: Context, why: str) -> Move:
    """The photo is all that this visit is for; it stays owed, and the police take it."""
    ended = (ClearFaces(),) if c.facts.has_portrait else ()
    pending = c.audit("card_photo_pending", why=why)
    return Move(Detour(SeekingHelp("materials")), effects=(pending, *ended))


def _done(c: Context, facts: Facts, audit: Audit) -> Move:
    """The face process ends: with it go portrait, frames, and the shots that were not chosen."""
    ended = (ClearFaces(),) if facts.has_portrait else ()  # else by `leave`
    return Move(Next(), facts=facts, effects=(audit, *ended))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    """Without a portrait nobody else ends what has looked at this visitor, whichever way they go;
    with one the end of the visit does, and whoever only goes back may still be known."""
    if isinstance(step, Posing):
        yield StopPhotos(step.command)
    if not isinstance(step, Announcing) and not c.facts.has_portrait:
        yield ClearFaces()


def view(c: Context, step: Step) -> View:
    match step:
        case Posing(broken=broken, seconds=seconds, taken=taken):
            return photo_told.live(c, broken, seconds, taken)
        case Choosing(shots=shots, chosen=chosen, rounds=rounds):
            return photo_told.choice(c, len(shots), chosen, again=rounds < _limits(c).rounds)
        case NotTaken(why=why, again=again):
            return photo_told.not_taken(c, why, again=again)
        case _:
            return photo_told.announcement(c)
