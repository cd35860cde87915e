"""What happens after a submission, and by when; the same on the screen and on the slip."""

from dataclasses import dataclass

from config.matters import Matter
from config.words import Words
from kiosk.case.dates import day_or_days
from kiosk.case.hours import window_is_open, window_note
from kiosk.case.model import Case, PlatformReceipt
from kiosk.rules import Rules


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """What happens next. done True: already so."""

    when: str
    what: str
    done: bool


def timeline(
    rules: Rules, words: Words, matter: Matter, case: Case, receipt: PlatformReceipt | None
) -> tuple[TimelineRow, ...]:
    """Today, the review, the document; outside office hours also when people begin to look, and
    where the applicant has to go in between."""
    text = f"matter.{matter.code}."
    start = case.confirmed_at.date()
    rows = []
    if receipt is not None:
        rows.append(TimelineRow(words("next.today"), words("next.received"), True))
    else:
        rows.append(TimelineRow(words("next.today"), words("next.kept"), True))
        rows.append(TimelineRow(words("next.line_up"), words("next.sent_by_itself"), False))
    review = day_or_days(rules, words, start, matter.limits.review)
    what = words(text + "next_review")
    if not window_is_open(rules, case.confirmed_at):
        what += words("next.night", opens=window_note(rules, words, case.confirmed_at))
    rows.append(TimelineRow(review, what, False))
    if any(datum.name == "fingerprints" and datum.value == "pending" for datum in case.data):
        rows.append(TimelineRow(words("next.called"), words("next.fingerprints"), False))
    result = day_or_days(rules, words, start, case.promise_days)
    how = case.delivery.value if case.delivery else "result"
    rows.append(TimelineRow(result, words(text + f"next_{how}"), False))
    return tuple(rows)
