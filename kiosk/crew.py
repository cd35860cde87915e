"""Everything of a kiosk that has a thread, a file or a wire: started and ended in order.

Answers for making it on a thread of its own, so that the screen comes first, for tying it to the
runtime, and for letting go of it. What `kiosk/` may not know (devices, sounds, the input method) is
made by whoever hands in the `Makers`.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the rest is loaded on the crew's own thread
    from config.model import BarcodeReaderConfig, KioskConfig
    from kiosk.clock import Clock
    from kiosk.ports import BarcodeReader, Post
    from kiosk.runtime import Runtime
    from kiosk.steward import Signed
    from kiosk.vocabulary import Device


@dataclass(frozen=True, slots=True)
class Makers:
    """Called on the crew's thread.

    devices: (configuration, post, where they write down what they did), each as `ports` says of it.
    reader: of codes, above a tray of licence paper. sounds: (where they are kept), as
    `runtime.Sounds`. speller: the input method, as `runtime.Speller`; both with `close()`.
    """

    devices: "Callable[[KioskConfig, Post, Path], Mapping[Device, Any]]"
    reader: "Callable[[BarcodeReaderConfig, Post], BarcodeReader]"
    sounds: Callable[[Path], Any]
    speller: "Callable[[Post], Any]"


class Crew:
    def __init__(
        self,
        config: "KioskConfig",
        clock: "Clock",
        runtime: "Runtime",
        signed: "Signed | None",
        makers: Callable[[], Makers],
    ) -> None:
        """signed: the signed configuration and who looks after it, None where there is none.

        makers: called on the crew's thread, where it may take its time to load what it names.
        """
        self._config, self._clock, self._runtime = config, clock, runtime
        self._signed, self._makers = signed, makers
        self._parts: Any = None
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._make, name="crew")

    def start(self, otherwise: Callable[[], None]) -> None:
        """Make them. otherwise: called when that fails; `close` then raises why."""
        self._otherwise = otherwise
        self._thread.start()

    def preview(self) -> Any:
        return self._parts.biometric.preview() if self._parts is not None else None

    def close(self) -> None:
        """End them in order. Raises what kept them from starting."""
        if self._thread.ident is not None:
            self._thread.join()
        if self._failure is not None:
            raise self._failure
        if self._parts is not None:
            from kiosk.effects import Audit

            parts = self._parts
            parts.keeper.carry_out(Audit("kiosk_stopped"))
            parts.desk.close()
            self._enquiries.close()
            self._socket.close()
            if self._signed is not None:
                self._signed.close()
            parts.diagnostician.close()
            for part in (
                parts.gate,
                parts.sounds,
                parts.speller,
                self._press,
                *self._devices.values(),
            ):
                if part is not None:
                    part.close()
            parts.keeper.close()

    def _make(self) -> None:
        try:
            self._parts = self._made()
        except Exception as failure:
            self._failure = failure
            self._otherwise()

    def _made(self) -> Any:
        from kiosk.diagnostician import Diagnostician
        from kiosk.enquiries import Enquiries
        from kiosk.events.program import Started
        from kiosk.keeping.keeping import Keeping
        from kiosk.licence.press import press_of
        from kiosk.local_socket import SOCKET_NAME, LocalSocket
        from kiosk.platforms.counters import clients
        from kiosk.platforms.desk import Desk
        from kiosk.runtime import Parts
        from kiosk.technician.gate import TRIES_FILE, Gate
        from kiosk.visit.steps import needed_by
        from kiosk.vocabulary import Device

        config, runtime, makers = self._config, self._runtime, self._makers()
        doctor = Diagnostician(needed_by(runtime.rules), runtime.post)
        keeping = Keeping(
            config, runtime.post, matters=runtime.rules.catalogue.matters, now=self._clock.now
        )
        devices = self._devices = makers.devices(config, doctor.post, config.keeping.directory)
        doctor.attend(devices)
        self._enquiries = Enquiries(runtime, doctor, keeping.with_blanks)
        self._socket = LocalSocket(config.keeping.directory / SOCKET_NAME, self._enquiries.answer)
        sounds = makers.sounds(config.keeping.directory.parent / "sounds")
        pin_hash = config.technician.pin_hash if config.technician is not None else None
        gate = Gate(pin_hash, config.keeping.directory / TRIES_FILE, runtime.post)
        printer = devices.get(Device.DOCUMENT_PRINTER)
        press = self._press = press_of(
            config, runtime.rules.words, printer, runtime.post, makers.reader
        )
        portrait = devices[Device.BIOMETRIC].import_photo
        desk = Desk(clients(config), runtime.post, portrait=portrait)
        parts = Parts(
            devices[Device.CARD_READER],
            devices[Device.PRINTER],
            devices[Device.BIOMETRIC],
            keeping,
            sounds,
            doctor,
            gate,
            desk,
            makers.speller(runtime.post),
            devices.get(Device.BARCODE_READER),
            press,
        )
        runtime.connect(parts, Started(keeping.visits()), gate.tries())
        if self._signed is not None:
            self._signed.start(runtime, keeping, desk, doctor)
        return parts
