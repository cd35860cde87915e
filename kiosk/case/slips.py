"""The slips of a visit: which facts each kind takes from a case, a draft or a matter.

What stands on a kind and in which order is its template (`config/slips.toml`), what must stand on
it `config/slips.py`; how elements look is `slip_elements`, how they fit the paper the printer's
business.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from config.matters import Limits, Material, Matter
from config.slips import SlipKind
from config.words import Words
from kiosk.case import owed
from kiosk.case.dates import day_until, working_days
from kiosk.case.hours import at_the_window
from kiosk.case.model import (
    Applicant,
    Case,
    FeePayment,
    FeeState,
    IdCard,
    PlatformReceipt,
)
from kiosk.case.money import fee_in_words, grouped_order
from kiosk.case.self_check import Answers, checked, needed
from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import SlipFacts
from kiosk.case.timeline import TimelineRow, timeline
from kiosk.ports import Pair, Rule, Slip, TextLine
from kiosk.rules import Rules


def shown_number(case: Case, receipt: PlatformReceipt | None) -> str:
    """The platform's number in groups that can be read aloud; ours while there is none."""
    return grouped_projid(receipt.projid) if receipt else _grouped(case.number)


def grouped_projid(projid: str) -> str:
    """330225-90126112-3000047: the platform's number, see platforms/acceptance.py."""
    return "-".join((projid[:6], projid[6:-7], projid[-7:]))


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
    fee: FeePayment | None = None,
) -> Slip:
    """The 领取凭证 of a case that the platform received, or the 收件凭证 of one that waits."""
    kind: SlipKind = "receipt" if receipt else "intake"
    facts = SlipFacts(
        at=case.confirmed_at,
        matter=matter,
        number=shown_number(case, receipt),
        code=slip_code(case, receipt),
        password=receipt.password if receipt else "",
        applicant=case.applicant,
        fee_fen=case.fee_fen,
        delivery=case.delivery,
        next=timeline(rules, words, matter, case, receipt),
        fee_state=fee.state if fee else "",
        notes=(
            *_pending(words, matter, case),
            *_promised(words, matter, case),
            *_ordered(words, fee),
            *words.lines(f"matter.{matter.code}.slip_notes"),
        ),
    )
    return make_slip(rules, words, kind, facts, f"{case.number}.{kind}")


def payment_slip(
    rules: Rules,
    words: Words,
    matter: Matter,
    case: Case,
    receipt: PlatformReceipt,
    fee: FeePayment,
) -> Slip:
    """缴费凭证, beside the case's own slip: what was paid here, and that it is no tax receipt."""
    text = "slip.payment.next_"
    facts = SlipFacts(
        at=case.confirmed_at,
        matter=matter,
        number=shown_number(case, receipt),
        code=slip_code(case, receipt),
        applicant=case.applicant,
        fee_fen=case.fee_fen,
        fee_state=fee.state,
        order=grouped_order(fee.order),
        next=(TimelineRow(words(f"{text}when"), words(f"{text}what"), False),),
    )
    return make_slip(rules, words, "payment", facts, f"{case.number}.payment")


def _ordered(words: Words, fee: FeePayment | None) -> Iterator[str]:
    """The bill that was paid, or of which it is not known yet."""
    if fee is not None and fee.order and fee.state is not FeeState.LATER:
        yield words("fee.slip_order", order=grouped_order(fee.order))


def _pending(words: Words, matter: Matter, case: Case) -> Iterator[str]:
    """What is still to be done, where or by when: what was promised (容缺), photo, fingerprints."""
    for each in owed.of(case.data):
        by = day_until(words, each.by, each.days)
        yield words("slip.owed", what=material_in_words(words, matter, each.material), by=by)
    for name in ("photo", "fingerprints"):
        if any(datum.name == name and datum.value == "pending" for datum in case.data):
            yield words(f"{name}.slip")


