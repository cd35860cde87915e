"""Asks devices how they are and has each do once what it is for; all devices at the same time.

Answers for one diagnosis per device and run, in bounded time, also when a device never answers.
It stands between the devices and the inbox: what ends its own commands is kept here, everything
else goes on. Leaves the grades to `kiosk/diagnosis.py`, and whether now is a good time to
`advance()`.

    doctor = Diagnostician(needed_by(rules), runtime.post)
    reader = SerialCardReader(config, doctor.post, ...)
    doctor.attend({Device.CARD_READER: reader, ...})
    doctor.diagnose("7", tuple(Device))     # DeviceDiagnosed for each, then DiagnosisEnded("7")
"""

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future

from kiosk.attention import RestartKiosk
from kiosk.diagnosis import Diagnosis, Grade, absent, diagnose
from kiosk.events.devices import Completed, DeviceDiagnosed, DiagnosisEnded
from kiosk.ports import (
    AnyDevice,
    Cancel,
    DeviceStatus,
    FunctionReport,
    FunctionTest,
    Post,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device, DeviceState

SELF_TEST_LIMIT_S = 20.0
"""A worker gives up after 10 s; a face process that starts on a slow day takes longer than that."""

FUNCTION_TEST_LIMIT_S = 20.0

_OURS = "diagnosis."


class Diagnostician:
    """`diagnose` returns at once; `post` may be called from any thread."""

    def __init__(
        self,
        needed_by: Mapping[Device, tuple[str, ...]],
        post: Post,
        *,
        self_test_limit_s: float = SELF_TEST_LIMIT_S,
        function_test_limit_s: float = FUNCTION_TEST_LIMIT_S,
    ) -> None:
        self._needed_by, self._post = needed_by, post
        self._self_test_limit_s = self_test_limit_s
        self._function_test_limit_s = function_test_limit_s
        self._devices: Mapping[Device, AnyDevice] = {}
        self._door = threading.Lock()
        self._waiting: dict[str, Future[Completed]] = {}
        self._threads: list[threading.Thread] = []
        self._runs = 0
        self._closed = False

    def attend(self, devices: Mapping[Device, AnyDevice]) -> None:
        """The devices of this kiosk; those that are not named here are diagnosed as absent."""
        self._devices = devices

    def tell_needs(self, needed_by: Mapping[Device, tuple[str, ...]]) -> None:
        """Other matters are offered from now on: these need the devices."""
        self._needed_by = needed_by

    def device(self, device: Device) -> AnyDevice | None:
        return self._devices.get(device)

    def post(self, event: object) -> None:
        """Where the devices put their events."""
        if not isinstance(event, Completed) or not event.id.startswith(_OURS):
            self._post(event)
            return
        with self._door:
            waiting = self._waiting.pop(event.id, None)
        if waiting is not None:  # else it came after its time
            waiting.set_result(event)

    def diagnose(self, id: str, devices: Iterable[Device]) -> None:
        """Begin; the answers come as events with this id."""
        with self._door:
            self._runs += 1
            run = f"{_OURS}{self._runs}"
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            if self._closed:
                return
            thread = threading.Thread(
                target=self._examine_all,
                args=(id, run, tuple(dict.fromkeys(devices))),
                name="diagnosis",
                daemon=True,
            )
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """End what runs. Call it before the devices are closed."""
        with self._door:
            self._closed = True
            waiting, self._waiting = self._waiting, {}
        for command_id, answer in waiting.items():
            answer.set_result(Completed(command_id, CompletionCode.CANCELED))
        for thread in self._threads:
            thread.join(timeout=5.0)

    # ---- threads of their own ----------------------------------------------------------------

    def _examine_all(self, id: str, run: str, devices: tuple[Device, ...]) -> None:
        threads = [
            threading.Thread(
                target=self._tell, args=(id, run, device), name=f"diagnosis {device}", daemon=True
            )
            for device in devices
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._post(DiagnosisEnded(id))

    def _tell(self, id: str, run: str, device: Device) -> None:
        attended = self._devices.get(device)
        diagnosis = absent(device)
        if attended is not None:
            diagnosis = self._examine(f"{run}.{device.value}", device, attended)
        self._post(DeviceDiagnosed(diagnosis, id))

    def _examine(self, command: str, device: Device, attended: AnyDevice) -> Diagnosis:
        ended = self._ask(attended, SelfTest(f"{command}.self"), self._self_test_limit_s)
        status: DeviceStatus | None = None
        answered = False
        if ended is not None and ended.code is not CompletionCode.TIME_OUT:
            answered = ended.code is not CompletionCode.DEVICE_NOT_READY
            status = DeviceStatus(
                device, DeviceState.HARDWARE_ERROR, RestartKiosk, detail=ended.code.value
            )
            if isinstance(ended.result, DeviceStatus):
                status = ended.result
        so_far = diagnose(self._needed_by, device, status, answered=answered)
        if so_far.grade is Grade.FAIL:
            return so_far
        ended = self._ask(attended, FunctionTest(f"{command}.test"), self._function_test_limit_s)
        report = ended.result if ended is not None else None
        return diagnose(
            self._needed_by,
            device,
            status,
            answered=answered,
            function=ended.code if ended is not None else CompletionCode.TIME_OUT,
            measured=report.value if isinstance(report, FunctionReport) else "",
        )

    def _ask(
        self, attended: AnyDevice, command: SelfTest | FunctionTest, limit_s: float
    ) -> Completed | None:
        """How the command ended; None when it did not in its time, and was cancelled."""
        answer: Future[Completed] = Future()
        with self._door:
            if self._closed:
                return Completed(command.id, CompletionCode.CANCELED)
            self._waiting[command.id] = answer
        attended.submit(command)
        try:
            return answer.result(limit_s)
        except TimeoutError:
            with self._door:
                late = self._waiting.pop(command.id, None) is None
            if late:  # it came between the two
                return answer.result()
            attended.submit(Cancel(command.id))
            return None
