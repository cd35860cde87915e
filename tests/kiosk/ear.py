"""Listens where systemd would: a datagram socket named in NOTIFY_SOCKET."""

import socket
import time
from pathlib import Path


class Ear:
    """path: of the socket, or a name that begins with "@" for an abstract one."""

    def __init__(self, path: Path | str) -> None:
        self.name = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + self.name[1:] if self.name.startswith("@") else self.name)

    @property
    def environment(self) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self.name}

    def next(self, within_s: float = 5.0) -> str:
        """What is said next; empty when nothing is."""
        self._socket.settimeout(within_s)
        try:
            return self._socket.recv(4096).decode()
        except TimeoutError:
            return ""

    def until(self, said: str, within_s: float) -> list[str]:
        """Everything that is said up to this, or until the time is over."""
        heard: list[str] = []
        ends_s = time.monotonic() + within_s
        while (not heard or heard[-1] != said) and (left_s := ends_s - time.monotonic()) > 0:
            heard += filter(None, [self.next(left_s)])
        return heard

    def hear_out(self) -> None:
        """What an ended process still said must not be taken for the next one's word."""
        while self.next(within_s=0.001):
            pass

    def close(self) -> None:
        self._socket.close()
