"""What a technician prints: the slip by which a new roll is judged, and the readiness report.

Never personal data: states, counts and the begin of a hash.
"""

from kiosk.case.slip_elements import slip_foot, slip_head, slip_time
from kiosk.diagnosis import Grade
from kiosk.ports import Pair, QrCode, Rule, Slip, SlipPart, TextLine
from kiosk.rules import Rules
from kiosk.technician.items import items
from kiosk.technician.state import Maintenance
from kiosk.version import version
from kiosk.visit.state import State

HEAD_SHOWN = 16  # of the 64 digits of a hash: enough to compare by eye


def trial_slip(rules: Rules, state: State, place: Maintenance, number: str) -> Slip:
    """Every way in which a slip is printed, once: sizes, weight, columns, rule, QR code."""
    words = rules.words[state.preferences.language]
    text = "technician.test_slip."
    parts: list[SlipPart] = [
        *slip_head(rules, words, words(text + "title")),
        *(TextLine(line) for line in words.lines(text + "lines")),
        TextLine(words(text + "bold"), bold=True),
        TextLine(words(text + "right"), align="right"),
        Rule(),
        Pair(words("slip.number"), number),
        Pair(words("slip.time"), slip_time(words, state.now)),
        QrCode(f"BDY:TEST:{number}"),
        TextLine(words(text + "judge"), align="center"),
        *slip_foot(rules, words),
    ]
    return Slip("test", number, tuple(parts))


def readiness_slip(rules: Rules, state: State, place: Maintenance, number: str) -> Slip:
    """How this kiosk is, for the folder of the zone: signed by whoever hands it back."""
    words = rules.words[state.preferences.language]
    text = "technician.report."
    lines = items(rules, state, place)
    open_points = sum(line.needs_somebody for line in lines)
    untested = sum(line.grade is Grade.NOT_RUN for line in lines)
    if open_points:
        conclusion = words(text + "open", count=open_points)
    elif untested:
        conclusion = words(text + "untested", count=untested)
    else:
        conclusion = words(text + "ready")
    parts: list[SlipPart] = [
        *slip_head(rules, words, words(text + "title")),
        TextLine(conclusion, bold=True),
        Rule(),
        Pair(words(text + "terminal"), rules.config.identity.terminal),
        Pair(words("slip.time"), slip_time(words, state.now)),
        Pair(words(text + "version"), version()),
        Rule(),
    ]
    for line in lines:
        how = words(f"technician.grade.{line.grade.value}")
        if line.attention is not None:
            how = words("technician.report.fault", grade=how, code=line.attention.code)
        parts.append(Pair(words(f"technician.item.{line.name}"), how))
    paper = words("technician.unknown")
    if place.paper is not None:
        paper = words(
            "technician.paper_left", metres=f"{place.paper.mm / 1000:.0f}", slips=place.paper.slips
        )
    waiting = words("technician.unknown")
    if place.waiting is not None:
        waiting = words("technician.cases", count=place.waiting)
    parts += [
        Rule(),
        Pair(words(text + "paper"), paper),
        Pair(words(text + "waiting"), waiting),
        Pair(words(text + "head"), place.head[:HEAD_SHOWN] or words("technician.unknown")),
        Rule(),
        Pair(words(text + "signed"), words(text + "line")),
        *slip_foot(rules, words),
    ]
    return Slip("readiness", number, tuple(parts))
