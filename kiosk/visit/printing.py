"""What the audit log is told about a slip, whatever kind it was."""

from kiosk.effects import Audit
from kiosk.ports import PrintResult
from kiosk.visit.moves import Context
from kiosk.vocabulary import CompletionCode


def print_audit(c: Context, kind: str, job: str, code: CompletionCode, result: object) -> Audit:
    """`slip_printed` with the outcome, or `slip_failed` with the code."""
    if code is CompletionCode.SUCCESS and isinstance(result, PrintResult):
        return c.audit("slip_printed", kind=kind, job=job, outcome=result.outcome.value)
    return c.audit("slip_failed", kind=kind, reason=code.value)
