"""The `diagnose` command: card reader and printer on real wires, well, half dead and dead.

What it prints for all six devices stands in docs/diagnose.md; that this is still so is a long test.
"""

import io
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import serial

import run_kiosk
from config.catalogue import all_words
from config.load import PROFILES, load_config
from config.model import CardReaderConfig, PrinterConfig
from config.people import load_people
from devices.biometric import trials as camera
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.simulator import CardReaderPeer
from devices.document_printer import health as document_printer
from devices.printer import health as printer
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from devices.printer.simulator import PrinterPeer
from kiosk.diagnose_command import (
    CannotRun,
    chosen,
    exit_code,
    from_the_kiosk,
    from_the_ports,
    tell_people,
    tell_programs,
    write_down,
)
from kiosk.diagnosis_report import Row, seen
from kiosk.effects import Audit
from kiosk.keeping.audit import verify
from kiosk.keeping.audit_catalogue import check_event
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.store import Store
from kiosk.local_socket import LocalSocket
from kiosk.ports import AnyDevice, Post
from kiosk.rules import load_rules
from kiosk.visit.steps import needed_by
from kiosk.vocabulary import Device, PaperSupply
from tests.devices.printer.conftest import FONT

NEEDED_BY = needed_by(load_rules(load_config(PROFILES / "demo.toml")))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WORDS = all_words()["zh"]
PATIENCE = {"reply_timeout_s": 0.15, "reopen_first_s": 0.02, "reopen_most_s": 0.05}
BOTH = (Device.CARD_READER, Device.PRINTER)


