"""Every model prints the same slips, each with its own bytes; none gives one person's to the next.

The bytes are those of the manuals that the profiles name. The simulator prints the parameters of a
command that its model lacks, as real ones do: a text without rubbish is half of the proof.
"""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from devices.printer.codec import Raster, encode_job, encode_text, process_number
from devices.printer.journal import JournalFile
from devices.printer.layout import Line, lay_out
from devices.printer.profile import FOLDER, PrinterProfile, load_profile
from kiosk.attention import RefillPaper
from kiosk.events.devices import SlipPresented, SlipTaken
from kiosk.ports import FunctionReport, QrCode, Slip, TextLine
from kiosk.vocabulary import CompletionCode, PaperSupply, PrintOutcome
from tests.devices.printer.conftest import MODELS, Desk, every_model, slip_for

SNBC = load_profile("snbc-bt-t080")
CASHINO = load_profile("cashino-kp-628e")
START = {
    # ESC @, FS &, GS P 203 203, GS a 14
    "epson-tm-t88": "1B40 1C26 1D50CBCB 1D610E",
    # ESC @, FS &, GS P 203 203, ESC 3 34, GS a 0
    "snbc-bt-t080": "1B40 1C26 1D50CBCB 1B3322 1D6100",
    # ESC @, FS &, ESC 3 30; GS P and GS a are not in its list
    "cashino-kp-628e": "1B40 1C26 1B331E",
}
both_ways = pytest.mark.parametrize("profile", ["epson-tm-t88", "cashino-kp-628e"])
"""One that can be cleared, and one from which the rest is pushed out."""
PROOF = {
    "epson-tm-t88": "1D2848 0600 3030 30303432",  # GS ( H fn 48, number 0042
    "snbc-bt-t080": "1D7201",  # GS r 1
    "cashino-kp-628e": "1D7201",
}


def bytes_of(profile: PrinterProfile, *parts: TextLine | QrCode) -> bytes:
    lines = lay_out(Slip("receipt", "A-1", parts), profile.cells)
    return b"".join(encode_job(lines, profile, _drawn, b"0042").pieces)


def _drawn(line: Line) -> Raster:
    return Raster(1, 2, b"\xaa\x55")


@every_model
def test_a_job_byte_by_byte(profile: str) -> None:
    sent = bytes_of(load_profile(profile), TextLine("演示", bold=True), TextLine("好", size=2))

    bold, plain = {
        "cashino-kp-628e": (b"\x1b!\x08\x1d!\x00", b"\x1b!\x00\x1d!\x11"),  # ESC ! sets sizes too
    }.get(profile, (b"\x1bE\x01\x1d!\x00", b"\x1bE\x00\x1d!\x11"))
    doubled = {"cashino-kp-628e": 60}.get(profile, 68)
    cut = {"cashino-kp-628e": b"\x1dVB\x00"}.get(profile, b"\x1dVB\x18")
    assert sent == (
        bytes.fromhex(START[profile])
        + bold
        + b"\xd1\xdd\xca\xbe\n"  # 演示
        + plain
        + b"\xba\xc3\x1bJ"  # 好
        + bytes((doubled,))
        + cut
        + bytes.fromhex(PROOF[profile])
    )


def test_the_qr_code_of_cashino_is_made_without_the_function_it_lacks() -> None:
    sent = bytes_of(CASHINO, QrCode("https://example.invalid/q"))

    assert b"1A" not in sent  # fn 65
    assert (
        b"\x1d(k\x03\x001C\x06"  # fn 67: 6 dots a module
        b"\x1d(k\x03\x001E1"  # fn 69: level M
        b"\x1d(k\x1c\x001P0https://example.invalid/q"  # fn 80
        b"\x1d(k\x03\x001Q0"  # fn 81
    ) in sent


