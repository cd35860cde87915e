"""这张证件现在不能使用: the one page of whoever the register bars, whatever the reason.

Neutral, and the same for a death, a cancelled registration and a card that was reported lost: it
accuses nobody, and nobody who stands by learns why (domain.md §1 C14, §5.4 card_invalid).
"""

from kiosk.case.hours import window_note
from kiosk.effects import ClearFaces
from kiosk.events.touches import ContinuePressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Stay
from kiosk.visit.state import Facts, Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView


def turned_away(c: Context, step: Step, rule: str) -> Move:
    """To that page, in this state of the step that shows it; all that was learnt is gone."""
    told = c.audit("not_eligible", rule=rule)
    wiped = (ClearFaces(),) if c.facts.has_portrait else ()
    return Move(Stay(step), facts=Facts(), effects=(told, *wiped))


def barred(c: Context) -> NoticeView:
    words, identity = c.words, c.rules.config.identity
    return NoticeView(
        frame=frame_of(c, back=False),
        name="barred",
        title=words("barred.title"),
        lead=words("barred.lead"),
        rows=(
            IconRow(
                "account-outline",
                identity.window_in(words.language),
                window_note(c.rules, words, c.now),
            ),
            IconRow("phone", words("barred.phone", phone=identity.window_phone),
                    words("barred.phone_note")),
            IconRow("delete-clock-outline", words("barred.wiped"), words("barred.wiped_note")),
        ),
        primary=Button("noted", words("barred.noted"), ContinuePressed()),
    )  # fmt: skip
