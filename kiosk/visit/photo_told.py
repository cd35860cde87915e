"""What is shown while the photo for a card is taken: the announcement, the frame, the choice.

Which page when, and every decision, is the step's (`steps/card_photo.py`).
"""

from collections.abc import Sequence

from kiosk.case.card_photo import PhotoRule
from kiosk.events.touches import ContinuePressed, RefusePressed, RetakePressed, ShotPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context
from kiosk.visit.views.camera import PhotoView, ShotsView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView

ICONS = {
    PhotoRule.PERSON: "eye-outline",
    PhotoRule.ALONE: "account-outline",
    PhotoRule.SAME_PERSON: "account-check-outline",
    PhotoRule.NEAR: "arrow-expand-all",
    PhotoRule.INSIDE: "arrow-collapse-all",
    PhotoRule.LIGHT: "lightbulb-on-outline",
    PhotoRule.GLARING: "arrow-collapse-all",
    PhotoRule.BACKGROUND: "blinds",
    PhotoRule.EYES_SEEN: "sunglasses",
    PhotoRule.GLASSES: "glasses",
    PhotoRule.FACE_FREE: "face-mask-outline",
    PhotoRule.STRAIGHT: "face-man-outline",
    PhotoRule.EYES_OPEN: "eye-outline",
    PhotoRule.MOUTH_CLOSED: "emoticon-neutral-outline",
    PhotoRule.CLOTHES: "tshirt-crew-outline",
    PhotoRule.HAIR: "hair-dryer-outline",
    PhotoRule.FACE_SIZE: "face-man-outline",
    PhotoRule.STILL: "hand-back-left-outline",
}
WELL = "check"


def announcement(c: Context) -> NoticeView:
    words = c.words
    rows = (("sit", "face-man-outline"), ("kept", "lock-outline"))
    return NoticeView(
        frame=frame_of(c),
        name="card_photo",
        title=words("photo.title"),
        lead=words("photo.lead"),
        rows=tuple(
            IconRow(icon, words(f"photo.{name}"), words(f"photo.{name}_note"))
            for name, icon in rows
        ),
        secondary=Button("not-here", words("photo.not_here"), RefusePressed()),
        primary=Button("begin", words("photo.begin"), ContinuePressed()),
        picture="id_card",
    )


def live(c: Context, broken: Sequence[PhotoRule], seconds: int, taken: int) -> PhotoView:
    """Broken rules, the worst first; what is well counts down."""
    words = c.words
    hint, icon, also = words("photo.well"), WELL, ""
    if broken:
        worst, *rest = broken
        hint, icon = words(f"photo.advice.{worst.value}"), ICONS[worst]
        also = words("photo.also", what=words(f"photo.advice.{rest[0].value}")) if rest else ""
    elif taken:
        also = words("photo.taken", taken=taken, shots=c.rules.config.card_photo.shots)
    return PhotoView(
        frame=frame_of(c),
        name="photo",
        title=words("photo.live"),
        hint=hint,
        also=also,
        icon=icon,
        countdown=str(seconds) if seconds else "",
        label=words("face.generated" if c.rules.config.simulation else "photo.only_chosen"),
        not_here=Button("not-here", words("photo.not_here"), RefusePressed()),
    )


def choice(c: Context, shots: int, chosen: int, *, again: bool) -> ShotsView:
    """again: another round makes sense."""
    words = c.words
    return ShotsView(
        frame=frame_of(c),
        name="photo_choice",
        title=words("photo.choose"),
        lead=words("photo.choose_lead"),
        shots=tuple(
            Button(
                f"shot-{number}",
                words("photo.this" if number == chosen else "photo.shot", number=number + 1),
                ShotPressed(number),
                selected=number == chosen,
            )
            for number in range(shots)
        ),
        label=words("face.generated" if c.rules.config.simulation else "photo.only_chosen"),
        secondary=Button("retake", words("photo.retake"), RetakePressed())
        if again
        else Button("not-here", words("photo.not_here"), RefusePressed()),
        primary=Button("continue", words("photo.use"), ContinuePressed()),
    )


def not_taken(c: Context, why: str, *, again: bool) -> NoticeView:
    """why: a key of the texts `photo.not_taken.<why>`. again: as for the choice."""
    words = c.words
    after, icon = ("goes_on", "check")
    if c.facts.supplement is not None:
        after, icon = ("stays", "information-outline")
    go_on = Button("continue", words("photo.go_on"), ContinuePressed())
    if again:
        go_on = Button("not-here", words("photo.not_here"), RefusePressed())
    return NoticeView(
        frame=frame_of(c),
        name="no_photo",
        title=words(f"photo.not_taken.{why}"),
        lead=words(f"photo.not_taken.{why}_lead"),
        rows=(
            IconRow("map-marker-outline", words("photo.where"), words("photo.where_note")),
            IconRow(icon, words(f"photo.{after}"), words(f"photo.{after}_note")),
        ),
        secondary=go_on if again else None,
        primary=Button("again", words("photo.again"), RetakePressed()) if again else go_on,
        picture="id_card",
    )