def test_a_code_too_wide_for_narrow_paper_is_made_of_smaller_modules() -> None:
    # Version 9 holds 180 bytes: 53 modules and 8 of quiet zone, 61 in all.
    assert b"1C\x06" in bytes_of(SNBC, QrCode("x" * 180))
    assert b"1C\x06" in bytes_of(CASHINO, QrCode("x" * 180))
    # Version 13: 69 + 8, 77 in all: 5 dots each on 384, still 6 on 576.
    assert b"1C\x06" in bytes_of(SNBC, QrCode("x" * 331))
    assert b"1C\x04" in bytes_of(CASHINO, QrCode("x" * 331))
    tiny = CASHINO.model_copy(update={"dots": 192, "cells": 16})
    with pytest.raises(ValueError, match="does not fit"):
        bytes_of(tiny, QrCode("x" * 331))


def test_what_only_one_character_set_has_is_drawn_for_the_other() -> None:
    assert encode_text("䶮", SNBC.charset) == b"\xfe\x9f"
    assert encode_text("䶮", CASHINO.charset) is None
    assert b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55" in bytes_of(CASHINO, TextLine("陈䶮"))


@pytest.mark.parametrize(
    ("profile", "can"),
    [
        ("epson-tm-t88", {"nativeQr", "processId", "clearBuffer", "automaticStatus", "jamSensor"}),
        ("snbc-bt-t080", {"nativeQr", "barrier", "jamSensor"}),
        ("cashino-kp-628e", {"nativeQr", "barrier", "takenSensor"}),
    ],
)
def test_a_model_says_what_it_can(tmp_path: Path, profile: str, can: set[str]) -> None:
    desk = Desk(tmp_path, profile=profile)
    told = desk.driver.capabilities()
    desk.close()

    sensors = {"paperOutSensor", "paperLowSensor", "coverSensor", "cutterSensor", "headSensor"}
    assert set(told.can) == can | sensors
    assert told.model == load_profile(profile).name


@every_model
def test_what_is_unknown_of_a_model_is_never_sent_to_it(profile: str) -> None:
    known = load_profile(profile)
    assert (known.clear is None) == (profile != "epson-tm-t88")
    assert "unknown" in (FOLDER / f"{profile}.toml").read_text(encoding="utf-8") or known.clear
    with pytest.raises(ValidationError, match="colour"):
        PrinterProfile.model_validate(known.model_dump() | {"colour": "red"})


@every_model
def test_a_slip_comes_out_of_every_model(tmp_path: Path, profile: str) -> None:
    desk = Desk(tmp_path, profile=profile)
    slip = Slip(
        "receipt",
        "A-1",
        (
            TextLine("演示 无效", size=2, bold=True, align="center"),
            TextLine("姓名  陈*英", bold=True),
            TextLine("一㐀𠮷"),
            QrCode("BDY:CASE:X330225-20261123-0107-00001-C"),
        ),
    )
    assert desk.outcome(slip) == ("success", "printed")
    (text,) = desk.texts()
    desk.close()

    dots, height = load_profile(profile).dots, load_profile(profile).line_dots
    assert [line.strip() for line in text.splitlines() if line.strip()] == [
        "演示 无效",
        "姓名  陈*英",
        f"[picture {dots} x {height}]",
        "[QR BDY:CASE:X330225-20261123-0107-00001-C]",
    ]


@both_ways
def test_paper_that_ends_within_a_slip_leaves_nothing_for_the_next_person(
    tmp_path: Path, profile: str
) -> None:
    desk = Desk(tmp_path, profile=profile)
    desk.do("out_mid_job", lines=6)
    assert desk.outcome(slip_for("陈海英", "A-1", lines=40)) == ("hardwareError", "partial")
    assert desk.print(slip_for("林国斌", "A-2"))[0] is CompletionCode.DEVICE_NOT_READY
    desk.wait_for_status(lambda each: each.attention is RefillPaper)

    desk.do("refill")
    desk.wait_for_status(lambda each: each.attention is None)
    assert desk.outcome(slip_for("林国斌", "A-3")) == ("success", "printed")

    first, *_, last = desk.texts()
    desk.close()
    assert first.count("陈海英") > 0
    assert "陈海英" not in last
    assert last.count("林国斌") == 2


