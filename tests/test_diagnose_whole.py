"""`run_kiosk.py diagnose` as a technician runs it: whole kiosks, every device, each a process.

What is printed stands in docs/diagnose.md; figures, matters and the order of devices may differ.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.simulation.client import ControlClient
from kiosk.demonstration.processes import Child
from kiosk.keeping.audit import export_jsonl, verify
from kiosk.local_socket import SOCKET_NAME
from kiosk.vocabulary import Device
from tests.devices.inbox import eventually
from tests.kiosk.ear import Ear

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "config" / "profiles" / "demo.toml"
START_S = 60.0

pytestmark = pytest.mark.long


class Zone:
    """Simulated hardware, and the configuration of a kiosk that is wired to it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        arguments = ["simulate", "--directory", str(directory / "run")]
        self.hardware = Child(ROOT, arguments, directory / "simulate.log")
        wiring = self.hardware.ready(START_S)
        self.control = ControlClient(Path(wiring["control"]))
        tables: dict[str, dict[str, str]] = {
            "keeping": {
                "directory": str(directory / "keeping"),
                "key_file": str(directory / "kiosk.key"),
            },
            "acceptance": {
                "base_url": "http://127.0.0.1:9",
                "secret_file": str(directory / "no-secret.json"),
            },
        }
        for key, value in wiring.items():
            table, _, name = key.rpartition(".")
            if table:
                tables.setdefault(table, {})[name] = value
        lines = []
        for table, values in tables.items():
            lines += [f"[{table}]", *(f"{name} = {json.dumps(values[name])}" for name in values)]
        self.configs = ("--config", str(DEMO), "--config", str(directory / "kiosk.toml"))
        (directory / "kiosk.toml").write_text("\n".join(lines), encoding="utf-8")

    def diagnosed(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "run_kiosk.py", "diagnose", *words, *self.configs],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=START_S,
            check=False,
        )


@pytest.fixture
def zone(tmp_path: Path) -> Iterator[Zone]:
    made = Zone(tmp_path)
    yield made
    made.hardware.stop()


def documented(title: str) -> list[str]:
    """The lines of the block below a heading of docs/diagnose.md, without figures, sorted.

    And without the matters, which are the catalogue's of the day.
    """
    text = (ROOT / "docs" / "diagnose.md").read_text(encoding="utf-8")
    section = text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return shaped(section.split("```text\n", 1)[1].split("```", 1)[0])


def shaped(text: str) -> list[str]:
    return sorted(
        re.sub(r" +", " ", re.sub(r"\d+(\.\d+)?", "0", line)).rstrip()
        for line in re.sub("修好之前不能办：.*", "修好之前不能办：", text).splitlines()
        if not line.startswith("$")
    )


def test_a_healthy_a_half_dead_and_a_dead_kiosk_print_what_the_manual_shows(zone: Zone) -> None:
    healthy = zone.diagnosed()
    print(healthy.stdout)
    zone.control.do("card_reader", "unplug")
    zone.control.do("printer", "paper_out")
    half_dead = zone.diagnosed()
    print(half_dead.stdout)
    zone.hardware.stop()
    dead = zone.diagnosed()
    print(dead.stdout)
    assert (healthy.returncode, half_dead.returncode, dead.returncode) == (0, 2, 2)
    assert shaped(healthy.stdout) == documented("A healthy kiosk")
    assert shaped(half_dead.stdout) == documented("A half-dead kiosk")
    assert shaped(dead.stdout) == documented("A dead kiosk")


def test_a_kiosk_that_runs_does_it_itself_and_writes_it_down(zone: Zone, tmp_path: Path) -> None:
    ear = Ear(tmp_path / "notify")
    headless = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    kiosk = subprocess.Popen(
        [sys.executable, "run_kiosk.py", "run", *zone.configs],
        cwd=ROOT,
        env=headless | ear.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        ear.until("READY=1", START_S)
        # Ready means drawn; the devices come a moment later.
        eventually((tmp_path / "keeping" / SOCKET_NAME).exists, START_S)
        document = json.loads(zone.diagnosed("--json").stdout)
        assert (document["asked"], document["grade"]) == ("kiosk", "ok")
        assert [row["device"] for row in document["devices"]] == [device.value for device in Device]
    finally:
        kiosk.send_signal(signal.SIGTERM)
        _, said = kiosk.communicate(timeout=START_S)
        ear.close()
    assert "Traceback" not in said
    assert verify(tmp_path / "keeping").ok
    export_jsonl(tmp_path / "keeping", tmp_path / "audit.jsonl")
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["entry"]["event"] for line in lines]
    assert events.count("diagnosis_asked") == 1
    assert events.count("device_diagnosed") == len(Device)


def test_simulated_devices_are_made_for_the_diagnosis_and_gone_after_it(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "run_kiosk.py", "diagnose", "--simulate", "card_reader", "--json"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    document = json.loads(told.stdout)
    assert (document["asked"], document["grade"]) == ("simulation", "ok")
    assert not list(tmp_path.iterdir())
    shutil.rmtree(tmp_path)
