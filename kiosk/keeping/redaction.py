"""Personal data made unreadable: masks for screens and slips, and a second net under the log.

The first net is that nobody logs personal data: log lines carry ids and codes, and fields that
hold a person are `repr=False`. What slips through with the shape of a citizen number or of a phone
number is masked here. A name has no shape; nothing here can find it.
"""

import logging
import re
import traceback
from pathlib import Path

# Not inside a longer run of digits: a case number (24 characters) and a 申报号 (21 digits) stay.
_CITIZEN_NUMBER = re.compile(r"(?<!\d)[1-9](?:[ -]?\d){16}[ -]?[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


def masked_name(name: str) -> str:
    """First and last character: "陈海英" becomes "陈*英", "张三" becomes "张*"."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def masked_number(number: str) -> str:
    """First and last four characters of a citizen number; of anything shorter, nothing."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def redacted(text: str) -> str:
    """The text without citizen numbers and phone numbers."""
    return _PHONE.sub("[phone]", _CITIZEN_NUMBER.sub("[citizen number]", text))


def without_content(error: BaseException) -> str:
    """An error for the log by its class and place; its text may quote what it choked on."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"


class RedactingFilter(logging.Filter):
    """Belongs on every handler: `handler.addFilter(RedactingFilter())`."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redacted(record.exc_text)
        if record.stack_info:
            record.stack_info = redacted(record.stack_info)
        return True