@both_ways
def test_after_a_kill_within_a_slip_the_next_person_gets_only_their_own(
    tmp_path: Path, profile: str
) -> None:
    desk = Desk(tmp_path, profile=profile)
    desk.switch_off()
    known = load_profile(profile)
    lines = lay_out(slip_for("陈海英", "A-1", lines=20), known.cells)
    # A rare name in the last line: a picture, cut in the middle, that swallows what comes after.
    job = encode_job([*lines, Line("𠮷")], known, _wide, process_number("A-1"))
    journal = JournalFile(tmp_path / "journal.db")
    journal.begin("A-1")
    journal.close()
    port = os.open(desk.peer.wiring()["printer.port"], os.O_WRONLY | os.O_NOCTTY)
    os.write(port, b"".join(job.pieces[:-2])[:-700])
    desk.wait_until(lambda: desk.peer.status()["waiting_bytes"] > 900)
    os.close(port)

    desk.switch_on()
    desk.wait_until(lambda: not desk.journal.interrupted())
    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
    *_, half, whole = desk.texts()
    desk.close()

    assert half.count("陈海英") == 20
    assert "陈海英" not in whole
    assert whole.count("林国斌") == 2
    assert "picture" not in whole


def _wide(line: Line) -> Raster:
    return Raster(48, 34, bytes(48 * 34))


@both_ways
def test_a_cable_pulled_within_a_slip_ends_it_and_comes_back_clean(
    tmp_path: Path, profile: str
) -> None:
    desk = Desk(tmp_path, profile=profile, speed_mm_s=300.0)
    command = desk.begin(slip_for("陈海英", "A-1", lines=200))
    desk.wait_until(lambda: desk.peer.status()["waiting_bytes"] > 100)
    desk.do("unplug")
    code, result = desk.end_of(command)
    assert (code, result.outcome) == (CompletionCode.HARDWARE_ERROR, PrintOutcome.PARTIAL)

    desk.do("replug")
    desk.wait_until(lambda: not desk.journal.interrupted())
    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
    last = desk.texts()[-1]
    desk.close()
    assert "陈海英" not in last
    assert last.count("林国斌") == 2


@both_ways
def test_a_printer_that_loses_its_power_within_a_slip_gives_nothing_of_it_to_the_next(
    tmp_path: Path, profile: str
) -> None:
    desk = Desk(tmp_path, profile=profile, speed_mm_s=200.0)
    command = desk.begin(slip_for("陈海英", "A-1", lines=10))
    desk.wait_until(lambda: desk.peer.status()["paper_mm"] < 79_980)  # her name is on the paper
    desk.do("restart", s=0.2)
    code, result = desk.end_of(command)
    assert result.outcome in (PrintOutcome.PARTIAL, PrintOutcome.UNCONFIRMED), code

    desk.wait_until(lambda: not desk.journal.interrupted())
    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
    last = desk.texts()[-1]
    desk.close()
    assert "陈海英" not in last
    assert last.count("林国斌") == 2


@every_model
def test_the_function_test_prints_nothing_and_says_how_the_end_of_a_job_is_proved(
    tmp_path: Path, profile: str
) -> None:
    desk = Desk(tmp_path, profile=profile)
    before = desk.peer.status()["paper_mm"]
    code, report = desk.function_test()
    after = desk.peer.status()["paper_mm"]
    desk.close()

    assert code is CompletionCode.SUCCESS
    assert isinstance(report, FunctionReport)
    proof = "GS ( H" if profile == "epson-tm-t88" else "GS r 1"
    assert report.value.startswith("115200 baud, DLE EOT ")
    assert f" ms, {proof} " in report.value
    assert after == before


