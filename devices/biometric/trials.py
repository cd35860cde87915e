"""How a test of the camera or of the engine ends, from what the face process says of it.

Pure: a message in, completion code and result out. Leaves which test waits to `driver`, and what a
frame shows to `view`.
"""

from collections.abc import Mapping

from devices.biometric.messages import CameraTried, EngineTried
from kiosk.attention import (
    Attention,
    CheckCamera,
    EndFaceProcess,
    MoreLightForCamera,
    RestartFaceProcess,
    UncoverCamera,
)
from kiosk.ports import DeviceStatus, FunctionReport, FunctionTest, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState

LOOK_FRAMES, TEST_FRAMES = 5, 10
"""Frames of the camera's SelfTest (so many must agree, `view.SETTLED`) and of its FunctionTest."""

ENGINE_WORKS = DeviceStatus(Device.BIOMETRIC, DeviceState.ONLINE)
ENGINE_OUT = DeviceStatus(Device.BIOMETRIC, DeviceState.HARDWARE_ERROR, RestartFaceProcess)
ENGINE_HELD = DeviceStatus(Device.BIOMETRIC, DeviceState.HARDWARE_ERROR, EndFaceProcess)

_VIEWS: Mapping[str, tuple[DeviceState, type[Attention] | None]] = {
    "clear": (DeviceState.ONLINE, None),
    "covered": (DeviceState.USER_ERROR, UncoverCamera),
    "dark": (DeviceState.ONLINE, MoreLightForCamera),
    "frozen": (DeviceState.HARDWARE_ERROR, CheckCamera),
    "gone": (DeviceState.NO_DEVICE, CheckCamera),
}
"""By the words of `view.View`."""

Test = SelfTest | FunctionTest
End = tuple[CompletionCode, DeviceStatus | FunctionReport]


def camera_status(view: str, detail: str = "") -> DeviceStatus:
    """view: a word of `view.View`; any other is a ValueError."""
    if view not in _VIEWS:
        raise ValueError("no such view")
    return DeviceStatus(Device.CAMERA, *_VIEWS[view], detail=" ".join(filter(None, (view, detail))))


def camera_end(test: Test, tried: CameraTried) -> tuple[DeviceStatus, End]:
    """How the camera is, and how this test of it ends. Not there: DEVICE_NOT_READY; it shows
    nothing: HARDWARE_ERROR of the function test, which is what it is for."""
    status = camera_status(tried.view, f"{tried.width}x{tried.height}" if tried.width else "")
    code = CompletionCode.SUCCESS if tried.width else CompletionCode.DEVICE_NOT_READY
    if isinstance(test, SelfTest):
        return status, (code, status)
    if tried.width and status.state is not DeviceState.ONLINE:
        code = CompletionCode.HARDWARE_ERROR
    return status, (code, FunctionReport(_figures(tried)))


def engine_end(test: Test, tried: EngineTried, engine: str) -> End:
    code = CompletionCode.SUCCESS if tried.passed else CompletionCode.HARDWARE_ERROR
    if isinstance(test, SelfTest):
        return code, ENGINE_WORKS if tried.passed else ENGINE_OUT
    return code, FunctionReport(f"{engine}, {1000 * tried.took_s:.0f} ms")


def _figures(tried: CameraTried) -> str:
    if not tried.width:
        return tried.view
    return (
        f"{tried.view}, {tried.width}x{tried.height}, {tried.fps:.1f} fps, "
        f"age {tried.age_s:.2f} s, brightness {tried.brightness:.0f}/255, "
        f"white {100 * tried.clipped:.1f} %"
    )
