"""What every device promises (`kiosk.ports.AnyDevice`), whatever it is and whatever it hangs on.

A device's suite is a class of these and of what is its own:

    class TestThing(AnyDeviceContract):
        named = Device.THING

        @pytest.fixture
        def subject(self, wire, tmp_path): ...     # yields a Subject, closes its device

    class TestThingThatIsPulled(PulledContract):   # simulated only: nobody pulls a real cable here
        @pytest.fixture
        def pulled(self, tmp_path): ...            # yields a PulledSubject
"""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.events.devices import Completed
from kiosk.ports import AnyDevice, Cancel, DeviceStatus, FunctionReport, FunctionTest, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState
from tests.devices.inbox import Inbox, eventually


@dataclass
class Subject:
    """A device that is well, and the inbox that it posts to."""

    device: AnyDevice
    inbox: Inbox
    within_s: float = 5.0
    whole: AnyDevice | None = None  # what it is a part of, and closes with

    def close(self) -> None:
        (self.whole or self.device).close()

    def ends(self, command: SelfTest | FunctionTest) -> Completed:
        self.device.submit(command)
        return self.inbox.completed(command.id, self.within_s)


@dataclass
class PulledSubject(Subject):
    """One whose cable can be pulled and put back."""

    pull: Callable[[], object] = lambda: None
    put_back: Callable[[], object] = lambda: None


class AnyDeviceContract:
    named: ClassVar[Device]
    thread: ClassVar[str] = ""  # unless it is named after the device
    many: ClassVar[int] = 6  # commands at once; fewer where each of them is dear

    def test_a_self_test_tells_how_it_is(self, subject: Subject) -> None:
        end = subject.ends(SelfTest("self"))
        assert end.code is CompletionCode.SUCCESS
        assert isinstance(end.result, DeviceStatus)
        assert (end.result.device, end.result.state) == (self.named, DeviceState.ONLINE)

    def test_a_function_test_reports_what_was_measured(self, subject: Subject) -> None:
        end = subject.ends(FunctionTest("function"))
        assert end.code is CompletionCode.SUCCESS
        assert isinstance(end.result, FunctionReport)
        assert end.result.value

    def test_its_capabilities_are_fixed(self, subject: Subject) -> None:
        subject.ends(SelfTest("self"))
        before = subject.device.capabilities()
        assert before.device is self.named
        assert before.model
        subject.ends(FunctionTest("function"))
        assert subject.device.capabilities() == before

    def test_every_command_ends_once_in_the_order_they_came(self, subject: Subject) -> None:
        ids = [f"{number}" for number in range(self.many)]
        for id in ids:
            subject.device.submit(SelfTest(id))
        subject.inbox.completed(ids[-1], subject.within_s)
        ends = [event.id for event in subject.inbox.events if isinstance(event, Completed)]
        assert ends == ids

    def test_cancelling_ends_what_waits_and_nothing_else(self, subject: Subject) -> None:
        subject.device.submit(Cancel("nobody"))
        ids = [f"{number}" for number in range(self.many)]
        for id in ids:
            subject.device.submit(FunctionTest(id))
        subject.device.submit(Cancel(ids[-1]))
        codes = {id: subject.inbox.completed(id, subject.within_s).code for id in ids}
        assert codes[ids[-1]] is CompletionCode.CANCELED
        assert codes[ids[0]] is CompletionCode.SUCCESS
        assert subject.ends(SelfTest("after")).code is CompletionCode.SUCCESS
        assert subject.inbox.completions("nobody") == 0
        assert [subject.inbox.completions(id) for id in ids] == [1] * len(ids)

    def test_a_status_is_pushed_when_it_changes_and_only_then(self, subject: Subject) -> None:
        for number in range(3):
            subject.ends(SelfTest(f"{number}"))
        pushed = subject.inbox.statuses()
        assert [status.device for status in pushed] == [self.named] * len(pushed)
        changes = [a != b for a, b in itertools.pairwise(pushed)]
        assert all(changes)
        assert pushed[-1].state is DeviceState.ONLINE

    def test_the_newest_frames_are_kept_by_length_and_code(self, subject: Subject) -> None:
        for number in range(self.many + 2):
            subject.ends(FunctionTest(f"{number}"))
        frames = subject.device.crossings()
        assert 0 < len(frames) <= 20
        assert all(frame.length > 0 and frame.code for frame in frames)
        assert sorted(frames, key=lambda frame: frame.at_s) == list(frames)
        assert {frame.direction for frame in frames} == {"in", "out"}

    def test_closing_answers_everything_and_leaves_no_thread(self, subject: Subject) -> None:
        subject.ends(SelfTest("first"))
        threads = self._threads()
        ids = [f"{number}" for number in range(min(4, self.many))]
        for id in ids:
            subject.device.submit(FunctionTest(id))
        subject.close()
        subject.device.submit(SelfTest("too late"))
        for id in (*ids, "too late"):
            subject.inbox.completed(id, subject.within_s)
            assert subject.inbox.completions(id) == 1
        assert subject.inbox.completed("too late").code is CompletionCode.CANCELED
        eventually(lambda: self._threads() == threads - 1)

    def _threads(self) -> int:
        """How many devices of this kind have their thread: tests before may have left one open."""
        worker = self.thread or f"{self.named.value} worker"
        return sum(thread.name == worker for thread in threading.enumerate())


class PulledContract:
    named: ClassVar[Device]

    def test_a_pulled_cable_is_told_apart_from_how_a_command_ended(
        self, pulled: PulledSubject
    ) -> None:
        assert pulled.ends(SelfTest("well")).code is CompletionCode.SUCCESS
        pulled.pull()
        for command in (SelfTest("self"), FunctionTest("function")):
            end = pulled.ends(command)
            assert end.code is CompletionCode.DEVICE_NOT_READY
            assert isinstance(end.result, DeviceStatus)
            assert end.result.state is DeviceState.NO_DEVICE
            assert end.result.attention is not None
        pulled.put_back()
        eventually(lambda: pulled.inbox.statuses()[-1].state is DeviceState.ONLINE)
        assert pulled.ends(FunctionTest("again")).code is CompletionCode.SUCCESS
        states = [status.state for status in pulled.inbox.statuses()]
        assert states == [DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]
