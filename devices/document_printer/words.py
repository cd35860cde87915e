"""The numbers of IPP that this kiosk speaks, by the standard's own names (RFC 8011, PWG 5100.x).

Data and their names, nothing else. What a printer may send beside these is a number to us.
"""

from enum import IntEnum


class Operation(IntEnum):
    """RFC 8011 section 5.4.15."""

    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B

    @property
    def title(self) -> str:
        """As the standard writes it: "Get-Printer-Attributes"."""
        return "-".join(word.capitalize() for word in self.name.split("_"))


class JobState(IntEnum):
    """RFC 8011 section 5.3.7."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


ENDED = (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)

PRINTER_STOPPED = 5
"""`printer-state`, RFC 8011 section 5.4.11; 3 is idle, 4 processing."""


class Status(IntEnum):
    """RFC 8011 appendix B: those that are acted on. Below 0x0100 all went well."""

    OK = 0x0000
    FORBIDDEN = 0x0401
    NOT_AUTHENTICATED = 0x0402
    NOT_AUTHORIZED = 0x0403
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    GONE = 0x0407
    FORMAT_NOT_SUPPORTED = 0x040A
    ATTRIBUTES_NOT_SUPPORTED = 0x040B
    CONFLICTING_ATTRIBUTES = 0x040E
    COMPRESSION_ERROR = 0x0410
    DOCUMENT_FORMAT_ERROR = 0x0411
    DOCUMENT_ACCESS_ERROR = 0x0412
    INTERNAL_ERROR = 0x0500
    OPERATION_NOT_SUPPORTED = 0x0501
    SERVICE_UNAVAILABLE = 0x0502
    VERSION_NOT_SUPPORTED = 0x0503
    DEVICE_ERROR = 0x0504
    TEMPORARY_ERROR = 0x0505
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507
    JOB_CANCELED = 0x0508


BUSY = frozenset({Status.SERVICE_UNAVAILABLE, Status.TEMPORARY_ERROR, Status.BUSY})
"""Ask again later; nothing was begun."""

BAD_DOCUMENT = frozenset(
    {Status.COMPRESSION_ERROR, Status.DOCUMENT_FORMAT_ERROR, Status.DOCUMENT_ACCESS_ERROR}
)
NOT_OFFERED = frozenset(
    {Status.FORMAT_NOT_SUPPORTED, Status.ATTRIBUTES_NOT_SUPPORTED, Status.CONFLICTING_ATTRIBUTES}
)

BAD_DOCUMENT_REASONS = frozenset(
    {
        "document-format-error",
        "document-access-error",
        "document-unprintable-error",
        "compression-error",
        "unsupported-compression",
        "unsupported-document-format",
    }
)
"""`job-state-reasons` of an aborted job whose document is the cause (RFC 8011, PWG 5100.13)."""

BY_HAND_REASONS = frozenset(
    {"job-canceled-by-user", "job-canceled-by-operator", "job-canceled-at-device"}
)


def status_title(code: int) -> str:
    """For the wire log and the technician: "busy 0507"."""
    if code < 0x0100:
        return "ok" if code == Status.OK else f"ok {code:04x}"
    try:
        return f"{Status(code).name.lower().replace('_', '-')} {code:04x}"
    except ValueError:
        return f"{code:04x}"
