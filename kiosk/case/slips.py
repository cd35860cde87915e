"""The slips of a visit, from words and facts; how they fit on the paper is the printer's business.

What must stand on each (domain.md §2.2): title, matter and code, number and QR code, applicant
masked, time, site and terminal, the state in plain words, what happens next and by when, fee, how
to ask, the version of the template; 收件不等于受理 where the platform has not accepted; on
simulated machines 演示 无效.
"""

from datetime import datetime

from config.matters import Limits, Matter
from config.words import Words
from kiosk.case.dates import long_date, working_days
from kiosk.case.hours import window_hours, window_note
from kiosk.case.model import Case, IdCard, PlatformReceipt
from kiosk.case.money import yuan
from kiosk.case.timeline import timeline
from kiosk.keeping.redaction import masked_name, masked_number
from kiosk.ports import Pair, QrCode, Rule, Slip, SlipPart, TextLine
from kiosk.rules import Rules
from kiosk.vocabulary import Language

TEMPLATE_VERSION = "1"


def shown_number(case: Case, receipt: PlatformReceipt | None) -> str:
    """The platform's number in groups that can be read aloud; ours while there is none."""
    number = receipt.projid if receipt else case.number
    return "-".join((number[:6], number[6:-7], number[-7:])) if receipt else _grouped(number)


def _grouped(number: str) -> str:
    """X330225-20261123-0107-00001-C: ours, see case/numbers.py."""
    return "-".join((number[:7], number[7:15], number[15:19], number[19:]))


def slip_code(case: Case, receipt: PlatformReceipt | None) -> str:
    """What the QR code says: enough to ask for progress, and nothing about the person."""
    if receipt is None:
        return f"BDY:CASE:{case.number}"
    return f"BDY:PROJID:{receipt.projid}:{receipt.password}"


def case_slip(
    rules: Rules,
    words: Words,
    matter: Matter,
    case: Case,
    receipt: PlatformReceipt | None,
    now: datetime,
) -> Slip:
    """The 领取凭证 of a case that the platform received, or the 收件凭证 of one that waits."""
    kind = "receipt" if receipt else "intake"
    text = f"slip.{kind}."
    pairs = [
        _matter(words, matter),
        Pair(
            words("done.received_number" if receipt else "done.waiting_number"),
            shown_number(case, receipt),
        ),
    ]
    if receipt is not None:
        pairs.append(Pair(words("slip.password"), receipt.password))
    pairs += [
        Pair(words("slip.applicant"), masked_name(case.applicant.name)),
        Pair(words("slip.id_number"), masked_number(case.applicant.number)),
        Pair(words("slip.time"), _time(words, case.confirmed_at)),
        Pair(words("slip.fee"), words("slip.fee_value", yuan=yuan(case.fee_fen))),
    ]
    if case.delivery is not None:
        pairs.append(Pair(words("slip.delivery"), words(f"delivery.{case.delivery.value}")))
    steps = [Pair(row.when, row.what) for row in timeline(rules, words, matter, case, receipt)]
    parts: list[SlipPart] = [
        *slip_head(rules, words, words(text + "title")),
        TextLine(words(text + "state"), bold=True),
        TextLine(words(text + "meaning")),
        Rule(),
        *pairs,
        Rule(),
        TextLine(words("done.next"), bold=True),
        *steps,
        Rule(),
        *(TextLine(line) for line in words.lines(f"matter.{matter.code}.slip_notes")),
        TextLine(words("slip.ask", phone=rules.config.identity.window_phone)),
        QrCode(slip_code(case, receipt)),
        TextLine(words(text + "qr"), align="center"),
        *slip_foot(rules, words),
    ]
    return Slip(kind, f"{case.number}.{kind}", tuple(parts))


