"""Set-up: what it asks for, what it skips, and how it recovers from being cut off.

Real `venv`, pip and fontTools, in a folder of its own; the lock there names one tiny wheel made
here, so that nothing comes over the network. Only dpkg, apt-get and sudo are played, by scripts
that note how they were called.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import fontTools
import pytest

MACHINE = Path(__file__).parents[2] / "config" / "machine"
INSTALLED = """installed libglib2.0-0t64, libglib2.0-0 (= 2.84.4-3)
installed ca-certificates,
installed python3-venv,
installed libegl1,
installed libgl1, libgl1-mesa-glx (= 1.7.0)
installed libmtdev1t64, libmtdev1 (= 1.1.7)
installed librime1t64, librime1 (= 1.13.1)
installed librime-data,
installed rime-data-luna-pinyin,
installed espeak-ng,
installed strace,
installed libxcb1,
not-installed fonts-noto-cjk,
"""


class Machine:
    """A folder that looks like a clone, and a machine whose packages the test decides."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.clone = folder / "clone"
        self.tools = folder / "tools"
        self.calls = folder / "calls"
        self.packages = folder / "packages"
        machine = self.clone / "config" / "machine"
        machine.mkdir(parents=True)
        for name in ("prepare.sh", "packages.txt", "fonts.py"):
            shutil.copy(MACHINE / name, machine)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (machine / "requirements.lock").write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n")
        self.tools.mkdir()
        self.tool("dpkg-query", f'cat "{self.packages}"')
        self.has("installed fonts-noto-cjk,\n")
        self.environment = {
            "HOME": str(folder),
            "PATH": f"{self.tools}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "PYTHON": sys.executable,
            "PYTHONPATH": str(Path(fontTools.__file__).parents[1]),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(wheel.parent),
        }

    def tool(self, name: str, script: str) -> None:
        file = self.tools / name
        file.write_text(f"#!/bin/sh\nprintf '%s\\n' \"{name} $*\" >>'{self.calls}'\n{script}\n")
        file.chmod(0o755)

    def has(self, last: str) -> None:
        self.packages.write_text(INSTALLED + last)

    def called(self) -> str:
        return self.calls.read_text() if self.calls.exists() else ""

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.clone / "config/machine/prepare.sh"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def prepare(self) -> tuple[int, str]:
        process = self.start()
        output, _ = process.communicate(timeout=60)
        return process.returncode, output

    def is_whole(self) -> bool:
        python = self.clone / ".venv/bin/python"
        fonts = self.clone / "build/fonts"
        return (
            subprocess.run([python, "-Ic", "import tiny"], check=False).returncode == 0
            and (fonts / "NotoSansSC-Regular.otf").stat().st_size > 10_000_000
            and (fonts / "NotoSansSC-Bold.otf").stat().st_size > 10_000_000
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("wheels") / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr(
            "tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
        )
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    return file


@pytest.fixture
def machine(tmp_path: Path, wheel: Path) -> Machine:
    return Machine(tmp_path, wheel)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Machine:
    """Killed in the middle of making .venv, then run once more, as a person would.

    Before the real interpreter stands one that fails: a pyenv shim exists for every version that
    pyenv knows, and fails for those not chosen.
    """
    machine = Machine(tmp_path_factory.mktemp("prepared"), wheel)
    machine.tool("python3.11", "echo 'python3.11: command not found' >&2; exit 127")
    machine.environment["PYTHON"] = f"python3.11 {sys.executable}"
    process = machine.start()
    python = machine.clone / ".venv/bin/python"
    wait_until(python.exists)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)
    assert not (machine.clone / ".venv/stamp").exists()
    code, output = machine.prepare()
    assert code == 0, output
    return machine


def wait_until(condition: Callable[[], bool], limit_s: float = 20) -> None:
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_without_root_or_sudo_the_exact_command_is_told_and_nothing_begun(machine: Machine) -> None:
    machine.has("")
    machine.tool("id", "echo 1000")
    machine.tool("sudo", "exit 1")
    code, output = machine.prepare()
    assert code == 1
    assert (
        "sudo apt-get update && "
        "sudo apt-get install --yes --no-install-recommends fonts-noto-cjk\n" in output
    )
    assert not (machine.clone / ".venv").exists()


def test_through_sudo_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.has("")
    machine.tool("id", "echo 1000")
    machine.tool("sudo", 'shift; exec "$@"')
    machine.tool("dpkg", "")
    machine.tool(
        "apt-get",
        f'case "$*" in *install*) echo "installed fonts-noto-cjk," >>"{machine.packages}";; esac',
    )
    machine.environment["PYTHON"] = "no-such-python"  # far enough
    code, output = machine.prepare()
    installs = [line for line in machine.called().splitlines() if line.startswith("apt-get")]
    assert len(installs) == 2
    assert installs[1].endswith("install --yes --no-install-recommends fonts-noto-cjk")
    assert code == 1
    assert "no Python from 3.11 to 3.13" in output


def test_an_installation_that_leaves_something_out_stops_set_up(machine: Machine) -> None:
    machine.has("")
    for name, script in (("id", "echo 0"), ("dpkg", ""), ("apt-get", "")):
        machine.tool(name, script)
    code, output = machine.prepare()
    assert code == 1
    assert "still missing: fonts-noto-cjk" in output


@pytest.mark.long
def test_a_set_up_that_was_killed_is_whole_after_the_next(prepared: Machine) -> None:
    assert prepared.is_whole()


@pytest.mark.long
def test_a_second_set_up_does_nothing_and_asks_nobody(prepared: Machine) -> None:
    prepared.calls.unlink()
    before = time.monotonic()
    assert prepared.prepare() == (0, "")
    assert time.monotonic() - before < 1
    assert {line.split()[0] for line in prepared.called().splitlines()} == {"dpkg-query"}
    assert prepared.is_whole()


@pytest.mark.parametrize("lost", ["build/fonts/NotoSansSC-Bold.otf", "build/fonts/stamp"])
@pytest.mark.long
def test_a_lost_font_comes_back(prepared: Machine, lost: str) -> None:
    (prepared.clone / lost).unlink()
    assert prepared.prepare()[0] == 0
    assert prepared.is_whole()


@pytest.mark.long
def test_another_lock_makes_another_environment_and_takes_only_the_locked_wheel(
    prepared: Machine,
) -> None:
    lock = prepared.clone / "config/machine/requirements.lock"
    lock.write_text("tiny==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    stray = prepared.clone / ".venv" / "left-over"
    stray.touch()
    code, output = prepared.prepare()
    assert code != 0
    assert "HASHES" in output
    assert not stray.exists()
    assert not (prepared.clone / ".venv/stamp").exists()
