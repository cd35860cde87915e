"""The `diagnose` command: where its rows come from, and how they are told as they come.

Answers for asking the kiosk that runs, or the devices themselves when none does; for one line per
device as it finishes, and for the exit code. Leaves it to `run_kiosk.py` to name and to open the
devices, and to `kiosk/diagnosis_report.py` what stands in a line.
"""

import json
import logging
import os
import queue
import secrets
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO, cast

from config.catalogue import CatalogError, all_words
from config.load import ConfigError, load_config, read_files
from config.model import KioskConfig
from config.remote.installed import installed
from config.words import Words
from kiosk.clock import Clock
from kiosk.demonstration.processes import Child, DidNotStart
from kiosk.diagnosis import audit_asked, audit_of
from kiosk.diagnosis_report import (
    COULD_NOT_RUN,
    EXIT_CODES,
    Row,
    conclusion,
    document,
    grade_of,
    heading,
    lines,
    row_of,
    running,
)
from kiosk.diagnostician import Diagnostician
from kiosk.effects import Audit
from kiosk.enquiries import DIAGNOSIS_LIMIT_S
from kiosk.events import Event
from kiosk.events.devices import DeviceDiagnosed, DiagnosisEnded
from kiosk.keeping.audit import DATABASE
from kiosk.keeping.cipher import KEY_BYTES, Cipher
from kiosk.keeping.store import Now, Store, StoreProblem
from kiosk.local_socket import SOCKET_NAME, LineLost, MayNotAsk, NobodyListens, ask
from kiosk.ports import AnyDevice, Post
from kiosk.rules import load_rules
from kiosk.visit.steps import needed_by
from kiosk.vocabulary import Device

BEAT_S = 0.5

Rows = Generator[Row | None, None, None]
"""A row for each device as it finishes; None when there is none yet."""


