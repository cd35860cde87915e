"""Every device gets one diagnosis in bounded time, whatever the devices do."""

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from kiosk.attention import FreeHungDevice
from kiosk.diagnosis import Diagnosis, Grade
from kiosk.diagnostician import Diagnostician
from kiosk.events.devices import (
    CardLifted,
    Completed,
    DeviceDiagnosed,
    DiagnosisEnded,
    StatusChanged,
)
from kiosk.ports import (
    Cancel,
    Capabilities,
    Crossing,
    DeviceStatus,
    FunctionReport,
    FunctionTest,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device, DeviceState

LIMIT_S = 0.15
Command = SelfTest | FunctionTest | Cancel


class Scripted:
    """A device that answers each command as told, on a thread as a worker's."""

    def __init__(self, device: Device, answers: Callable[[Command], Completed | None]) -> None:
        self.device, self.answers = device, answers
        self.asked: list[Command] = []
        self.post: Callable[[object], None] = lambda _: None

    def submit(self, command: Command) -> None:
        self.asked.append(command)
        if answer := self.answers(command):
            threading.Thread(target=self.post, args=(answer,)).start()

    def capabilities(self) -> Capabilities:
        return Capabilities(self.device, "scripted")

    def crossings(self) -> tuple[Crossing, ...]:
        return ()

    def close(self) -> None: ...


class Practice:
    def __init__(self) -> None:
        self.inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.doctor = Diagnostician(
            {}, self.inbox.put, self_test_limit_s=LIMIT_S, function_test_limit_s=LIMIT_S
        )

    def attend(self, **answers: Callable[[Command], Completed | None]) -> dict[str, Scripted]:
        devices = {name: Scripted(Device(name), how) for name, how in answers.items()}
        for device in devices.values():
            device.post = self.doctor.post
        self.doctor.attend({device.device: device for device in devices.values()})
        return devices

    def diagnose(self, *devices: Device) -> dict[Device, Diagnosis]:
        self.doctor.diagnose("7", devices)
        found = {}
        while True:
            event = self.inbox.get(timeout=3.0)
            if event == DiagnosisEnded("7"):
                return found
            assert isinstance(event, DeviceDiagnosed)
            assert event.id == "7"
            assert event.diagnosis.device not in found, "one answer per device"
            found[event.diagnosis.device] = event.diagnosis


@pytest.fixture
def practice() -> Iterator[Practice]:
    made = Practice()
    yield made
    made.doctor.close()


def well(command: Command) -> Completed | None:
    match command:
        case SelfTest(id=id):
            status = DeviceStatus(Device.PRINTER, DeviceState.ONLINE)
            return Completed(id, CompletionCode.SUCCESS, status)
        case FunctionTest(id=id):
            return Completed(id, CompletionCode.SUCCESS, FunctionReport("12 ms"))
    return None


def hung(command: Command) -> Completed | None:
    return None


def hangs_when_it_works(command: Command) -> Completed | None:
    return well(command) if isinstance(command, SelfTest) else None


def dead(command: Command) -> Completed | None:
    assert isinstance(command, SelfTest), "a device that is not there is asked to do nothing"
    status = DeviceStatus(Device.CARD_READER, DeviceState.NO_DEVICE, detail="ENOENT")
    return Completed(command.id, CompletionCode.DEVICE_NOT_READY, status)


def stuck(command: Command) -> Completed | None:
    """Its worker says itself that the device keeps it waiting."""
    return Completed(command.id, CompletionCode.TIME_OUT)


def broken(command: Command) -> Completed | None:
    return Completed(command.id, CompletionCode.INTERNAL_ERROR)


def test_well_dead_hung_and_absent_devices_are_told_apart_at_the_same_time(
    practice: Practice,
) -> None:
    devices = practice.attend(printer=well, card_reader=dead, camera=hung, biometric=broken)
    began_s = time.monotonic()
    found = practice.diagnose(*Device)
    assert time.monotonic() - began_s < 10 * LIMIT_S
    assert set(found) == set(Device)
    assert found[Device.PRINTER].grade is Grade.OK
    assert found[Device.PRINTER].checks[-1].value == "12 ms"
    assert found[Device.CARD_READER].checks[0].grade is Grade.FAIL
    assert found[Device.CAMERA].checks[1].value == "timeOut"
    assert found[Device.BIOMETRIC].checks[2].value == "internalError"
    assert found[Device.BARCODE_READER].grade is Grade.ABSENT
    assert isinstance(devices["camera"].asked[-1], Cancel), "what hangs is not left to run"


def test_a_device_that_hangs_in_its_function_test_has_failed_that_and_no_more(
    practice: Practice,
) -> None:
    practice.attend(printer=hangs_when_it_works)
    found = practice.diagnose(Device.PRINTER)[Device.PRINTER]
    assert [check.grade.value for check in found.checks] == ["ok", "ok", "ok", "fail"]


def test_a_worker_that_was_kept_waiting_is_as_good_as_hung(practice: Practice) -> None:
    practice.attend(document_printer=stuck)
    found = practice.diagnose(Device.DOCUMENT_PRINTER)[Device.DOCUMENT_PRINTER]
    assert (found.checks[1].grade, found.attention) == (Grade.FAIL, FreeHungDevice)


def test_an_answer_after_its_time_disturbs_nobody_and_reaches_no_inbox(practice: Practice) -> None:
    device = practice.attend(camera=hung)["camera"]
    practice.diagnose(Device.CAMERA)
    late = device.asked[0]
    practice.doctor.post(Completed(late.id, CompletionCode.SUCCESS))
    device.answers = well
    assert practice.diagnose(Device.CAMERA)[Device.CAMERA].grade is Grade.OK
    assert practice.inbox.empty()


def test_what_is_not_its_own_goes_on_into_the_inbox(practice: Practice) -> None:
    status = StatusChanged(DeviceStatus(Device.PRINTER, DeviceState.ONLINE))
    events = [CardLifted(), Completed("3.1.read", CompletionCode.SUCCESS), status]
    for event in events:
        practice.doctor.post(event)
    assert [practice.inbox.get(timeout=1.0) for _ in events] == events


def test_a_device_named_twice_is_tested_once(practice: Practice) -> None:
    device = practice.attend(printer=well)["printer"]
    practice.diagnose(Device.PRINTER, Device.PRINTER)
    assert [type(command) for command in device.asked] == [SelfTest, FunctionTest]


def test_closing_ends_what_still_waits_and_nothing_begins_after_it() -> None:
    practice = Practice()
    practice.doctor = Diagnostician({}, practice.inbox.put)  # with the patience of real life
    practice.attend(printer=hung, camera=hung)
    practice.doctor.diagnose("7", tuple(Device))
    began_s = time.monotonic()
    practice.doctor.close()
    assert time.monotonic() - began_s < 2.0
    assert not [each for each in threading.enumerate() if each.name.startswith("diagnosis")]
    practice.doctor.diagnose("8", tuple(Device))
    assert not [each for each in threading.enumerate() if each.name.startswith("diagnosis")]
