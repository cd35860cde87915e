"""What is wrong with a device, layer by layer, from what it said of itself and of its last test.

Answers for the grades, for the one thing to do, and for the matters that cannot be begun because of
it. Pure. Leaves asking the devices to `kiosk/diagnostician.py`, words and columns to
`kiosk/diagnosis_report.py` and the technician's screen.

The layers build on each other (lessons of other kiosks: tell *port gone* from *no answer* from *not
well*), so below the first that failed nothing is claimed: it reads NOT_RUN.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kiosk.attention import Attention, FreeHungDevice, RepeatFunctionTest
from kiosk.effects import Audit
from kiosk.ports import DeviceStatus
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PaperSupply

Layer = Literal["port", "answer", "health", "function"]

LAYERS: tuple[Layer, ...] = ("port", "answer", "health", "function")


class Grade(StrEnum):
    """ABSENT: this kiosk has no such device. NOT_RUN: an earlier layer failed, or nobody asked."""

    OK = "ok"
    WARNING = "warning"
    FAIL = "fail"
    ABSENT = "absent"
    NOT_RUN = "not_run"


WORST_FIRST = (Grade.FAIL, Grade.WARNING, Grade.OK, Grade.ABSENT, Grade.NOT_RUN)


@dataclass(frozen=True, slots=True)
class Check:
    """value: what was seen, for the technician: a code or a figure, never personal."""

    layer: Layer
    grade: Grade
    value: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One device. grade: the worst of its checks. matters: codes of those that cannot be begun."""

    device: Device
    grade: Grade
    checks: tuple[Check, ...]
    attention: type[Attention] | None = None
    matters: tuple[str, ...] = ()


def worst(grades: tuple[Grade, ...]) -> Grade:
    """NOT_RUN when there are none."""
    return min(grades, key=WORST_FIRST.index, default=Grade.NOT_RUN)


def diagnose(
    needed_by: Mapping[Device, tuple[str, ...]],
    device: Device,
    status: DeviceStatus | None,
    *,
    answered: bool = False,
    function: CompletionCode | None = None,
    measured: str = "",
) -> Diagnosis:
    """The diagnosis of a device that this kiosk has.

    Args:
        needed_by: the matters that need each device, see `steps.needed_by`.
        status: what is known of it; None: its worker itself did not answer in time.
        answered: the status came from the device just now, so that "offline" is its own word.
        function: how its function test ended, None when it was not run.
        measured: the value of the `FunctionReport`.
    """
    if status is None:
        hung = (Check("port", Grade.NOT_RUN), Check("answer", Grade.FAIL, CompletionCode.TIME_OUT))
        return _conclude(needed_by, device, hung, FreeHungDevice)
    checks = [_port(status)]
    if checks[-1].grade is Grade.OK:
        checks.append(_answer(status, answered))
    if checks[-1].grade is Grade.OK:
        checks.append(_health(status))
    if checks[-1].layer == "health" and checks[-1].grade is not Grade.FAIL:
        checks.append(_function(function, measured))
    attention = status.attention
    if checks[-1].layer == "function" and checks[-1].grade is Grade.FAIL:
        attention = attention or RepeatFunctionTest
    return _conclude(needed_by, device, tuple(checks), attention)


def audit_asked(devices: tuple[Device, ...]) -> Audit:
    return Audit("diagnosis_asked", (("what", devices[0].value if len(devices) == 1 else "all"),))


def audit_of(diagnosis: Diagnosis) -> Audit:
    code = diagnosis.attention.code if diagnosis.attention is not None else "none"
    device, grade = diagnosis.device.value, diagnosis.grade.value
    return Audit("device_diagnosed", (("device", device), ("grade", grade), ("code", code)))


def absent(device: Device) -> Diagnosis:
    """A device that this kiosk is not configured for: nothing to put right."""
    return _conclude({}, device, (Check("port", Grade.ABSENT),), None)


def _port(status: DeviceStatus) -> Check:
    if status.state is DeviceState.NO_DEVICE:
        return Check("port", Grade.FAIL, status.detail)
    return Check("port", Grade.OK)


def _answer(status: DeviceStatus, answered: bool) -> Check:
    silent = status.state in (DeviceState.OFFLINE, DeviceState.POWER_OFF)
    if silent and not answered:
        return Check("answer", Grade.FAIL, status.detail)
    return Check("answer", Grade.OK)


def _health(status: DeviceStatus) -> Check:
    value = status.detail
    if not value and status.paper is not PaperSupply.UNKNOWN:
        value = status.paper.value
    if status.state in (DeviceState.ONLINE, DeviceState.DEVICE_BUSY):
        grade = Grade.OK if status.attention is None else Grade.WARNING
    else:
        grade = Grade.WARNING if status.state is DeviceState.STARTING else Grade.FAIL
        value = value or status.state.value
    return Check("health", grade, value)


def _function(code: CompletionCode | None, measured: str) -> Check:
    match code:
        case None:
            return Check("function", Grade.NOT_RUN)
        case CompletionCode.SUCCESS:
            return Check("function", Grade.OK, measured)
        case CompletionCode.UNSUPPORTED_COMMAND | CompletionCode.CANCELED:
            return Check("function", Grade.NOT_RUN, measured or code.value)
        case _:
            return Check("function", Grade.FAIL, " ".join(filter(None, (code.value, measured))))


def _conclude(
    needed_by: Mapping[Device, tuple[str, ...]],
    device: Device,
    checks: tuple[Check, ...],
    attention: type[Attention] | None,
) -> Diagnosis:
    done = {check.layer: check for check in checks}
    whole = tuple(done.get(layer, Check(layer, Grade.NOT_RUN)) for layer in LAYERS)
    grade = worst(tuple(check.grade for check in whole))
    matters = needed_by.get(device, ()) if grade is Grade.FAIL else ()
    return Diagnosis(device, grade, whole, attention, matters)
