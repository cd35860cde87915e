"""What is shown while a licence is printed: the question before, what is under way, the look after.

Which page when, and every decision, is the step's (`steps/press.py`).
"""

from collections.abc import Sequence

from kiosk.events.touches import ContinuePressed, DeclinePressed, UnclearPressed
from kiosk.licence.blanks import Sheet
from kiosk.licence.sealed import Licence
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView

WHAT_NEXT = (
    ("hang", "store-outline"),
    ("report", "calendar-clock"),
    ("change", "pencil-outline"),
)
"""What to do with a licence, told while its sheets are printed and on the slip: texts and icons."""


def licence_of(c: Context) -> Licence:
    """The one that is printed."""
    assert c.facts.licence is not None
    return c.facts.licence


def under_way(c: Context, sheet: Sheet, progress: float) -> BusyView:
    """sheet: the one that comes now. progress: share of the sheets that are out."""
    return BusyView(
        frame_of(c, back=False, leave=False),
        "pressing",
        c.words("press.printing", sheet=c.words(f"press.{sheet.value}")),
        c.words("press.printing_lead"),
        progress=progress,
        rows=_worth_knowing(c),
        picture="licence",
    )


def _worth_knowing(c: Context) -> tuple[IconRow, ...]:
    """What to look at when the sheets are out, and what to do with them: read while they print."""
    words = c.words
    return (
        IconRow("eye-outline", words("press.look"), words("press.look_at")),
        *(
            IconRow(icon, words(f"printed.next_{each}_when"), words(f"printed.next_{each}"))
            for each, icon in WHAT_NEXT
        ),
    )


def confirm(c: Context) -> NoticeView:
    words, licence = c.words, licence_of(c)
    return NoticeView(
        frame=frame_of(c, back=False),
        name="press_confirm",
        title=words("press.title"),
        lead="",
        rows=(
            IconRow("store-outline", licence.name, licence.uscc),
            IconRow("printer-outline", words("press.sheets"), words("press.free")),
        ),
        secondary=Button("leave-it", words("press.not_now"), DeclinePressed()),
        primary=Button("print", words("press.print"), ContinuePressed()),
        picture="licence",
    )


def out(c: Context) -> NoticeView:
    words = c.words
    return NoticeView(
        frame=frame_of(c, back=False),
        name="no_blanks",
        title=words("press.out"),
        lead=words("press.out_lead"),
        rows=(
            IconRow("cellphone", words("licences.electronic"), words("licences.electronic_note")),
            IconRow("truck-delivery-outline", words("press.by_post"), words("press.by_post_note")),
        ),
        secondary=Button("leave-it", words("press.not_now"), DeclinePressed()),
        primary=Button("window", words("press.window"), ContinuePressed()),
        picture="licence",
    )


def look(c: Context, *, again: bool) -> NoticeView:
    words = c.words
    return NoticeView(
        frame=frame_of(c, back=False, leave=False),
        name="press_look",
        title=words("press.take"),
        lead=words("press.take_again" if again else "press.take_lead"),
        secondary=Button("unclear", words("press.unclear"), UnclearPressed(None)),
        primary=Button("clear", words("press.clear"), ContinuePressed()),
        picture="licence",
    )


def which(c: Context, done: Sequence[tuple[Sheet, str]]) -> ChoiceView:
    words = c.words
    return ChoiceView(
        frame=frame_of(c, back=False, leave=False),
        name="unclear",
        title=words("press.which"),
        lead=words("press.which_lead"),
        choices=(
            *(
                Button(
                    f"unclear-{sheet.value}",
                    words(f"press.{sheet.value}"),
                    UnclearPressed(sheet),
                    icon="file-remove-outline",
                    note=serial,
                )
                for sheet, serial in done
            ),
            Button("all-clear", words("press.all_clear"), ContinuePressed(), icon="check"),
        ),
        picture="licence",
    )