def ticket_slip(
    rules: Rules,
    words: Words,
    matter: Matter,
    now: datetime,
    *,
    ticket: str,
    card: IdCard | None,
    number: str,
) -> Slip:
    """The window number: the draft is kept under it, nothing needs to be typed again."""
    identity = rules.config.identity
    parts: list[SlipPart] = [
        *slip_head(rules, words, words("slip.ticket.title")),
        TextLine(ticket, size=2, bold=True, align="center"),
        TextLine(words("slip.ticket.meaning")),
        Rule(),
        _matter(words, matter),
        *([Pair(words("slip.applicant"), masked_name(card.name))] if card else []),
        Pair(words("slip.time"), _time(words, now)),
        Pair(words("slip.window"), identity.window_in(words.language)),
        Pair(words("slip.hours"), window_hours(rules, words)),
        Pair(words("slip.now"), window_note(rules, words, now)),
        Rule(),
        TextLine(words("slip.ticket.bring")),
        TextLine(words("slip.ask", phone=identity.window_phone)),
        QrCode(f"BDY:TICKET:{ticket}"),
        *slip_foot(rules, words),
    ]
    return Slip("window_number", number, tuple(parts))


def list_slip(rules: Rules, words: Words, matter: Matter, now: datetime, *, number: str) -> Slip:
    """一次性告知单: what to bring, what it costs, how long it takes, before anybody is asked."""
    text = f"matter.{matter.code}."
    limits = matter.limits
    parts: list[SlipPart] = [
        *slip_head(rules, words, words("slip.list.title")),
        _matter(words, matter),
        Rule(),
        Pair(words("need_to_know.fee"), words("money.yuan", yuan=yuan(matter.fee.fen))),
        Pair(words("slip.basis"), matter.fee.basis),
        Pair(
            words("need_to_know.time"),
            time_in_words(words, limits),
        ),
        Pair(words("need_to_know.bring"), words(text + "bring") + words(text + "bring_note")),
        Pair(words("need_to_know.visits"), words(text + "visits") + words(text + "visits_note")),
        Rule(),
        TextLine(words("need_to_know.window_title"), bold=True),
        TextLine(
            words(
                text + "window_text",
                window=rules.config.identity.window_in(words.language),
                hours=window_hours(rules, words),
            )
        ),
        TextLine(words("slip.list.basis"), bold=True),
        *(TextLine(basis) for basis in matter.legal_basis),
        Rule(),
        Pair(words("slip.time"), _time(words, now)),
        TextLine(words("slip.ask", phone=rules.config.identity.window_phone)),
        *slip_foot(rules, words),
    ]
    return Slip("list", number, tuple(parts))


def reprint(words: Words, slip: Slip, number: str) -> Slip:
    """The same slip once more under a new number, because somebody asked for it.

    It says 补打 under its title, and which job it repeats: whoever finds two can tell them apart.
    """
    at = next(index for index, part in enumerate(slip.parts) if isinstance(part, Rule))
    mark = (
        TextLine(words("slip.reprint"), size=2, bold=True, align="center"),
        Pair(words("slip.reprint_of"), slip.number),
    )
    return Slip(
        slip.kind, number, (*slip.parts[:at], *mark, *slip.parts[at:]), reprint_of=slip.number
    )


def slip_head(rules: Rules, words: Words, title: str) -> list[SlipPart]:
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


def slip_foot(rules: Rules, words: Words) -> list[SlipPart]:
    """What every slip ends with: where it came from."""
    identity = rules.config.identity
    place = words(
        "slip.place", site=identity.site, terminal=identity.terminal, version=TEMPLATE_VERSION
    )
    foot: list[SlipPart] = [Rule(), TextLine(place)]
    if rules.config.simulation:
        foot.append(TextLine(words("slip.demo_note"), bold=True, align="center"))
    return foot


def time_in_words(words: Words, limits: Limits) -> str:
    """The promise, and where there are two, to whom which."""
    if limits.elsewhere is None:
        return working_days(words, limits.promised)
    return words(
        "slip.list.time", place=limits.home, home=limits.promised, elsewhere=limits.elsewhere
    )


def _matter(words: Words, matter: Matter) -> Pair:
    name = words(f"matter.{matter.code}.name")
    return Pair(words("slip.matter"), words("slip.matter_value", matter=name, code=matter.code))


def _time(words: Words, moment: datetime) -> str:
    return f"{long_date(words, moment.date())} {moment:%H:%M}"
