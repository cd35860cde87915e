"""What is shown until it is found where a case is: scan, question, choice among several, trouble.

Which page when is the step's (`steps/progress.py`); what was found: `progress_told`.
"""

from kiosk.events.touches import CasePressed, ContinuePressed, DeclinePressed
from kiosk.questions import WhereCaseIs
from kiosk.visit import progress_told
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView


def busy(c: Context) -> BusyView:
    words = c.words
    return BusyView(
        frame_of(c), "asking_progress", words("progress.checking"), words("code.checking_lead")
    )


def which(c: Context, cases: tuple[WhereCaseIs, ...]) -> ChoiceView:
    return ChoiceView(
        frame=frame_of(c),
        name="my_cases",
        title=c.words("progress.which"),
        lead=c.words("progress.which_lead"),
        choices=tuple(
            Button(
                f"case-{case.projid}",
                progress_told.name_of(c, case),
                CasePressed(case.projid),
                icon="file-document-outline",
                note=progress_told.state_of(c, case)
                + c.words("hours.then")
                + progress_told.since(c, case),
            )
            for case in cases
        ),
    )


def trouble(c: Context, why: str) -> NoticeView:
    words = c.words
    again = "again" if why in ("wrong", "down") else "another"
    return NoticeView(
        frame=frame_of(c),
        name="progress_trouble",
        title=words("progress.not_found"),
        lead=words(f"progress.trouble.{why}"),
        rows=(IconRow("phone", words("register.ask"), words("progress.ask_note")),),
        secondary=Button("another", words("progress.another"), DeclinePressed())
        if again == "again"
        else None,
        primary=Button(again, words(f"progress.{again}"), ContinuePressed()),
    )


def scan(c: Context, *, asked: bool, trouble: str) -> NoticeView:
    words = c.words
    lead = f"progress.trouble.{trouble}" if trouble else "progress.lead"
    return NoticeView(
        frame=frame_of(c),
        name="scan_slip",
        title=words("progress.checking" if asked else "progress.title"),
        lead=words("code.checking_lead" if asked else lead),
        rows=(
            IconRow("receipt-text-outline", words("progress.where"), words("progress.where_note")),
            IconRow("qrcode-scan", words("code.hold"), words("code.hold_note")),
            IconRow(
                "card-account-details-outline",
                words("progress.lost"),
                words("progress.lost_note"),
            ),
        ),
    )