def test_a_slip_in_the_slot_and_torn_off_is_told_where_the_model_can(tmp_path: Path) -> None:
    desk = Desk(tmp_path, profile="cashino-kp-628e")
    desk.print(slip_for("陈海英", "A-1"))
    status = desk.wait_for_status(lambda each: "not_taken" in each.detail)
    assert (status.attention, status.paper) == (None, PaperSupply.FULL)
    told = [type(event) for event in desk.seen if isinstance(event, SlipPresented | SlipTaken)]
    assert told == [SlipPresented]

    desk.do("tear_off")
    desk.wait_for_status(lambda each: "not_taken" not in each.detail)
    told = [type(event) for event in desk.seen if isinstance(event, SlipPresented | SlipTaken)]
    assert told == [SlipPresented, SlipTaken]
    desk.close()


def test_a_slip_that_nobody_takes_does_not_keep_the_next_from_coming_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path, profile="cashino-kp-628e")
    desk.do("not_taken")
    desk.wait_for_status(lambda each: "not_taken" in each.detail)
    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
    desk.close()


def test_a_wrong_number_proves_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.do("wrong_checksum")
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "unconfirmed")
    desk.close()


def test_a_stray_byte_within_a_slip_is_no_proof_of_its_end(tmp_path: Path) -> None:
    desk = Desk(tmp_path, profile="snbc-bt-t080", speed_mm_s=400.0)
    desk.wait_for_status(lambda each: each.attention is None)
    desk.do("dont_answer", on="proof")
    desk.do("junk", on="status", times=1)
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "unconfirmed")
    desk.close()


def test_a_barrier_of_before_proves_nothing_of_the_next_slip(tmp_path: Path) -> None:
    patience = {"job_timeout_s": 5.0}
    desk = Desk(tmp_path, profile="cashino-kp-628e", speed_mm_s=80.0, patience=patience)
    desk.do("out_mid_job", lines=8)  # the slip is in its buffer by then, with the barrier
    assert desk.outcome(slip_for("陈海英", "A-1", lines=12)) == ("hardwareError", "partial")
    desk.do("refill")
    desk.wait_for_status(lambda each: each.attention is None)

    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
    out = desk.peer.status()["slips"]
    texts = desk.texts()
    desk.close()
    assert out == len(texts)
    assert texts[-1].count("林国斌") == 2
    assert "陈海英" not in texts[-1]


def test_a_barrier_that_was_answered_proves_nothing_if_the_paper_jammed_meanwhile(
    tmp_path: Path,
) -> None:
    patience = {"job_timeout_s": 3.0, "status_interval_s": 3.0}  # nothing is asked on the way
    desk = Desk(tmp_path, profile="snbc-bt-t080", patience=patience)
    desk.do("delay", s=0.3, on="proof")
    command = desk.begin(slip_for("陈海英", "A-1"))
    desk.wait_until(lambda: "barrier" in [each["code"] for each in desk.peer.wire()])
    desk.do("jam")
    code, result = desk.end_of(command)
    desk.close()
    assert (code, result.outcome) == (CompletionCode.HARDWARE_ERROR, PrintOutcome.PARTIAL)


def test_a_printer_that_says_stop_is_not_sent_more_than_it_can_hold(tmp_path: Path) -> None:
    desk = Desk(tmp_path, xon_xoff=True, speed_mm_s=250.0, patience={"job_timeout_s": 5.0})
    # 5.5 kB come in half a second and are printed in two; 4 kB is all that it can hold.
    line = TextLine("陈海英" + "一" * 21)
    assert desk.outcome(Slip("receipt", "A-1", (line,) * 110)) == ("success", "printed")
    (text,) = desk.texts()
    told = {each["code"] for each in desk.peer.wire()}
    desk.close()

    assert text.count("陈海英") == 110
    assert {"XOFF", "XON"} <= told


def test_all_models_of_the_simulator_are_known_and_the_other_way_round() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(MODELS)