class CannotRun(Exception):
    """key: of the sentence under `diagnose.`; values: what stands in it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def sentence(self, words: Words) -> str:
        return words(f"diagnose.{self.key}", **self.values)


Opened = Callable[[KioskConfig, Post, Path], Mapping[Device, AnyDevice]]
"""Makes every device of a kiosk. The path: for what they write down."""


def run(
    device: str | None,
    layers: Sequence[Path],
    opened: Opened,
    *,
    simulated_by: Path | None,
    as_json: bool,
) -> int:
    """The whole command; its exit code. Says on standard error why it could not be run.

    device: by its name; None: all. layers: the configuration of the kiosk; none: there is no kiosk.
    simulated_by: the root of the program, when it is to simulate the devices for this.
    """
    words = all_words()["zh"]
    root = logging.getLogger()
    try:
        with ExitStack() as until_the_end:
            until_the_end.callback(root.setLevel, root.level)
            root.setLevel(logging.CRITICAL)  # what a driver says of a port stands in its row
            return _run(device, layers, opened, simulated_by, as_json, words, until_the_end)
    except CannotRun as problem:
        print(problem.sentence(words), file=sys.stderr)
    except (ConfigError, CatalogError) as problem:
        print(words("terminal.config"), problem, sep="\n", file=sys.stderr)
    except KeyboardInterrupt:
        print("", words("diagnose.interrupted"), sep="\n", file=sys.stderr)
    except Exception:
        traceback.print_exc()  # a fault of ours must not end with 1, a device's warning
    return COULD_NOT_RUN


def _run(
    device: str | None,
    layers: Sequence[Path],
    opened: Opened,
    simulated_by: Path | None,
    as_json: bool,
    words: Words,
    until_the_end: ExitStack,
) -> int:
    devices = chosen(device, words)
    own = Path(until_the_end.enter_context(TemporaryDirectory(prefix="budayang-")))
    if simulated_by is not None:
        config = load_config(*layers, over=_simulated(simulated_by, own, until_the_end))
    elif layers:
        config = installed(read_files(*layers)).config
    else:
        raise CannotRun("no_config")
    asked = "kiosk"
    entries: list[Audit] = []
    try:
        rows = from_the_kiosk(config.keeping.directory, devices)
    except NobodyListens:
        asked = "ports" if simulated_by is None else "simulation"
        needs = needed_by(load_rules(config))
        rows = from_the_ports(
            needs, lambda post: opened(config, post, own), devices, entries.append
        )
    until_the_end.enter_context(closing(rows))
    if as_json:
        code = tell_programs(rows, words, config.identity.terminal, asked, sys.stdout)
    else:
        print(words(f"diagnose.asked_{asked}"))
        code = tell_people(rows, devices, words, sys.stdout)
    if asked == "ports":
        write_down(config.keeping.directory, entries, Clock().now, words, sys.stderr)
    return code


def _simulated(root: Path, directory: Path, until_the_end: ExitStack) -> dict[str, Any]:
    """Simulated hardware in a process of its own; how a kiosk reaches it. Raises CannotRun."""
    child = Child(root, ["simulate", "--directory", str(directory)], directory / "simulate.log")
    until_the_end.callback(child.stop)
    try:
        wiring = child.ready(60.0)
    except DidNotStart as error:
        raise CannotRun("no_simulation", reason=error) from None
    over: dict[str, Any] = {"keeping": {"directory": str(directory / "keeping")}}
    for key, value in wiring.items():
        *tables, name = key.split(".")
        if tables:  # else the control socket, which is no concern of a kiosk's
            at = over
            for table in tables:
                at = at.setdefault(table, {})
            at[name] = value
    return over


def chosen(name: str | None, words: Words) -> tuple[Device, ...]:
    """One device by its name, or all. Raises CannotRun."""
    if name is None:
        return tuple(Device)
    if name not in set(Device):
        raise CannotRun("unknown_device", device=name, devices=words("diagnose.comma").join(Device))
    return (Device(name),)


# ---- where rows come from ----------------------------------------------------------------------


def from_the_kiosk(directory: Path, devices: Sequence[Device]) -> Rows:
    """Asked of the kiosk that keeps its things there. Raises NobodyListens, CannotRun."""
    question = {"ask": "diagnose", "devices": [device.value for device in devices]}
    try:
        answers = ask(directory / SOCKET_NAME, question, 2 * DIAGNOSIS_LIMIT_S, BEAT_S)
    except MayNotAsk:
        raise CannotRun("may_not_ask") from None
    except LineLost as lost:
        raise CannotRun("lost", reason=lost) from None
    return _told(answers)


def _told(answers: Iterator[dict[str, object] | None]) -> Rows:
    try:
        for said in answers:
            match said:
                case None:
                    yield None
                case {"ok": True, "device": dict() as row} if row.keys() >= Row.__required_keys__:
                    yield cast(Row, row)
                case {"ok": True, "end": True}:
                    return
                case {"ok": False, "why": "visit" | "slow" | "closing" | "question" as why}:
                    raise CannotRun(why)
                case _:
                    raise CannotRun("question")
    except LineLost as lost:
        raise CannotRun("lost", reason=lost) from None
    raise CannotRun("lost", reason="EOF")


def from_the_ports(
    needed_by: Mapping[Device, tuple[str, ...]],
    opened: Callable[[Post], Mapping[Device, AnyDevice]],
    devices: Sequence[Device],
    audit: Callable[[Audit], None],
) -> Rows:
    """Asked of the devices, which are opened and closed here; audit: takes what was done."""
    inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
    doctor = Diagnostician(needed_by, inbox.put)
    attended = opened(doctor.post)
    try:
        doctor.attend(attended)
        audit(audit_asked(tuple(devices)))
        doctor.diagnose("here", devices)
        while True:
            try:
                event = inbox.get(timeout=BEAT_S)
            except queue.Empty:
                yield None
                continue
            if isinstance(event, DiagnosisEnded):
                return
            if isinstance(event, DeviceDiagnosed):
                diagnosis = event.diagnosis
                audit(audit_of(diagnosis))
                yield row_of(diagnosis, attended.get(diagnosis.device))
    finally:
        doctor.close()
        for device in attended.values():
            device.close()


# ---- how they are told -------------------------------------------------------------------------


def tell_people(rows: Rows, devices: Sequence[Device], words: Words, out: TextIO) -> int:
    """A line per device as it finishes, on a terminal a moving one below. The exit code."""
    print(heading(words), file=out, flush=True)
    began_s = time.monotonic()
    done: list[Row] = []
    wipe = "\r\x1b[K" if out.isatty() else ""
    try:
        for row in rows:
            print(wipe, end="", file=out)
            if row is not None:
                done.append(row)
                print(*lines(row, words), sep="\n", file=out, flush=True)
            left = [each for each in devices if each.value not in {row["device"] for row in done}]
            if wipe and left:
                seconds = round(time.monotonic() - began_s)
                width = shutil.get_terminal_size().columns
                print(running(left, seconds, words, width), end="", file=out, flush=True)
    finally:
        print(wipe, end="", file=out, flush=True)
    print(conclusion(done, words), file=out, flush=True)
    return exit_code(done)


def tell_programs(rows: Rows, words: Words, terminal: str, asked: str, out: TextIO) -> int:
    """One JSON document when all are done. The exit code."""
    done = [row for row in rows if row is not None]
    told = document(done, words, terminal, asked)
    print(json.dumps(told, ensure_ascii=False, indent=2), file=out, flush=True)
    return exit_code(done)


def exit_code(rows: Sequence[Row]) -> int:
    """0 well or not configured, 1 a warning, 2 a failure, 3 nothing was found out."""
    return EXIT_CODES.get(grade_of(rows), 0) if rows else COULD_NOT_RUN


def write_down(
    directory: Path, entries: Sequence[Audit], now: Now, words: Words, out: TextIO
) -> None:
    """Into the audit log of the kiosk that keeps its things there; says so when it cannot be."""
    if not (directory / DATABASE).exists():
        print(words("diagnose.no_audit_log", directory=directory), file=out)
        return
    try:
        # Only audit events are written, which are not encrypted: any key will do.
        store = Store(directory, Cipher(secrets.token_bytes(KEY_BYTES)), now)
        try:
            for entry in entries:
                store.keep_audit(entry.event, dict(entry.fields))
        finally:
            store.close()
        _give_back(directory)
    except (StoreProblem, OSError) as problem:
        print(words("diagnose.not_audited", reason=problem), file=out)


def _give_back(directory: Path) -> None:
    """Files that root made just now belong to the kiosk, which could not write them else."""
    owner = directory.stat()
    for file in directory.iterdir():
        if file.lstat().st_uid != owner.st_uid:
            os.chown(file, owner.st_uid, owner.st_gid, follow_symlinks=False)