def _promised(words: Words, matter: Matter, case: Case) -> Iterator[str]:
    """Each promise that was given, with the version and the hash of its text."""
    names = {each.name: f"field.{each.name}.label" for each in matter.promise}
    for datum in case.data:
        label = names.get(datum.name, "slip.owed_promise" if datum.name == owed.PROMISE else "")
        if label and datum.value:
            version, _, digest = datum.value.partition(":")
            yield words("slip.promised", what=words(label), version=version, hash=digest[:8])


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
    text = "slip.window_number."
    facts = SlipFacts(
        at=now,
        matter=matter,
        number=ticket,
        code=f"BDY:TICKET:{ticket}",
        applicant=Applicant(card.name, card.number, card.address) if card else None,
        next=(TimelineRow(words(text + "next_when"), words(text + "next_what"), False),),
    )
    return make_slip(rules, words, "window_number", facts, number)


def list_slip(
    rules: Rules,
    words: Words,
    matter: Matter,
    now: datetime,
    *,
    number: str,
    answers: Answers | None = None,
) -> Slip:
    """一次性告知单: what to bring, what it costs, how long it takes, before anybody is asked.

    answers: of the self-check; then only what is needed with them, and what they were advised.
    """
    text = f"matter.{matter.code}."
    elsewhere = at_the_window(rules, words, matter)

    def both(name: str) -> str:
        return words("slip.list.both", what=words(text + name), note=words(f"{text}{name}_note"))

    rows = (
        (words("need_to_know.fee"), fee_in_words(words, matter.fee.fen)),
        (words("slip.basis"), matter.fee.basis),
        (words("need_to_know.time"), time_in_words(words, matter.limits)),
        (words("need_to_know.bring"), both("bring")),
        (words("need_to_know.visits"), both("visits")),
        *_listed(
            words("slip.list.material"),
            (
                words(
                    "slip.list.both",
                    what=material_in_words(words, matter, each.name),
                    note=material_note(words, each),
                )
                for each in needed(matter, answers)
            ),
        ),
        *_listed(
            words("slip.list.advice"),
            (words(f"{text}advice.{name}") for name in checked(matter, answers or {}).advice),
        ),
        *_listed(words("slip.list.flow"), (words(f"shared.flow.{each}") for each in matter.flow)),
        (words("slip.list.elsewhere"), elsewhere),
        *_listed(words("slip.list.basis"), matter.legal_basis),
    )
    facts = SlipFacts(at=now, matter=matter, rows=rows)
    return make_slip(rules, words, "list", facts, number)


def no_slip(
    rules: Rules,
    words: Words,
    matter: Matter,
    now: datetime,
    *,
    number: str,
    reasons: Iterable[tuple[str, str]],
    bring: Iterable[str],
) -> Slip:
    """暂不能办告知单: why something cannot be done here for somebody; nothing was applied for.

    reasons: each with its remedy. bring: what the remedies take. Whom it was told stands nowhere on
    it: whoever finds it learns nothing about anybody.
    """
    asked = matter.eligibility
    assert asked is not None, "who may is judged by it"
    facts = SlipFacts(
        at=now,
        matter=matter,
        reason=tuple(
            words("slip.not_eligible.reason", count=count, what=what, remedy=remedy)
            for count, (what, remedy) in enumerate(reasons, start=1)
        ),
        rows=(
            *_listed(words("need_to_know.bring"), bring),
            (words("slip.list.basis"), asked.basis),
        ),
    )
    return make_slip(rules, words, "not_eligible", facts, number)


def material_in_words(words: Words, matter: Matter, name: str) -> str:
    """Of a matter's material: its own word for it, else the shared one."""
    own = f"matter.{matter.code}.material.{name}"
    return words(own if words.has(own) else f"shared.material.{name}")


def material_note(words: Words, material: Material) -> str:
    """Whether it has to be brought at all, and whether it may come later (容缺)."""
    if material.may_lack_days:
        return words("material.may_lack", days=material.may_lack_days)
    return words(f"material.{material.obtained}")


def _listed(label: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    """One row each; the label stands at the first."""
    for value in values:
        yield label, value
        label = ""


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


def time_in_words(words: Words, limits: Limits) -> str:
    """The promise, and where there are two, to whom which."""
    if limits.elsewhere is None:
        return working_days(words, limits.promised)
    return words(
        "slip.list.time", place=limits.home, home=limits.promised, elsewhere=limits.elsewhere
    )