class Wires:
    """A reader and a printer, each at the end of a pseudo-terminal."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.reader = CardReaderPeer(
            directory, load_people(NOON.date()), lambda key: b"", baud=3_000_000, sam_delay_s=0.0
        )
        self.printer = PrinterPeer(directory, font=FONT, speed_mm_s=5000.0)
        self.audited: list[Audit] = []

    def opened(self, post: Post) -> Mapping[Device, AnyDevice]:
        reader = CardReaderConfig(
            port=str(self._directory / "card_reader"), baud=115200, **PATIENCE
        )
        printer = PrinterConfig(port=str(self._directory / "printer"), **PATIENCE)
        journal = JournalFile(self._directory / "journal")
        return {
            Device.CARD_READER: SerialCardReader(reader, post, lambda portrait: None),
            Device.PRINTER: SerialReceiptPrinter(printer, post, journal, FONT),
        }

    def diagnosed(self, *devices: Device) -> tuple[int, list[str]]:
        """Exit code and what a person reads."""
        out = io.StringIO()
        rows = from_the_ports(NEEDED_BY, self.opened, devices or BOTH, self.audited.append)
        with closing(rows):
            code = tell_people(rows, devices or BOTH, WORDS, out)
        return code, out.getvalue().splitlines()

    def close(self) -> None:
        self.reader.close()
        self.printer.close()


@pytest.fixture
def wires(tmp_path: Path) -> Iterator[Wires]:
    made = Wires(tmp_path)
    yield made
    made.close()


def line_of(device: str, told: list[str]) -> list[str]:
    return next(line.split() for line in told if line.startswith(device))


def column(line: str, cell: str) -> int:
    """Where a cell begins on a terminal."""
    before = line[: line.index(cell)]
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)


# ---- three kiosks --------------------------------------------------------------------------------


def test_a_healthy_kiosk_is_told_in_one_line_per_device(wires: Wires) -> None:
    code, told = wires.diagnosed()
    assert code == 0
    assert line_of("身份证读卡器", told)[1:5] == ["正常"] * 4
    assert line_of("凭条打印机", told)[1:5] == ["正常"] * 4
    assert told[-1] == "结论：正常。"
    assert len(told) == 4
    assert [audit.event for audit in wires.audited] == [
        "diagnosis_asked",
        "device_diagnosed",
        "device_diagnosed",
    ]
    for audit in wires.audited:
        check_event(audit.event, dict(audit.fields))


def test_a_half_dead_kiosk_says_what_to_do_and_what_cannot_be_done_until_then(
    wires: Wires,
) -> None:
    wires.reader.verbs["unplug"]({})
    wires.printer.verbs["paper_out"]({})
    code, told = wires.diagnosed()
    assert code == 2
    assert line_of("身份证读卡器", told)[1:] == ["故障", "未测", "未测", "未测", "没有这个端口"]
    assert line_of("凭条打印机", told)[1:5] == ["正常", "正常", "故障", "未测"]
    assert "没有纸" in line_of("凭条打印机", told)[5:]
    advice = "\n".join(told)
    assert "C-01 读卡器的端口不见了" in advice
    assert "P-03 打开前门" in advice
    assert advice.count("修好之前不能办：") == 1, "without paper the number is on the screen"
    assert told[-1] == "结论：2 台有故障，0 台要注意，0 台正常。"
    assert ("code", "P-03") in [field for audit in wires.audited for field in audit.fields]


def test_a_printer_low_on_paper_is_a_warning(wires: Wires) -> None:
    wires.printer.verbs["paper_low"]({})
    code, told = wires.diagnosed(Device.PRINTER)
    assert code == 1
    assert line_of("凭条打印机", told)[1:5] == ["正常", "正常", "注意", "正常"]
    assert told[-1] == "结论：能用，1 台要注意。"


def test_a_dead_kiosk_is_diagnosed_all_the_same(wires: Wires) -> None:
    wires.reader.verbs["unplug"]({})
    wires.printer.verbs["unplug"]({})
    code, told = wires.diagnosed(*Device)
    assert code == 2
    assert line_of("身份证读卡器", told)[1] == line_of("凭条打印机", told)[1] == "故障"
    assert line_of("摄像头", told)[1:] == ["未配"]


def test_a_device_that_is_there_and_silent_is_told_from_one_that_is_gone(wires: Wires) -> None:
    wires.printer.verbs["silent"]({})
    _, told = wires.diagnosed(Device.PRINTER)
    assert line_of("凭条打印机", told)[1:5] == ["正常", "故障", "未测", "未测"]
    assert any("P-02" in line for line in told)


def test_who_holds_the_port_is_told_plainly(wires: Wires, tmp_path: Path) -> None:
    with serial.Serial(str(tmp_path / "card_reader"), exclusive=True):
        _, told = wires.diagnosed(Device.CARD_READER)
    assert line_of("身份证读卡器", told)[1:] == ["故障", "未测", "未测", "未测", "被别的程序占用"]


def test_columns_stand_below_each_other_with_wide_characters_too(wires: Wires) -> None:
    wires.reader.verbs["unplug"]({})
    _, told = wires.diagnosed(*Device)
    heading = told[0]
    assert column(heading, "端口") == column(
        next(line for line in told if line.startswith("身份证读卡器")), "故障"
    )
    printer = next(line for line in told if line.startswith("凭条打印机"))
    assert column(heading, "端口") == column(printer, "正常")
    assert column(heading, "看到") == column(printer, printer.split()[5])


# ---- how it is told ------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def row(device: Device, grade: str = "ok", value: str = "") -> Row:
    layers = ("port", "answer", "health", "function")
    return {
        "device": device.value,
        "grade": grade,
        "checks": [{"layer": layer, "grade": grade, "value": value} for layer in layers],
        "attention": None,
        "matters": [],
        "model": "",
        "can": [],
        "crossings": [],
    }


def test_on_a_terminal_a_moving_line_names_what_is_still_tested_and_vanishes() -> None:
    out = Terminal()
    tell_people(
        (each for each in (None, row(Device.PRINTER), None, row(Device.CAMERA))),
        (Device.PRINTER, Device.CAMERA),
        WORDS,
        out,
    )
    shown = [part.split("\r\x1b[K")[-1] for part in out.getvalue().split("\n")]
    assert "正在检测 凭条打印机、摄像头" in out.getvalue()
    assert "正在检测 摄像头" in out.getvalue()
    assert not any("正在检测" in line for line in shown), "nothing of it stays"


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_moving_line_fits_the_terminal_or_it_could_not_be_wiped_away(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = Terminal()
    tell_people((each for each in (None, row(Device.CAMERA))), tuple(Device), WORDS, out)
    moving = [part for part in re.split(r"[\r\n]|\x1b\[K", out.getvalue()) if "正在检测" in part]
    assert len(moving) == 2
    for line in moving:
        assert column(line + "|", "|") < columns
    assert moving[0].endswith("…") == (columns < 80)


def test_not_on_a_terminal_nothing_moves(wires: Wires) -> None:
    _, told = wires.diagnosed()
    assert not re.search(r"[\r\x1b]|正在检测", "\n".join(told))


def test_a_device_may_say_anything_but_not_move_the_cursor() -> None:
    out = io.StringIO()
    rows = (each for each in (row(Device.PRINTER, value="\x1b[2J\r\nHello " + "x" * 200),))
    tell_people(rows, (Device.PRINTER,), WORDS, out)
    assert "\x1b" not in out.getvalue()
    assert max(map(len, out.getvalue().splitlines())) < 120


VERSION = "Product Name: Simulated N8680 Software Part Number: BDY000001BAA"
"""Which of them it is stands at its end."""


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("ENOENT", "没有这个端口"),
        ("cover_open paper_out", "上盖没有合好 没有纸"),
        ("media-empty-error toner-low-warning", "没有纸 墨粉不多"),
        ("dark 1280x720", "画面太暗 1280x720"),
        ("115200 baud, DLE EOT 6 ms", "115200 波特, DLE EOT 6 ms"),
        ("offline-mode no.7 ex_paper_low", "offline-mode no.7 ex_paper_low"),
        ("", ""),
        (f"9600 baud, 1105 ms, {VERSION}", f"9600 波特, 1105 ms, {VERSION}"),
        ("x" * 200, "x" * 83 + "…"),
    ],
)
def test_what_was_seen_is_in_words_where_it_is_a_code(value: str, told: str) -> None:
    assert seen(value, WORDS) == told


@pytest.mark.parametrize("manual", ["README.md", "docs/diagnose.md"])
def test_the_matters_that_the_manual_names_do_wait_for_a_device(manual: str) -> None:
    told = re.findall(r"修好之前不能办：(.+)", Path(manual).read_text(encoding="utf-8"))
    waiting = {WORDS(f"matter.{code}.name") for codes in NEEDED_BY.values() for code in codes}
    assert told
    assert {name for line in told for name in line.split(WORDS("diagnose.comma"))} <= waiting


def test_every_code_of_a_devices_health_is_in_words() -> None:
    said = {reason for words, *_ in document_printer._WRONG for reason in words}
    said |= {reason for words, _ in document_printer._LOW for reason in words}
    said |= set(printer.BLOCKING) | set(camera._VIEWS) | set(PaperSupply) - {PaperSupply.UNKNOWN}
    missing = [code for code in sorted(said) if not WORDS.has(f"diagnose.seen.{code}")]
    assert not missing


def test_json_is_one_document_with_advice_and_the_last_frames(wires: Wires) -> None:
    wires.printer.verbs["cover_open"]({})
    out = io.StringIO()
    with closing(from_the_ports(NEEDED_BY, wires.opened, BOTH, wires.audited.append)) as rows:
        assert tell_programs(rows, WORDS, "XS-0107", "ports", out) == 2
    told = json.loads(out.getvalue())
    assert {key: told[key] for key in ("terminal", "asked", "grade")} == {
        "terminal": "XS-0107",
        "asked": "ports",
        "grade": "fail",
    }
    reader, printer = told["devices"]
    assert (reader["device"], printer["device"]) == ("card_reader", "printer")
    assert (printer["attention"], printer["grade"]) == ("P-05", "fail")
    assert printer["advice"] == WORDS("attention.P-05.technician")
    assert 0 < len(reader["crossings"]) <= 20
    for crossing in reader["crossings"]:
        assert set(crossing) == {"at_s", "direction", "length", "code"}


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        (["ok", "absent"], 0),
        (["absent"], 0),
        (["ok", "warning", "absent"], 1),
        (["warning", "fail", "ok"], 2),
        ([], 3),
    ],
)
def test_the_exit_code_tells_the_worst_device(grades: list[str], code: int) -> None:
    assert exit_code([row(Device.PRINTER, grade) for grade in grades]) == code


# ---- what can go wrong with asking ---------------------------------------------------------------


def test_a_wrong_name_or_option_is_no_failure_of_a_device(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_kiosk.main(["diagnose", "teapot", "--simulate"]) == 3
    assert "没有这个设备：teapot" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        run_kiosk.main(["diagnose", "--teapot"])
    assert ended.value.code == 3
    assert chosen("camera", WORDS) == (Device.CAMERA,)


def test_a_configuration_with_a_mistake_is_no_failure_of_a_device(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kiosk.toml").write_text("printer = 7")
    assert run_kiosk.main(["diagnose", "--config", str(tmp_path / "kiosk.toml")]) == 3
    assert "printer" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ([{"ok": False, "why": "visit"}], "visit"),
        ([{"ok": False, "why": "teapot"}], "question"),
        ([{"teapot": True}], "question"),
        ([], "lost"),
    ],
)
def test_why_the_kiosk_did_not_do_it_is_a_sentence(
    tmp_path: Path, lines: list[dict[str, object]], key: str
) -> None:
    desk = LocalSocket(tmp_path / "enquiries", lambda question: (line for line in lines))
    with closing(from_the_kiosk(tmp_path, BOTH)) as rows, pytest.raises(CannotRun) as problem:
        list(rows)
    desk.close()
    assert problem.value.key == key
    assert problem.value.sentence(WORDS)


def test_a_kiosk_of_an_older_program_is_no_crash(tmp_path: Path) -> None:
    """Rows with something missing are a question that was not understood."""
    desk = LocalSocket(
        tmp_path / "enquiries", lambda question: ({"ok": True, "device": {}} for _ in "1")
    )
    with closing(from_the_kiosk(tmp_path, BOTH)) as rows, pytest.raises(CannotRun):
        tell_people(rows, BOTH, WORDS, io.StringIO())
    desk.close()


# ---- the audit log -------------------------------------------------------------------------------


def test_a_diagnosis_without_the_kiosk_goes_into_its_audit_log(
    wires: Wires, tmp_path: Path
) -> None:
    keeping, out = tmp_path / "keeping", io.StringIO()
    store = Store(keeping, Cipher(bytes(32)), lambda: NOON)
    store.keep_audit("kiosk_started", {})
    store.close()
    wires.diagnosed()
    write_down(keeping, wires.audited, lambda: NOON, WORDS, out)
    report = verify(keeping)
    assert (report.ok, report.entries) == (True, 4)
    assert out.getvalue() == ""


def test_what_root_writes_down_still_belongs_to_the_kiosk(tmp_path: Path) -> None:
    """Else the kiosk could not open its own database any more. (Not root: it does so anyway.)"""
    keeping = tmp_path / "keeping"
    Store(keeping, Cipher(bytes(32)), lambda: NOON).close()
    if os.geteuid() == 0:
        for file in (keeping, *keeping.iterdir()):
            os.chown(file, 65534, 65534)
    write_down(keeping, [Audit("kiosk_started")], lambda: NOON, WORDS, io.StringIO())
    assert verify(keeping).entries == 1
    owner = keeping.stat().st_uid
    assert {file.stat().st_uid for file in keeping.iterdir()} == {owner}


def test_a_machine_without_an_audit_log_is_not_given_one(tmp_path: Path) -> None:
    out = io.StringIO()
    write_down(tmp_path / "keeping", [], lambda: NOON, WORDS, out)
    assert "还没有审计记录" in out.getvalue()
    assert not (tmp_path / "keeping").exists()
