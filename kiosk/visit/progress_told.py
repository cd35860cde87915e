"""Where a case is, as its holder is told: the page, and the notice that fits its state.

The platform's record counts; a kiosk adds the day until which the answer is due and its lamp, what
is still to be handed in and where, the remedies against a refusal, and what comes next. The notices
(受理, 补正, 容缺受理, 不予受理) say what the platform said, and name nobody: whoever holds the slip
may ask, and is not asked who they are.
"""

from config.matters import Matter
from config.slips import SlipKind
from kiosk.case.clocks import Clock, Lamp, clock_of
from kiosk.case.dates import long_date, short_date
from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import Lacking, SlipFacts
from kiosk.case.slips import grouped_projid
from kiosk.case.states import CaseState
from kiosk.case.timeline import TimelineRow
from kiosk.events.touches import ContinuePressed, HandInPressed, PrintListPressed
from kiosk.ports import Slip
from kiosk.questions import WhereCaseIs
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView

NOTICES: dict[CaseState, SlipKind] = {
    CaseState.ACCEPTED: "acceptance",
    CaseState.TO_SUPPLEMENT: "supplement",
    CaseState.TOLERANT: "tolerance",
    CaseState.NOT_ACCEPTED: "not_accepted",
}
"""The notice that the law wants of a state (行政许可法 art. 32); of any other, the 进度单."""


def matter_of(c: Context, found: WhereCaseIs) -> Matter | None:
    """The case's matter here; None for one that this kiosk does not know."""
    fitting = (m for m in c.rules.matters.values() if m.service_code == found.service)
    return next((matter for matter in fitting if not matter.supplements), None)


def completed_by(c: Context, found: WhereCaseIs) -> tuple[Matter, tuple[str, ...]] | None:
    """The matter that hands in here what is open, and what of it; None: only the window does.

    What was asked for (补正) comes all at once; what is owed (容缺) may come one by one.
    """
    of, open_items = matter_of(c, found), found.progress.open_items
    for matter in c.rules.matters.values():
        if of is None or of.code not in matter.supplements or matter.here != "done":
            continue
        gives = {material.name for material in matter.material}
        here = tuple(item for item in open_items if dict(found.materials).get(item) in gives)
        all_at_once = found.progress.state is CaseState.TO_SUPPLEMENT
        off = c.rules.switched_off(matter.code, c.now) is not None
        if here and not off and (here == open_items or not all_at_once):
            return matter, here
    return None


def clock(c: Context, found: WhereCaseIs) -> Clock | None:
    """Which limit runs; None where none does."""
    matter = matter_of(c, found)
    promised = matter.limits.promised if matter else 0
    return clock_of(found.progress, promised, c.rules.calendar, c.today)


def is_over(c: Context, running: Clock) -> bool:
    return running.deemed_accepted or (running.due is not None and c.today > running.due)


def slip(c: Context, found: WhereCaseIs, password: str) -> Slip:
    progress, matter = found.progress, matter_of(c, found)
    kind: SlipKind = NOTICES.get(progress.state, "progress") if matter else "progress"
    last, refusal, asked = progress.turns[-1], progress.refusal, progress.asked_for
    if kind == "supplement" and last.due is None:
        kind = "progress"  # that notice names a day
    facts = SlipFacts(
        at=c.now,
        matter=matter or c.matter,
        number=grouped_projid(found.projid),
        code=f"BDY:PROJID:{found.projid}:{password}",
        accepted=progress.since if kind in ("acceptance", "tolerance") else None,
        fee_fen=matter.fee.fen if matter else None,
        next=(_next(c, found, has_slip=True),),
        lacking=tuple(Lacking(item, asked.due if asked else None) for item in progress.open_items),
        reason=(refusal.reason,) if refusal else (),
        values={
            "state": c.words(f"progress.state.{progress.state.value}"),
            "day": long_date(c.words, last.due) if last.due else "",
        },
    )
    return make_slip(c.rules, c.words, kind, facts, c.command_id("progress"))


def name_of(c: Context, found: WhereCaseIs) -> str:
    matter = matter_of(c, found)
    return c.words(f"matter.{matter.code}.name" if matter else "progress.other_matter")


def state_of(c: Context, found: WhereCaseIs) -> str:
    return c.words(f"progress.state.{found.progress.state.value}")


def since(c: Context, found: WhereCaseIs) -> str:
    return c.words("progress.since", day=long_date(c.words, found.progress.since))


def rows(c: Context, found: WhereCaseIs, *, has_slip: bool = False) -> tuple[IconRow, ...]:
    """Number, state, what is lacking, why not, and what comes next.

    has_slip: its password is known, without which nothing can be handed in.
    """
    words, progress = c.words, found.progress
    rows = [
        IconRow("identifier", grouped_projid(found.projid), name_of(c, found)),
        IconRow("calendar-check-outline", state_of(c, found), since(c, found)),
    ]
    if progress.open_items:
        rows.append(IconRow("file-alert-outline", _lacking(c, found), words("progress.lacking")))
    if reason := _reason(found):
        rows.append(IconRow("information-outline", words("slip.reason"), reason))
    upcoming = _next(c, found, has_slip)
    rows.append(IconRow("arrow-right", upcoming.what, upcoming.when))
    return tuple(rows)


def page(c: Context, found: WhereCaseIs, *, printed: bool, has_slip: bool) -> NoticeView:
    words, progress = c.words, found.progress
    return NoticeView(
        frame=frame_of(c),
        name="progress",
        title=state_of(c, found),
        lead=words("progress.by_platform"),
        rows=rows(c, found, has_slip=has_slip),
        paragraphs=(words("slip.remedies_text"),) if progress.has_remedies else (),
        secondary=None
        if printed or not has_slip  # the code on it has the password
        else Button("print", words("progress.print"), PrintListPressed(), icon="printer-outline"),
        primary=Button("noted", words("progress.noted"), ContinuePressed())
        if completed_by(c, found) is None or not has_slip
        else Button("hand-in", words("progress.hand_in"), HandInPressed()),
    )


def _lacking(c: Context, found: WhereCaseIs) -> str:
    return c.words("diagnose.comma").join(found.progress.open_items)


def _reason(found: WhereCaseIs) -> str:
    refusal = found.progress.refusal
    return refusal.reason if refusal else found.progress.turns[-1].reason


def _next(c: Context, found: WhereCaseIs, has_slip: bool) -> TimelineRow:
    what = c.words(f"progress.next.{found.progress.state.value}")
    if has_slip and completed_by(c, found) is not None:
        what = c.words("progress.next_here")
    return TimelineRow(_when(c, found), what, done=False)


def _when(c: Context, found: WhereCaseIs) -> str:
    """Until when the answer is due, with its lamp; the number of days where no day is known."""
    words, running = c.words, clock(c, found)
    if running is None:
        return words("progress.then")
    if running.due is None:
        return words("days.within", days=running.days)
    by = words("days.before", day=short_date(words, running.due))
    if is_over(c, running):
        return words("progress.over", by=by)
    soon = running.lamp in (Lamp.YELLOW, Lamp.RED)
    return words("progress.soon", by=by) if soon else by
