"""The case of a visit: what was confirmed here, under our own number; pure."""

from collections.abc import Iterator

from kiosk.case.fields import of_forms
from kiosk.case.model import Case, Datum, Source
from kiosk.case.numbers import next_case_number
from kiosk.case.signature import signed_hash
from kiosk.visit.moves import Context


def case_of(c: Context) -> Case:
    """As it stands now. The number is the visit's: a visit has one case at most."""
    who = c.facts.applicant
    assert who.number and c.facts.identity_way
    assert c.facts.delivery is not None or not c.matter.deliveries
    signature = c.facts.signature
    assert signature is None or signature.signed == to_be_signed(c), "signed was something else"
    identity, supplement = c.rules.config.identity, c.facts.supplement
    return Case(
        number=next_case_number(identity.county, c.today, identity.terminal, c.visit.number),
        visit=c.visit.number,
        matter=c.matter.code,
        site=identity.site,
        terminal=identity.terminal,
        card=c.facts.card,
        phone=c.facts.phone,
        delivery=c.facts.delivery,
        fee_fen=c.matter.fee.fen,
        promise_days=c.matter.limits.promised_to(who.address),
        confirmed_at=c.now,
        identity_way=c.facts.identity_way,
        jurisdiction=supplement.projid[:6] if supplement else c.rules.jurisdiction_of(who),
        data=_data(c),
        signature=signature,
        photo=c.facts.photo,
        supplement=supplement,
    )


def to_be_signed(c: Context) -> str:
    """The hash of what this visit says now."""
    facts, delivery = c.facts, c.facts.delivery.value if c.facts.delivery else ""
    return signed_hash(c.matter.code, facts.applicant.number, delivery, facts.data)


def _data(c: Context) -> tuple[Datum, ...]:
    """What the forms asked for, then what the kiosk itself has to say; before it, where there is no
    card, who the register says it is. Each once."""
    told = of_forms(c.forms, c.facts.data)
    names = {datum.name for datum in told}

    def besides(source: Source) -> Iterator[Datum]:
        return (each for each in c.facts.data.of(source) if each.value and each.name not in names)

    shared = () if c.facts.card is not None else besides(Source.SHARED)
    return (*shared, *told, *besides(Source.TERMINAL))
