"""The printer of the CUPS project, `ippeveprinter`, as the other end of the wire.

Needs the Debian packages cups-ipp-utils and dbus-daemon (`config/machine/test_ipp.sh` installs
them), no rights and no network: it is told not to announce itself, and the bus that it insists on
is a private one that ends with the test. A print command of ours paces the sheets and counts them,
and its web pages take the part of the hand that loads paper.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

PROGRAM = "/usr/sbin/ippeveprinter"

# Its errors are at the same time the protocol by which it hears of sheets (ippeveprinter(1)).
_COMMAND = """#!/bin/sh
pages=$(grep -a -c '/Type /Page ' "$1")
[ "$pages" -gt 0 ] || pages=1
sheet=0
while [ "$sheet" -lt "$pages" ]; do
    sleep 0.2
    if [ -e "{hand}/jam" ]; then
        echo 'STATE: +media-jam' >&2
        while [ -e "{hand}/jam" ]; do sleep 0.05; done
        echo 'STATE: -media-jam' >&2
    fi
    sheet=$((sheet + 1))
    echo "$sheet" >>"{hand}/sheets"
    echo "ATTR: job-impressions-completed=$sheet" >&2
done
cp "$1" "{hand}/out/$(date +%s.%N)"
"""

_BY_PASS = {"size3": "iso_dl_110x220mm", "type3": "envelope", "level3": "25"}


class Eve:
    """The printer, its bus, and its print command; A4 lies in its main tray."""

    def __init__(self, directory: Path) -> None:
        self._hand = directory / "hand"
        (self._hand / "out").mkdir(parents=True)
        (directory / "spool").mkdir()
        command = directory / "print.sh"
        command.write_text(_COMMAND.format(hand=self._hand), encoding="utf-8")
        command.chmod(0o700)
        self._directory, self._port = directory, _free_port()
        self._bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._bus.stdout is not None
        self._address = self._bus.stdout.readline().strip()
        self._printer: subprocess.Popen[bytes] | None = None
        self.uri = f"ipp://localhost:{self._port}/ipp/print"
        self.replug()

    def close(self) -> None:
        (self._hand / "jam").unlink(missing_ok=True)
        self.unplug()
        self._bus.terminate()
        self._bus.wait(timeout=5)
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    def printed(self) -> list[bytes]:
        return [each.read_bytes() for each in sorted((self._hand / "out").iterdir())]

    def sheets_out(self) -> int:
        count = self._hand / "sheets"
        return len(count.read_text().splitlines()) if count.exists() else 0

    def take_paper(self) -> None:
        self._load("0")

    def load_paper(self) -> None:
        self._load("250")

    def jam(self) -> None:
        (self._hand / "jam").touch()

    def clear_jam(self) -> None:
        (self._hand / "jam").unlink()

    def fall_silent(self) -> None:
        assert self._printer is not None
        self._printer.send_signal(signal.SIGSTOP)

    def answer_again(self) -> None:
        assert self._printer is not None
        self._printer.send_signal(signal.SIGCONT)

    def unplug(self) -> None:
        if self._printer is not None:
            self._printer.send_signal(signal.SIGCONT)
            self._printer.kill()
            self._printer.wait(timeout=5)
            self._printer = None

    def replug(self) -> None:
        """Start it, as it comes out of its box: with A4 in it."""
        with (self._directory / "ippeveprinter.log").open("ab") as log:
            self._printer = subprocess.Popen(
                [
                    *(PROGRAM, "-r", "off", "-k", "-d", str(self._directory / "spool")),
                    *("-p", str(self._port), "-s", "60", "-c", str(self._directory / "print.sh")),
                    *("-f", "application/pdf,image/jpeg,image/pwg-raster", "Licence printer"),
                ],
                env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": self._address},
                stdout=log,
                stderr=log,
            )
        ends_s = time.monotonic() + 10.0
        while True:
            try:
                return self.load_paper()
            except requests.ConnectionError:
                assert self._printer.poll() is None, (
                    self._directory / "ippeveprinter.log"
                ).read_text()
                assert time.monotonic() < ends_s, "ippeveprinter takes no calls"
                time.sleep(0.05)

    def _load(self, level: str) -> None:
        main = {"size1": "iso_a4_210x297mm", "type1": "stationery", "level1": level}
        url = f"http://localhost:{self._port}/media"
        requests.get(url, params=main | _BY_PASS, timeout=5).raise_for_status()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_installed() -> bool:
    return Path(PROGRAM).exists() and shutil.which("dbus-daemon") is not None


def main() -> int:
    """Whether it runs on this machine: start it, load paper, end it."""
    with tempfile.TemporaryDirectory() as directory:
        try:
            Eve(Path(directory)).close()
        except (AssertionError, OSError) as problem:
            print(problem, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
