"""What a value of each type of field looks like: its one kept form, what is wrong with it, and how
a person reads it.

Pure: tables come as `Standards`, the day is given. Whether an answer is asked for at all is here
too, so that screen, review and case agree on it.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from config.forms import Form, FormField
from config.words import Words
from kiosk.case import (
    address,
    business_name,
    business_scope,
    contact,
    credit_code,
    id_number,
    plain_text,
)
from kiosk.case.data import Data
from kiosk.case.dates import long_date
from kiosk.case.model import Datum
from kiosk.case.money import fen_of, yuan
from kiosk.case.standards import Standards
from kiosk.keeping.redaction import masked_number

NAME_MOST = 30
TEXT_MOST = 200
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def normal(field: FormField, raw: str) -> str:
    """What was typed, in the one form in which it is kept; what is no value stays as it is.

    Only once: an amount is typed in 元 and kept in 分.
    """
    match field.type:
        case "id_number" | "uscc":
            return plain_text.code(raw)
        case "phone":
            number = plain_text.half_width(raw).replace(" ", "")
            return number.replace("-", "") if contact.is_mobile(number.replace("-", "")) else number
        case "name":
            return plain_text.person_name(raw)
        case "date":
            digits = plain_text.code(raw)
            if re.fullmatch(r"[0-9]{8}", digits):
                return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            return plain_text.half_width(raw)
        case "amount":
            fen = fen_of(plain_text.half_width(raw).strip())
            return raw if fen is None else str(fen)
        case "number":
            digits = plain_text.half_width(raw).strip()
            return str(int(digits)) if re.fullmatch(r"[0-9]{1,15}", digits) else raw
        case "digits":
            return "".join(plain_text.half_width(raw).split()).replace("-", "")
        case "text" | "address":
            return plain_text.sentence(plain_text.half_width(raw))
        case _:
            return raw


def problem_in(standards: Standards, today: date, field: FormField, value: str) -> str:
    """What is wrong with a kept value: a key of the texts `problem.<key>`, or nothing."""
    if not value:
        return "" if field.optional else "missing"
    match field.type:
        case "name":
            if len(value) > NAME_MOST:
                return "too_long"
            return "" if plain_text.is_person_name(value) else "name"
        case "id_number":
            return id_number.problem_with(value, today)
        case "uscc":
            return credit_code.problem_with(value)
        case "phone":
            return "" if contact.is_mobile(value) or contact.is_landline(value) else "phone"
        case "date":
            return _date_problem(today, field, value)
        case "address":
            return address.problem_with(standards.counties, value, field.most or address.MOST)
        case "choice":
            return "" if value in field.choices else "missing"
        case "scope":
            return business_scope.problem_with(standards.scope, value)
        case "business_name":
            return _name_problem(standards, value)
        case "amount" | "number":
            return _figure_problem(field, value)
        case "digits":
            whole = re.fullmatch(r"[0-9]+", value) and len(value) == field.most
            return "" if whole else "digits"
        case "text":
            if len(value) > (field.most or TEXT_MOST):
                return "too_long"
            return "too_short" if len(value) < (field.least or 1) else ""
        case _:
            return ""  # a promise is made by its own page, signature and photo by their own steps


def _date_problem(today: date, field: FormField, value: str) -> str:
    try:
        # Of what Python takes for a day, weeks and all, the one form in which it is kept.
        day = date.fromisoformat(value if re.fullmatch(DAY, value) else "")
    except ValueError:
        return "date"
    if field.most is not None and day > today + timedelta(days=field.most):
        return "date_late"
    if field.least is not None and day < today + timedelta(days=field.least):
        return "date_early"
    return ""


def _figure_problem(field: FormField, value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,15}", value):
        return "number"
    if field.least is not None and int(value) < field.least:
        return "too_little"
    return "too_much" if field.most is not None and int(value) > field.most else ""


def _name_problem(standards: Standards, value: str) -> str:
    parts = business_name.parts_of(value)
    if parts is None:
        return "missing"
    found = business_name.check(standards.names, parts, standards.places, standards.trades)
    grave = [problem for problem in found if problem.level is business_name.Level.FORBIDDEN]
    return "business_name" if grave else ""


def asked(form: Form, data: Data) -> tuple[FormField, ...]:
    """The fields that apply, given what is known; in the order of the form."""
    return tuple(
        field
        for field in form.field
        if field.when is None or data.value(field.when.field) == field.when.value
    )


def problems(
    standards: Standards, today: date, form: Form, data: Data
) -> tuple[tuple[FormField, str], ...]:
    """Everything that stands in the way of this form, each at its field (一口清)."""
    found = (
        (field, problem_in(standards, today, field, data.value(field.name)))
        for field in asked(form, data)
    )
    return tuple((field, problem) for field, problem in found if problem)


def of_forms(forms: Iterable[Form], data: Data) -> tuple[Datum, ...]:
    """What these forms ask for, as far as it is known, each datum once: what a case carries."""
    wanted = dict.fromkeys(field.name for form in forms for field in asked(form, data))
    known = (data.get(name) for name in wanted)
    return tuple(datum for datum in known if datum is not None and datum.value)


def shown(words: Words, standards: Standards, field: FormField, value: str) -> str:
    """As a person reads it on the review page; a citizen's number is never shown whole."""
    if not value:
        return words("form.nothing")
    match field.type:
        case "id_number":
            return masked_number(value)
        case "phone":
            return contact.grouped(value) if contact.is_mobile(value) else value
        case "date":
            return long_date(words, date.fromisoformat(value))
        case "address":
            return address.full_text(standards.counties, value)
        case "choice":
            return words(f"field.{field.name}.choice.{value}")
        case "scope":
            entries = business_scope.chosen(standards.scope, value)
            return words("scope.between").join(entry.text for entry in entries)
        case "business_name":
            parts = business_name.parts_of(value)
            return parts.name if parts else ""
        case "amount":
            return words("money.yuan", yuan=yuan(int(value)))
        case "number" if words.has(f"field.{field.name}.unit"):
            return f"{value} {words(f'field.{field.name}.unit')}"
        case "photo" if value == "pending":
            return words("photo.review_pending")
        case "promise" | "signature" | "photo":
            return words(f"form.has_{field.type}")
        case _:
            return value
