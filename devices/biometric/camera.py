"""The camera as the kiosk knows it: a device of its own, though the face process alone opens it.

Answers for the device's face towards diagnosis. Loads neither OpenCV nor numpy. Nobody watches a
camera: it is opened for a face check and for a test, so what is known of it is from the last of
these. Leaves how a test ends to `trials`.
"""

from collections.abc import Callable

from kiosk.ports import Cancel, Capabilities, Crossing, FunctionTest, SelfTest
from kiosk.vocabulary import Device


class Camera:
    """The camera's own `kiosk.ports.AnyDevice`, behind the driver of the face process.

    Its commands and those of the face process have ids of one kind: no two alike at a time.
    """

    def __init__(
        self,
        source: str,
        tell: Callable[[SelfTest | FunctionTest], None],
        cancel: Callable[[Cancel], None],
        crossings: Callable[[], tuple[Crossing, ...]],
    ) -> None:
        # An address may hold a password: only its kind is told.
        self._model = f"video{source}" if source.isdecimal() else "network stream"
        self._tell, self._cancel, self._crossings = tell, cancel, crossings

    def submit(self, command: SelfTest | FunctionTest | Cancel) -> None:
        """SelfTest ends with its DeviceStatus, FunctionTest with a report of resolution, rate, age
        of a frame, brightness; both open the camera for a second at most, then close it."""
        if isinstance(command, Cancel):
            self._cancel(command)
        else:
            self._tell(command)

    def capabilities(self) -> Capabilities:
        return Capabilities(Device.CAMERA, self._model)

    def crossings(self) -> tuple[Crossing, ...]:
        """What was said about it between kiosk and face process; its frames never come here."""
        return tuple(each for each in self._crossings() if "Camera" in each.code)

    def close(self) -> None:
        """Nothing: it is closed unless a check or a test runs, and those end with the driver."""
