"""The second net: what has the shape of a citizen number or a phone never reaches the log."""

import io
import logging

from hypothesis import given
from hypothesis import strategies as st

from kiosk.keeping.redaction import RedactingFilter, masked_name, masked_number, redacted
from tests.kiosk.keeping.support import a_case

NUMBERS = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
AROUND = st.text(alphabet=st.characters(exclude_categories=["N", "L"]), max_size=20)
PROSE = st.text(alphabet="申请人电话 phone:=\"'({[\n", max_size=20)


def logged(*message: object, error: Exception | None = None) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.error(*message, exc_info=error)
    return stream.getvalue()


@given(NUMBERS, AROUND, PROSE)
def test_no_citizen_number_gets_through(number: str, before: str, after: str) -> None:
    assert number not in redacted(before + number + after + "。")
    assert number not in redacted(after + number)


@given(PHONES, AROUND, PROSE)
def test_no_phone_gets_through(phone: str, before: str, after: str) -> None:
    assert phone not in redacted(before + phone + after)
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    assert spaced not in redacted(after + spaced + after)


@given(NUMBERS, PHONES)
def test_neither_by_arguments_nor_by_a_traceback(number: str, phone: str) -> None:
    assert number not in logged("%s has %s", "somebody", number)
    assert phone not in logged("call %(phone)s", {"phone": phone})
    try:
        raise ValueError(f"{number} {phone}")
    except ValueError as error:
        text = logged("failed", error=error)
    assert number not in text
    assert phone not in text
    assert "ValueError" in text


def test_what_engineers_need_stays() -> None:
    for useful in (a_case().number, "330225901261123000001", "2026-11-23T15:12:36.235+00:00"):
        assert redacted(f"{useful}: put off for 2.0 s") == f"{useful}: put off for 2.0 s"


def test_a_case_tells_nobody_who_it_is_about() -> None:
    case = a_case()
    for secret in (case.card.name, case.card.number, case.card.address, case.phone):
        assert secret not in repr(case)


def test_names_and_numbers_are_masked_as_on_a_slip() -> None:
    assert masked_name("陈海英") == "陈*英"
    assert masked_name("张三") == "张*"
    assert masked_name("阿依古丽·买买提") == "阿******提"
    assert masked_name("") == ""
    assert masked_number("330299196803070026") == "3302**********0026"
    assert masked_number("12345678") == "********"
