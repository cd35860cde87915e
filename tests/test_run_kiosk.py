"""The commands of run_kiosk.py: what they say, and how they end; those that go on, as processes."""

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest

import run_kiosk
from config.catalogue import CATALOG
from config.load import load_config
from kiosk.keeping.audit import DATABASE
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.store import Store
from kiosk.rules import rules_of
from screens.stories import STORIES
from tests.kiosk.ear import Ear

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "config" / "profiles" / "demo.toml"
COMMANDS = (
    "run",
    "demo",
    "simulate",
    "sandbox",
    "bench",
    "diagnose",
    "config",
    "push",
    "pin",
    "audit",
)
HEADLESS = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
START_S = 30.0


def kiosk(*words: str | Path, program: tuple[str, ...] = ("run_kiosk.py",)) -> "Ended":
    return subprocess.run(
        [sys.executable, *program, *map(str, words)],
        cwd=ROOT,
        env=HEADLESS,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


Ended = subprocess.CompletedProcess[str]


def answer(*words: str | Path) -> "Ended":
    """The same for a command that only answers; without a process, which takes half a second."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_kiosk.main([*map(str, words)])
    return Ended(words, code, out.getvalue(), err.getvalue())


@contextmanager
def started(
    *words: str | Path, environment: dict[str, str] | None = None
) -> "Iterator[subprocess.Popen[str]]":
    with subprocess.Popen(
        [sys.executable, "run_kiosk.py", *map(str, words)],
        cwd=ROOT,
        env=HEADLESS | (environment or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_help_names_every_command() -> None:
    told = kiosk("--help")
    assert told.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^    {command} +\w", told.stdout, re.MULTILINE), command


# ---- run ---------------------------------------------------------------------------------------


def layer(directory: Path, text: str = "", *, simulation: bool = True) -> Path:
    """A kiosk of nowhere: no device is there, nobody answers."""
    file = directory / "kiosk.toml"
    file.write_text(
        f"""
        simulation = {str(simulation).lower()}
        [keeping]
        directory = "{directory}/keeping"
        key_file = "{directory}/kiosk.key"
        [card_reader]
        port = "{directory}/no-reader"
        [printer]
        port = "{directory}/no-printer"
        [acceptance]
        base_url = "http{"" if simulation else "s"}://{"127.0.0.1:9" if simulation else "nowhere"}"
        secret_file = "{directory}/no-secret.json"
        {text}
        """,
        encoding="utf-8",
    )
    return file


def test_with_every_device_dead_it_starts_says_so_lives_and_ends_with_its_parents_pipe(
    tmp_path: Path,
) -> None:
    ear = Ear(tmp_path / "notify")
    configs = ("--config", DEMO, "--config", layer(tmp_path))
    words = ("run", "--child", *configs, "--pictures", "none")
    with started(*words, environment=ear.environment) as process:
        heard = ear.until("READY=1", START_S)
        assert heard[0] == "STATUS=opening", "the door is drawn before what takes long is loaded"
        assert heard[-1] == "READY=1"
        beats_s = []
        for _ in range(3):
            assert ear.next() == "WATCHDOG=1"
            beats_s.append(time.monotonic())
        assert 1.4 < beats_s[-1] - beats_s[0] < 4.0, "about once a second"
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(15) == 0
        assert process.stderr is not None
        said = process.stderr.read()
    ear.close()
    assert "Traceback" not in said
    assert "Fatal" not in said
    assert answer("audit", "verify", "--directory", tmp_path / "keeping").returncode == 0


def test_a_broken_configuration_is_told_whole_and_not_tried_again(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(
        "[card_reader]\nbaud = 1200\nspeed = 3\n[face]\npass_at_most = 0.6\n", encoding="utf-8"
    )
    ended = kiosk("run", "--config", DEMO, "--config", broken)
    assert ended.returncode == os.EX_CONFIG
    # The door is drawn already; in a fresh folder Kivy has told of that it makes a file of its own.
    assert "\n配置有问题，没有启动" in f"\n{ended.stderr}"
    for problem in ("card_reader.baud", "card_reader.speed", "face.pass_at_most", "got 0.6"):
        assert problem in ended.stderr
    assert "Traceback" not in ended.stderr
    missing = kiosk("run", "--config", tmp_path / "none.toml")
    assert (missing.returncode, "none.toml" in missing.stderr) == (os.EX_CONFIG, True)


def test_in_service_a_missing_key_is_told_and_not_tried_again(tmp_path: Path) -> None:
    ended = kiosk("run", "--config", DEMO, "--config", layer(tmp_path, simulation=False))
    assert ended.returncode == os.EX_CONFIG
    assert ended.stderr.splitlines()[-2] == "密钥不能用，没有启动："
    assert "kiosk.key" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "keeping" / DATABASE).exists()


def test_a_database_that_does_not_open_is_told_and_may_be_tried_again(tmp_path: Path) -> None:
    file = layer(tmp_path)
    (tmp_path / "keeping").mkdir()
    (tmp_path / "keeping" / DATABASE).write_bytes(b"no database " * 100)
    ended = kiosk("run", "--config", DEMO, "--config", file)
    assert ended.returncode == os.EX_TEMPFAIL
    assert "存件的数据库打不开，没有启动" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_catalogue_is_told_and_takes_no_kiosk_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = load_config(DEMO, over={"keeping": {"directory": tmp_path / "keeping"}})
    catalog = tmp_path / "catalog"
    shutil.copytree(CATALOG, catalog)
    good = rules_of(config, directory=catalog)
    (catalog / "ID-01.toml").write_text('code = "id1"\n', encoding="utf-8")
    rules = rules_of(config, directory=catalog)
    assert rules.matters == good.matters
    assert rules.catalogue.problems
    assert "ID-01.toml: code" in caplog.text
    assert "ID-01.toml: plan: missing" in caplog.text


@pytest.mark.parametrize("command", [("demo",), ("run", "--config", DEMO)], ids=["demo", "run"])
def test_an_unknown_visitor_is_answered_with_those_there_are(command: tuple[str]) -> None:
    ended = kiosk(*command, "--visitor", "nobody")
    assert ended.returncode == 2
    for name in STORIES:
        assert name in ended.stderr


# ---- the audit log -----------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of three entries."""
    store = Store(tmp_path / "kept", Cipher(bytes(32)), datetime.now)
    for visit in (1, 2, 3):
        store.keep_audit("visit_started", {"visit": visit, "matter": "ID-01"})
    store.close()
    return tmp_path / "kept"


def test_a_whole_log_is_told_to_be_whole(log: Path) -> None:
    ended = kiosk("audit", "verify", "--directory", log)
    assert ended.returncode == 0
    sentence, head = ended.stdout.splitlines()
    assert sentence == "审计记录完整，共 3 条。"
    assert re.fullmatch(r"[0-9a-f]{64}", head)


def test_one_changed_byte_is_told_with_its_entry(log: Path) -> None:
    file = log / DATABASE
    content = file.read_bytes()
    assert content.count(b'"visit":2') == 1
    file.write_bytes(content.replace(b'"visit":2', b'"visit":7'))
    ended = answer("audit", "verify", "--directory", log)
    assert ended.returncode == 1
    assert ended.stdout.splitlines()[:2] == [
        "2: 这一条被改过",
        "审计记录不完整，共 3 条，问题如上。",
    ]


def test_a_log_that_is_not_there_is_not_whole(tmp_path: Path) -> None:
    assert answer("audit", "verify", "--directory", tmp_path).returncode == 1
    ended = answer("audit", "export", "--directory", tmp_path, "--to", tmp_path / "out")
    assert ended.returncode == 1
    assert ended.stderr.startswith("没有导出：")


def test_export_writes_every_entry_as_it_was_hashed(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.jsonl"
    ended = answer("audit", "export", "--directory", log, "--to", target)
    assert (ended.returncode, ended.stdout) == (0, f"已导出 3 条到 {target}。\n")
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    with sqlite3.connect(log / DATABASE) as database:
        hashes = [row[0].hex() for row in database.execute("SELECT hash FROM audit")]
    database.close()
    assert [row["hash"] for row in rows] == hashes
    assert [row["entry"]["fields"]["visit"] for row in rows] == [1, 2, 3]


# ---- peers -------------------------------------------------------------------------------------


def test_the_simulated_hardware_can_be_asked_for_something_by_name(tmp_path: Path) -> None:
    with started("simulate", "--directory", tmp_path, "--no-camera") as hardware:
        assert hardware.stdout is not None
        assert hardware.stdin is not None
        assert set(json.loads(hardware.stdout.readline())) >= {"card_reader.port", "printer.port"}

        def ask(*words: str) -> Ended:
            return answer("simulate", "--directory", tmp_path, *words)

        placed = ask("card_reader", "place", "person=chen-haiying")
        assert json.loads(placed.stdout) == {"person": "chen-haiying"}
        assert ask("card_reader", "noise", "percent=5", "times=3").returncode == 0
        status = json.loads(ask("card_reader", "status").stdout)
        assert (status["person"], status["faults"]) == ("chen-haiying", ["noise"])
        peers = {"card_reader", "printer", "barcode_reader", "document_printer"}
        assert set(json.loads(ask("status").stdout)) >= peers
        refused = ask("card_reader", "place", "person=chen-haiying")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "a card lies there already" in refused.stderr
        unknown = ask("toaster", "status")
        assert (unknown.returncode, "card_reader" in unknown.stderr) == (1, True)
        assert "want name=value" in ask("card_reader", "place", "chen-haiying").stderr
        hardware.stdin.close()
        assert hardware.wait(10) == 0
    lost = answer("simulate", "--directory", tmp_path, "card_reader", "lift")
    assert (lost.returncode, "Traceback" in lost.stderr) == (1, False)


def test_the_sandbox_tells_its_address_and_ends_with_its_parents_pipe(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    names = ("login_name", "login_password", "belong_system")
    secret.write_text(json.dumps(dict.fromkeys(names, "33022509901")), encoding="utf-8")
    with started("sandbox", "--directory", tmp_path, "--credentials", secret) as sandbox:
        assert sandbox.stdout is not None
        assert sandbox.stdin is not None
        assert json.loads(sandbox.stdout.readline())["url"].startswith("http://127.0.0.1:")
        sandbox.stdin.close()
        assert sandbox.wait(10) == 0
