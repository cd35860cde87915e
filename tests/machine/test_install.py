"""`make install`: what it lays out is a unit that systemd accepts, and a file that parses."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.load import load_config
from kiosk.version import version
from tests.config.test_config import FILLED_IN

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "config" / "machine" / "install.sh"
SYSTEMD_UNITS = Path("/usr/lib/systemd/system")


def install(root: Path) -> None:
    subprocess.run([SCRIPT], env={**os.environ, "DESTDIR": str(root)}, check=True, timeout=60)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("root")
    install(folder)
    return folder


def settings(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_only_root_installs_and_anyone_else_is_told_so_in_a_sentence() -> None:
    with SCRIPT.open() as script:  # on standard input: another user may not be able to look in here
        refused = subprocess.run(
            ["bash"],
            stdin=script,
            env={"PATH": os.environ["PATH"]},
            cwd="/",
            user=65534 if os.getuid() == 0 else None,
            capture_output=True,
            text=True,
            timeout=10,
        )
    assert refused.returncode == 1
    assert "only root" in refused.stderr
    assert "sudo make install" in refused.stderr


def test_the_kiosk_is_restarted_when_it_ends_and_when_its_screen_freezes(root: Path) -> None:
    unit = settings(root / "etc/systemd/system/budayang.service")
    expected = {
        "Type": "notify",
        "NotifyAccess": "main",
        "WatchdogSec": "20",
        "Restart": "always",
        "RestartSec": "1",
        "RestartPreventExitStatus": "78",
        "LimitCORE": "0",
    }
    assert {key: unit[key] for key in expected} == {key: [each] for key, each in expected.items()}
    assert "@PREFIX@" not in (root / "etc/systemd/system/budayang.service").read_text()


def test_the_unit_runs_what_is_installed(root: Path) -> None:
    unit = settings(root / "etc/systemd/system/budayang.service")
    (folder,) = unit["WorkingDirectory"]
    program = root / folder.lstrip("/")
    assert (program / "run_kiosk.py").is_file()
    assert (program / "config/machine/prepare.sh").stat().st_mode & stat.S_IXUSR
    assert list(program.rglob("__pycache__")) == []


def test_it_may_write_its_state_and_to_a_stick_and_nowhere_else(root: Path) -> None:
    unit = settings(root / "etc/systemd/system/budayang.service")
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["StateDirectory"] == ["budayang"]
    assert unit["ReadWritePaths"] == ["-/media"], "- : a machine without one starts all the same"


def test_what_is_installed_knows_its_version_and_where_its_papers_are(root: Path) -> None:
    """By its version it tells the county what runs there, and judges refused generations anew."""
    unit = settings(root / "etc/systemd/system/budayang.service")
    (folder,) = unit["WorkingDirectory"]
    told = subprocess.run(
        [sys.executable, "-c", "from kiosk.version import version; print(version())"],
        cwd=root / folder.lstrip("/"),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert told.stdout.strip() == version()
    assert version() != "?"
    (page,) = unit["Documentation"]
    assert (root / page.removeprefix("file:/")).is_file()
    assert (root / folder.lstrip("/") / "docs" / "technician.md").is_file()


def test_the_configuration_fits_the_unit_and_the_names_of_the_ports(root: Path) -> None:
    config = load_config(root / "etc/budayang/kiosk.toml", over=FILLED_IN)
    unit = settings(root / "etc/systemd/system/budayang.service")
    rules = (root / "etc/udev/rules.d/99-budayang.rules").read_text()

    assert not config.simulation
    for port in (config.card_reader.port, config.printer.port):
        assert f'SYMLINK+="{port.removeprefix("/dev/")}"' in rules
    # The service is nobody in particular: what only root may read reaches it as a credential.
    (start,) = unit["ExecStart"]
    assert start.endswith("run --config /run/credentials/budayang.service/kiosk.toml")
    assert "kiosk.toml:/etc/budayang/kiosk.toml" in unit["LoadCredential"]
    assert f"{config.keeping.key_file.name}:{config.keeping.key_file}" in unit["LoadCredential"]
    secret = config.acceptance.secret_file
    assert secret.parent == Path("/run/credentials/budayang.service")
    assert f"{secret.name}:/etc/budayang/{secret.name}" in unit["LoadCredential"]
    # Beside it lies what Kivy keeps, so it is one level down in what the unit may write.
    assert config.keeping.directory.parent == Path("/var/lib") / unit["StateDirectory"][0]


def test_secrets_are_for_root_alone_and_a_second_install_keeps_them(root: Path) -> None:
    etc = root / "etc/budayang"
    key = (etc / "kiosk.key").read_bytes()
    assert len(key) == 32
    for name in ("kiosk.toml", "kiosk.key", "acceptance.json"):
        assert stat.S_IMODE((etc / name).stat().st_mode) == 0o600
    (etc / "kiosk.toml").write_text("ours = true\n")
    (etc / "kiosk.toml").chmod(0o644)  # as older installations left it
    try:
        install(root)
        assert stat.S_IMODE((etc / "kiosk.toml").stat().st_mode) == 0o600
        assert (etc / "kiosk.key").read_bytes() == key
        assert (etc / "kiosk.toml").read_text() == "ours = true\n"
    finally:
        shutil.copy(SCRIPT.with_name("production.toml"), etc / "kiosk.toml")


def test_systemd_and_udev_accept_what_is_installed(root: Path, tmp_path: Path) -> None:
    """With the machine's own units and programs beside them; where the two tools exist."""
    whole = tmp_path / "machine"
    shutil.copytree(root / "etc/systemd", whole / "etc/systemd")
    for program in ("usr/bin/Xorg", "opt/budayang/.venv/bin/python"):
        (whole / program).parent.mkdir(parents=True)
        shutil.copy("/bin/true", whole / program)
    if shutil.which("systemd-analyze"):
        shutil.copytree(SYSTEMD_UNITS, whole / "usr/lib/systemd/system", symlinks=True)
        verify = ("systemd-analyze", "verify", f"--root={whole}", "budayang.service")
        assert run(*verify) == (0, "")
        unit = whole / "etc/systemd/system/budayang.service"
        unit.write_text(unit.read_text().replace("WatchdogSec", "WatchdogSeconds"))
        assert "WatchdogSeconds" in run(*verify)[1]
    if shutil.which("udevadm") and run("udevadm", "verify", "--help")[0] == 0:  # from systemd 254
        rules = root / "etc/udev/rules.d/99-budayang.rules"
        assert run("udevadm", "verify", str(rules))[0] == 0
        wrong = tmp_path / "99-wrong.rules"
        wrong.write_text(rules.read_text().replace("SYMLINK+=", "SYMLINK=+"))
        assert run("udevadm", "verify", str(wrong))[0] != 0


def run(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout + done.stderr
