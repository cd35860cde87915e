"""The elements of slips, each a pure function of facts and words; templates put them in order.

Answers for masking whoever is named, for what every slip begins and ends with, and for refusing to
make a slip without what must stand on it. Which elements those are: `config/slips.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from config.slips import MANDATORY, Element, SlipKind
from config.words import Words
from kiosk.case.dates import long_date, short_date
from kiosk.case.hours import window_hours, window_note
from kiosk.case.money import yuan
from kiosk.case.slip_facts import SlipFacts
from kiosk.keeping.redaction import masked_name, masked_number
from kiosk.ports import Pair, QrCode, Rule, Slip, SlipPart, TextLine
from kiosk.rules import Rules
from kiosk.vocabulary import Language

Parts = list[SlipPart]


class MissingElement(AssertionError):
    """A slip was asked for without a fact that must stand on it; nothing is printed."""


@dataclass(frozen=True, slots=True)
class _Making:
    rules: Rules
    words: Words
    kind: SlipKind
    facts: SlipFacts

    def text(self, name: str) -> str:
        """slip.<kind>.<name>, or what the matter says on the slip of its own case; or nothing."""
        key, matter = f"slip.{self.kind}.{name}", self.facts.matter
        own = f"matter.{matter.code}.slip_{name}" if matter and self.kind == "receipt" else ""
        if own and self.words.has(own):
            key = own
        return self.words(key, **self.facts.values) if self.words.has(key) else ""


def make_slip(rules: Rules, words: Words, kind: SlipKind, facts: SlipFacts, number: str) -> Slip:
    """The slip of this kind. number: of the print job. Raises MissingElement."""
    template = rules.slips[kind]
    making = _Making(rules, words, kind, facts)
    parts: Parts = []
    for name in template.parts:
        made = ELEMENTS[name](making)
        if not made and name in MANDATORY[kind]:
            raise MissingElement(f"{kind}: {name}")
        parts += made
    title = making.text("title")
    foot = slip_foot(rules, words, template.version)
    return Slip(kind, number, (*slip_head(rules, words, title), *_tidy(parts), *foot))


def slip_head(rules: Rules, words: Words, title: str) -> Parts:
    """What every slip begins with; a simulated one says first that it is not valid.

    In Chinese on an English slip too: whoever it is shown to reads that.
    """
    demo = (rules.words[Language.ZH]("slip.demo"), words("slip.demo"))
    shown = dict.fromkeys(demo) if rules.config.simulation else ()
    return [
        *(TextLine(line, size=2, bold=True, align="center") for line in shown),
        TextLine(rules.config.identity.zone_in(words.language), align="center"),
        TextLine(title, size=2, bold=True, align="center"),
        Rule(),
    ]


def slip_foot(rules: Rules, words: Words, version: str = "1") -> Parts:
    """What every slip ends with: where it came from, and by which version of its template."""
    identity = rules.config.identity
    place = words("slip.place", site=identity.site, terminal=identity.terminal, version=version)
    foot: Parts = [Rule(), TextLine(place)]
    if rules.config.simulation:
        foot.append(TextLine(words("slip.demo_note"), bold=True, align="center"))
    return foot


def slip_time(words: Words, moment: datetime) -> str:
    return f"{long_date(words, moment.date())} {moment:%H:%M}"


def _tidy(parts: Parts) -> Parts:
    """Without a line across the paper under another one, or at the end."""
    tidy: Parts = []
    for part in parts:
        if not (isinstance(part, Rule) and (not tidy or isinstance(tidy[-1], Rule))):
            tidy.append(part)
    while tidy and isinstance(tidy[-1], Rule):
        tidy.pop()
    return tidy


# ---- the elements ------------------------------------------------------------------------------


def _line(m: _Making, name: str, *, bold: bool = False) -> Parts:
    text = m.text(name)
    return [TextLine(text, bold=bold)] if text else []


def _pair(m: _Making, label: str, value: str) -> Parts:
    return [Pair(m.words(f"slip.{label}"), value)] if value else []


def _titled(m: _Making, title: str, parts: Parts) -> Parts:
    return [TextLine(m.words(title), bold=True), *parts] if parts else []


def _matter(m: _Making) -> Parts:
    if (matter := m.facts.matter) is None:
        return []
    name = m.words(f"matter.{matter.code}.name")
    return _pair(m, "matter", m.words("slip.matter_value", matter=name, code=matter.code))


def _number(m: _Making) -> Parts:
    label = m.text("number_label") or m.words("slip.number")
    return [Pair(label, m.facts.number)] if m.facts.number else []


def _big_number(m: _Making) -> Parts:
    if not m.facts.number:
        return []
    return [TextLine(m.facts.number, size=2, bold=True, align="center")]


def _code(m: _Making) -> Parts:
    if not m.facts.code:
        return []
    return [QrCode(m.facts.code), TextLine(m.text("qr"), align="center")]


def _applicant(m: _Making) -> Parts:
    who = m.facts.applicant
    known = masked_name(who.name) if who and who.name else m.words("slip.applicant_unknown")
    return _pair(m, "applicant", known)


def _id_number(m: _Making) -> Parts:
    who = m.facts.applicant
    return _pair(m, "id_number", masked_number(who.number)) if who and who.number else []


def _time(m: _Making) -> Parts:
    return _pair(m, "time", slip_time(m.words, m.facts.at))


def _accepted(m: _Making) -> Parts:
    day = m.facts.accepted
    return _pair(m, "accepted", long_date(m.words, day)) if day else []


def _fee(m: _Making) -> Parts:
    fen = m.facts.fee_fen
    if fen is None:
        return []
    if fen == 0:
        return _pair(m, "fee", m.words("slip.fee_none"))
    if m.facts.fee_state in ("paid", "unknown"):
        return _pair(m, "fee", m.words(f"slip.fee_{m.facts.fee_state}", yuan=yuan(fen)))
    own = f"slip.{m.kind}.fee_value"
    return _pair(m, "fee", m.words(own if m.words.has(own) else "slip.fee_value", yuan=yuan(fen)))


def _delivery(m: _Making) -> Parts:
    way = m.facts.delivery
    return _pair(m, "delivery", m.words(f"delivery.{way.value}")) if way else []


def _rows(m: _Making) -> Parts:
    return [Pair(label, value) for label, value in m.facts.rows]


def _next(m: _Making) -> Parts:
    rows: Parts = [Pair(row.when, row.what) for row in m.facts.next]
    return _titled(m, "done.next", rows)


def _lacking(m: _Making) -> Parts:
    rows: Parts = []
    for count, each in enumerate(m.facts.lacking, start=1):
        until = m.words("days.before", day=short_date(m.words, each.by)) if each.by else ""
        row = "slip.lacking_until" if until else "slip.lacking_row"
        rows.append(TextLine(m.words(row, count=count, name=each.name, until=until)))
    return _titled(m, "slip.lacking", rows)


def _reason(m: _Making) -> Parts:
    rows: Parts = [TextLine(reason) for reason in m.facts.reason]
    return _titled(m, "slip.reason", rows)


def _remedies(m: _Making) -> Parts:
    """Under every refusal; where nothing is refused, no such paragraph."""
    if not m.facts.reason:
        return []
    return _titled(m, "slip.remedies", [TextLine(m.words("slip.remedies_text"))])


def _notes(m: _Making) -> Parts:
    return [TextLine(note) for note in m.facts.notes]


def _window(m: _Making) -> Parts:
    identity = m.rules.config.identity
    return [
        *_pair(m, "window", identity.window_in(m.words.language)),
        *_pair(m, "hours", window_hours(m.rules, m.words)),
        *_pair(m, "now", window_note(m.rules, m.words, m.facts.at)),
    ]


ELEMENTS: Mapping[Element, Callable[[_Making], Parts]] = {
    "state": lambda m: _line(m, "state", bold=True),
    "meaning": lambda m: _line(m, "meaning"),
    "not_accepted": lambda m: [TextLine(m.words("slip.not_accepted_yet"), bold=True)],
    "matter": _matter,
    "number": _number,
    "big_number": _big_number,
    "code": _code,
    "password": lambda m: _pair(m, "password", m.facts.password),
    "applicant": _applicant,
    "id_number": _id_number,
    "time": _time,
    "accepted": _accepted,
    "fee": _fee,
    "order": lambda m: _pair(m, "order", m.facts.order),
    "delivery": _delivery,
    "rows": _rows,
    "next": _next,
    "lacking": _lacking,
    "reason": _reason,
    "remedies": _remedies,
    "notes": _notes,
    "window": _window,
    "ask": lambda m: [TextLine(m.words("slip.ask", phone=m.rules.config.identity.window_phone))],
    "rule": lambda m: [Rule()],
}
