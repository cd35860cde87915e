"""The pages of a technician's errands: the test card, the exported log, the restart. Pure."""

from config.words import Words
from kiosk.diagnosis_report import seen
from kiosk.events.technician import LogExported, LogNotExported, RestartConfirmed, TryCardPressed
from kiosk.events.touches import BackPressed, ContinuePressed
from kiosk.rules import Rules
from kiosk.technician.state import LogTold, TryingCard
from kiosk.technician.way_in import staff_frame
from kiosk.visit.state import State
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView


def trying_card(rules: Rules, state: State, words: Words, page: TryingCard) -> NoticeView:
    text = "technician.card."
    rows: list[IconRow] = []
    if page.how in ("read", "other_kind"):
        kind = words(f"{text}kind.{page.detail}")
        rows.append(IconRow("card-account-details-outline", kind, words(text + "kind_note")))
    if page.how == "read":
        portrait = "portrait" if page.portrait else "no_portrait"
        note = words(f"{text}{portrait}_note")
        rows.append(IconRow("account-box-outline", words(text + portrait), note))
    if page.how in ("unreadable", "failed"):
        reason = seen(page.detail, words)
        rows.append(IconRow("information-outline", reason, words(text + "reason_note")))
    done = page.how in ("read", "other_kind", "failed")
    again = Button("try-again", words(text + "again"), TryCardPressed()) if done else None
    return NoticeView(
        frame=staff_frame(rules, state, words, "card"),
        name="technician_card",
        title=words(text + page.how),
        lead=words(f"{text}{page.how}_lead"),
        rows=tuple(rows),
        secondary=again,
        primary=Button("to-board", words("technician.to_board"), ContinuePressed()),
        picture="id_card",
    )


def exporting(rules: Rules, state: State, words: Words) -> BusyView:
    return BusyView(
        staff_frame(rules, state, words, "log", back=False),
        "technician_exporting",
        words("technician.log.exporting"),
        words("technician.log.exporting_lead"),
    )


def log_told(rules: Rules, state: State, words: Words, page: LogTold) -> NoticeView:
    text = "technician.log."
    match page.told:
        case LogExported() as done:
            where = "stick" if done.on_stick else "disk"
            folder, _, file = done.file.rpartition("/")
            whole = "whole" if done.whole else "broken"
            rows: tuple[IconRow, ...] = (
                IconRow("file-document-outline", file, words(text + where, folder=folder)),
                IconRow(
                    "counter", words(text + "entries", count=done.entries), words(text + whole)
                ),
            )
            if not done.on_stick:
                hint = words(text + "stick_hint_note")
                rows += (IconRow("usb-flash-drive-outline", words(text + "stick_hint"), hint),)
            how = "done"
        case LogNotExported(reason=reason):
            rows = (IconRow("information-outline", seen(reason, words), words(text + "not_note")),)
            how = "not_done"
    return NoticeView(
        frame=staff_frame(rules, state, words, "log"),
        name="technician_log",
        title=words(text + how),
        lead=words(f"{text}{how}_lead"),
        rows=rows,
        primary=Button("to-board", words("technician.to_board"), ContinuePressed()),
    )


def asking_restart(rules: Rules, state: State, words: Words) -> ChoiceView:
    text = "technician.restart."
    return ChoiceView(
        frame=staff_frame(rules, state, words, "restart"),
        name="technician_restart",
        title=words(text + "title"),
        lead=words(text + "lead"),
        choices=(
            Button("restart-now", words(text + "now"), RestartConfirmed(), icon="restart",
                   note=words(text + "now_note")),
            Button("restart-not", words(text + "not"), BackPressed(), icon="arrow-left",
                   note=words(text + "not_note")),
        ),
    )  # fmt: skip


def restarting(rules: Rules, state: State, words: Words) -> BusyView:
    return BusyView(
        staff_frame(rules, state, words, "restart", back=False, leave=False),
        "technician_restarting",
        words("technician.restart.going"),
        words("technician.restart.going_lead"),
    )
