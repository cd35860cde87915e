"""Tells systemd that the kiosk is ready and alive: sd_notify(3) in a few lines.

`alive` is called by the loop that also draws, so that a frozen screen is restarted. Without
NOTIFY_SOCKET nothing is sent.
"""

import socket
from collections.abc import Mapping

EXIT_RESTART = 79
"""Exit code when a technician had the program restarted: whoever started it starts it again."""


class Supervisor:
    """environment: os.environ, where systemd puts NOTIFY_SOCKET."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        # "@" stands for the NUL byte of an abstract socket (sd_notify(3)).
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        self._send(b"READY=1")

    def status(self, text: str) -> None:
        """What `systemctl status` shows of a start that goes on."""
        self._send(b"STATUS=" + text.encode())

    def alive(self) -> None:
        self._send(b"WATCHDOG=1")

    def _send(self, message: bytes) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.settimeout(0.1)  # the loop that draws never waits for a supervisor
                line.sendto(message, self._address)
        except OSError:
            return  # then the watchdog bites, which is what it is for
