"""The worker of a device on a serial port, set up from its part of the configuration."""

from typing import Literal, Protocol

from devices.transport import FrameLog, SerialPort
from devices.worker import Handler, Worker
from kiosk.attention import Attention
from kiosk.ports import Post
from kiosk.vocabulary import Device

FASTEST_BAUD = 115200


class SerialConfig(Protocol):
    """What the configuration of every serial device says. baud "auto": begin with the fastest."""

    @property
    def port(self) -> str: ...
    @property
    def baud(self) -> int | Literal["auto"]: ...
    @property
    def reopen_first_s(self) -> float: ...
    @property
    def reopen_most_s(self) -> float: ...


def serial_worker(
    device: Device,
    handler: Handler,
    post: Post,
    config: SerialConfig,
    log: FrameLog,
    *,
    port_gone: type[Attention],
    no_answer: type[Attention],
) -> Worker:
    """Not started yet; its handler gets a `SerialPort` that keeps `log`."""
    baud = FASTEST_BAUD if config.baud == "auto" else config.baud
    return Worker(
        device,
        handler,
        post,
        open_port=lambda: SerialPort(config.port, baud, log),
        reopen_first_s=config.reopen_first_s,
        reopen_most_s=config.reopen_most_s,
        port_gone=port_gone,
        no_answer=no_answer,
    )
