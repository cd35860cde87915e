"""Names every part of 不打烊, once. One thin function per command; see `run_kiosk.py --help`."""

import argparse
import gc
import json
import logging
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "build"
DEMO = ROOT / "config" / "profiles" / "demo.toml"
KIOSKS = ([Path("/etc/budayang/kiosk.toml")], [DEMO, BUILD / "run" / "kiosk.toml"])
"""Which kiosk is meant when no configuration is named: the installed one, else that of `demo`."""
OWN_FACE_S = 30.0  # how long somebody may take to sit down before a real camera


def main(arguments: list[str] | None = None) -> int:
    options, unknown = _parser().parse_known_args(arguments)
    if unknown:
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    result: int = options.command(options)
    return result


# ---- the kiosk ---------------------------------------------------------------------------------


def run(options: argparse.Namespace) -> int:
    """The kiosk, and nothing else."""
    from config.problem import CannotStart
    from config.words import load_words
    from devices.simulation.lifetime import at_end_of_file, die_with_parent, parent_is_gone

    if options.child:
        # Nothing gentler: a window that is still being made, or hangs, takes no other signal.
        die_with_parent(signal.SIGKILL)
        if parent_is_gone():
            return 0
        at_end_of_file(lambda: os.kill(os.getpid(), signal.SIGTERM))  # it lives, and lets go of us
    try:
        return _run_kiosk(options)
    except CannotStart as problem:
        print(
            load_words()["zh"](f"terminal.{problem.sentence}"), problem, sep="\n", file=sys.stderr
        )
        return problem.exit_code


def _run_kiosk(options: argparse.Namespace) -> int:
    gc.disable()  # until the first picture: nothing that is loaded for it is garbage
    from config.glance import Glance, glance
    from kiosk.supervisor import Supervisor

    notify = Supervisor(os.environ)
    seen = glance(options.config)
    opening = _opening(seen, options, notify) if seen is not None else None
    from config.load import effective, read_files

    machine = read_files(*options.config)
    signed = _signed(machine)
    config = signed.config if signed else effective(machine).config
    if opening is None:
        keeping, screen = config.keeping, config.screen
        zone_name = config.identity.zone_name
        seen = Glance(keeping.directory, screen.fonts, zone_name, screen.fullscreen)
        opening = _opening(seen, options, notify)

    rules = _on_a_worker(lambda: signed.rules if signed else rules_of(config))
    from kiosk.clock import Clock
    from kiosk.runtime import Runtime
    from kiosk.visit.advance import first_state
    from screens.app import KioskApp

    clock = Clock(options.clock)
    runtime = Runtime(rules.result(), first_state(clock.monotonic(), clock.now()))
    crew = _Crew(config, clock, runtime, signed)

    def drawn() -> None:
        gc.freeze()
        gc.enable()
        notify.ready()
        crew.start(otherwise=app.end)

    app = KioskApp(
        runtime,
        font_directory=config.screen.fonts,
        drawn=drawn,
        watchdog=notify.alive,
        preview=crew.preview,
        monotonic=clock.monotonic,
        now=clock.now,
        restart_after_s=5.0,
    )
    signal.signal(signal.SIGTERM, lambda *_: app.end())  # also before its loop runs
    opening.close()
    visit = _visit(options, app, runtime) if options.visitor else None
    if options.album:
        from screens.album import Album

        Album(runtime, app.router, options.album)
    try:
        app.run()
    finally:
        crew.close()
    if visit is not None:
        return visit.exit_code or app.exit_code
    return app.exit_code


def _opening(seen: Any, options: argparse.Namespace, notify: Any) -> Any:
    """The window with its first picture, from a glance at the configuration."""
    from config.words import TEXTS, load_language
    from kiosk.keeping.redaction import RedactingFilter
    from screens.environment import prepare

    for handler in logging.getLogger().handlers:
        handler.addFilter(RedactingFilter())
    prepare(seen.keeping_directory.parent, fullscreen=seen.fullscreen, unseen=options.no_pictures)

    from screens.opening import Opening

    words = load_language(TEXTS / "zh", "terminal")
    lines = words("terminal.opening"), words("terminal.just_a_moment")
    opening = Opening(seen.fonts, seen.zone_name, lines)
    notify.status("opening")
    return opening


def _on_a_worker(work: Callable[[], Any]) -> Future[Any]:
    """Done on a thread of its own; `result()` waits for it and raises what it raised."""
    with_one = ThreadPoolExecutor(1)
    future = with_one.submit(work)
    with_one.shutdown(wait=False)
    return future


def rules_of(config: Any, **where: Path) -> Any:
    """The rules of a kiosk; a broken catalogue is told and takes nothing away.

    But what the signed layers lay over it must be well: raises CatalogError.
    """
    from config.catalogue import CatalogError, load_catalogue
    from kiosk.rules import load_rules

    kept = config.keeping.directory / "catalogue.json"
    catalogue = load_catalogue(kept, over=config.catalog, **where)
    if config.catalog and catalogue.problems:
        raise CatalogError("\n".join(map(str, catalogue.problems)))
    for problem in catalogue.problems:
        logging.getLogger("catalogue").warning("%s", problem)
    _ = catalogue.index  # made here and not when the first letter is pressed
    return load_rules(config, catalogue)


def _signed(machine: Sequence[Any]) -> Any:
    """The signed configuration of this machine and its client; None where it has none."""
    if not any("remote" in layer.values for layer in machine):
        return None  # and nothing of it is loaded
    from kiosk.steward import boot

    return boot(machine, rules_of, slips_that_do_not_fit)


def slips_that_do_not_fit(rules: Any) -> Iterator[Any]:
    """Each kind in each language, on the paper of this kiosk's printer."""
    from config.problem import Problem
    from devices.printer.fit import problems
    from devices.printer.profile import load_profile
    from kiosk.demonstration.slip_samples import KINDS, sample

    paper = load_profile(rules.config.printer.profile)
    for language in rules.words:
        for kind in KINDS:
            for told in problems(sample(kind, rules, language), paper):
                yield Problem("slips", f"{kind}.{language}", told)


class _Crew:
    """Devices, store and sounds: made on a thread of their own, so that the screen comes first."""

    def __init__(self, config: Any, clock: Any, runtime: Any, signed: Any) -> None:
        self._config, self._clock, self._runtime = config, clock, runtime
        self._signed = signed
        self._parts: Any = None
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._make, name="crew")

    def start(self, otherwise: Callable[[], None]) -> None:
        """Make them. otherwise: called when that fails; `close` then raises why."""
        self._otherwise = otherwise
        self._thread.start()

    def preview(self) -> Any:
        return self._parts.biometric.preview() if self._parts is not None else None

    def close(self) -> None:
        """End them in order. Raises what kept them from starting."""
        if self._thread.ident is not None:
            self._thread.join()
        if self._failure is not None:
            raise self._failure
        if self._parts is not None:
            from kiosk.effects import Audit

            parts = self._parts
            parts.keeper.carry_out(Audit("kiosk_stopped"))
            parts.desk.close()
            self._enquiries.close()
            self._socket.close()
            if self._signed is not None:
                self._signed.close()
            parts.diagnostician.close()
            for part in (
                parts.gate,
                parts.sounds,
                parts.speller,
                self._press,
                *self._devices.values(),
            ):
                if part is not None:
                    part.close()
            parts.keeper.close()

    def _make(self) -> None:
        try:
            self._parts = self._made()
        except Exception as failure:
            self._failure = failure
            self._otherwise()

    def _made(self) -> Any:
        from kiosk.diagnostician import Diagnostician
        from kiosk.enquiries import SOCKET_NAME, Enquiries
        from kiosk.events import Started
        from kiosk.keeping.keeping import Keeping
        from kiosk.local_socket import LocalSocket
        from kiosk.platforms.counters import clients
        from kiosk.platforms.desk import Desk
        from kiosk.runtime import Parts
        from kiosk.technician.gate import TRIES_FILE, Gate
        from kiosk.visit.steps import needed_by
        from kiosk.vocabulary import Device
        from screens.input_method import InputMethod
        from screens.sounds import Sounds

        config, runtime = self._config, self._runtime
        doctor = Diagnostician(needed_by(runtime.rules), runtime.post)
        keeping = Keeping(
            config, runtime.post, matters=runtime.rules.catalogue.matters, now=self._clock.now
        )
        devices = self._devices = _devices(config, doctor.post, config.keeping.directory)
        doctor.attend(devices)
        self._enquiries = Enquiries(runtime, doctor, keeping.with_blanks)
        self._socket = LocalSocket(config.keeping.directory / SOCKET_NAME, self._enquiries.answer)
        sounds = Sounds(config.keeping.directory.parent / "sounds")
        pin_hash = config.technician.pin_hash if config.technician is not None else None
        gate = Gate(pin_hash, config.keeping.directory / TRIES_FILE, runtime.post)
        press = self._press = _press(config, runtime, devices.get(Device.DOCUMENT_PRINTER))
        parts = Parts(
            devices[Device.CARD_READER],
            devices[Device.PRINTER],
            devices[Device.BIOMETRIC],
            keeping,
            sounds,
            doctor,
            gate,
            Desk(
                clients(config),
                runtime.post,
                portrait=devices[Device.BIOMETRIC].import_portrait,
            ),
            InputMethod(runtime.post),
            devices.get(Device.BARCODE_READER),
            press,
        )
        runtime.connect(parts, Started(keeping.visits()), gate.tries())
        if self._signed is not None:
            self._signed.start(runtime, keeping, parts.desk, doctor)
        return parts


def _devices(config: Any, post: Callable[[object], None], directory: Path) -> dict[Any, Any]:
    """Every device of this kiosk, by its name. directory: where the print journals are."""
    from devices.biometric.driver import FaceProcessBiometric
    from devices.card_reader.driver import SerialCardReader
    from devices.printer.driver import SerialReceiptPrinter
    from devices.printer.journal import JournalFile
    from kiosk.vocabulary import Device

    biometric = FaceProcessBiometric(config.camera, post, config.simulation, config.photo_library)
    reader = SerialCardReader(config.card_reader, post, biometric.import_portrait)
    journal = JournalFile(directory / "print-jobs")
    font = config.screen.fonts / "NotoSansSC-Regular.otf"
    printer = SerialReceiptPrinter(config.printer, post, journal, font)
    devices: dict[Any, Any] = {
        Device.CARD_READER: reader,
        Device.PRINTER: printer,
        Device.CAMERA: biometric.camera,
        Device.BIOMETRIC: biometric,
    }
    if config.barcode_reader is not None:
        from devices.barcode_reader.driver import SerialBarcodeReader
        from kiosk.codes import load_codes

        allowed = load_codes().kind_of
        scanner = SerialBarcodeReader(config.barcode_reader, post, allowed)
        devices[Device.BARCODE_READER] = scanner
    if config.document_printer is not None:
        from devices.document_printer.driver import IppDocumentPrinter
        from devices.document_printer.journal import DocumentJournal

        documents = DocumentJournal(directory / "document-jobs")
        licences = IppDocumentPrinter(config.document_printer, post, documents)
        devices[Device.DOCUMENT_PRINTER] = licences
    return devices


def _press(config: Any, runtime: Any, printer: Any) -> Any:
    """Who prints licences, where there are a printer and numbered paper."""
    if config.licence_paper is None or printer is None:
        return None
    from devices.barcode_reader.driver import SerialBarcodeReader
    from kiosk.codes import load_codes
    from kiosk.events import Completed
    from kiosk.licence.blanks import Sheet
    from kiosk.licence.press import LicencePress
    from kiosk.vocabulary import Language

    def post(event: object) -> None:
        if isinstance(event, Completed):  # how the citizen's code reader is, is another's to say
            runtime.post(event)

    allowed = load_codes().kind_of
    readers = {
        sheet: SerialBarcodeReader(getattr(config.licence_paper, sheet.value), post, allowed)
        for sheet in Sheet
    }
    words, fonts = runtime.rules.words[Language.ZH], config.screen.fonts
    return LicencePress(printer, readers, runtime.post, words, fonts, simulation=config.simulation)


def _visit(options: argparse.Namespace, app: Any, runtime: Any) -> Any:
    """The scripted visitor beside the kiosk, with the control socket for hands and face."""
    from devices.simulation.client import ControlClient
    from devices.simulation.phone import code_on
    from kiosk.demonstration.sandbox_control import ask_sandbox
    from kiosk.visit.steps.face import instructions
    from kiosk.vocabulary import Language
    from screens.evidence import Evidence
    from screens.performance import Performance
    from screens.stories import STORIES

    words = runtime.rules.words[Language.ZH]
    hands = ControlClient(options.hardware)
    real_camera = "camera" not in hands.status()

    def do(device: str, verb: str, **details: Any) -> dict[str, Any]:
        if real_camera and device == "camera":
            # Whoever sits before it looks or leaves without being told; the screen they cannot see.
            if verb == "gesture":
                print(words(f"face.hint.{details['name']}"), flush=True)
            return {}
        told: dict[str, Any]
        if device == "phone":  # pays what its camera reads on the screen
            seen = details["picture"]
            code = code_on(seen.size, seen.pixels)
            told = ask_sandbox("POST", options.sandbox, "payment/pay", {"code": code})
            return told
        if device == "sandbox":  # the visitor's identity, or somebody behind a platform
            told = ask_sandbox("POST", options.sandbox, verb, details)
            return told
        return hands.do(device, verb, **details)

    evidence = None
    if options.evidence:
        evidence = Evidence(app.router, options.evidence, pictures=not options.no_pictures)
    gestures = instructions(runtime.rules.words.values())
    performance = Performance(STORIES[options.visitor], app, do, evidence, gestures)
    runtime.watchers.append(performance.watch)
    if evidence is not None:
        runtime.watchers.append(evidence.watch)
    performance.begin()
    return performance


# ---- peers and demonstration -------------------------------------------------------------------


def simulate(options: argparse.Namespace) -> int:
    """Without words: play the hardware until the parent goes. With words: ask it for something."""
    if options.words:
        return _ask_hardware(options)
    from config.people import load_people
    from devices.simulation import hardware

    hardware.run(
        options.directory,
        load_people(date.today()),
        BUILD / "clips",
        camera=not options.no_camera,
        printer=options.printer,
    )
    return 0


def _ask_hardware(options: argparse.Namespace) -> int:
    from devices.simulation.client import ControlClient, ControlLost, ControlRefused

    to, verb, *pairs = [*options.words, "status"][: max(2, len(options.words))]
    client = ControlClient(options.directory / "control")
    try:
        if verb == "status":
            peers = client.status()
            answer = peers if to == "status" else peers[to]
        else:
            answer = client.do(to, verb, **dict(map(_detail, pairs)))
    except (ControlLost, ControlRefused, KeyError, ValueError) as error:
        print(f"{to} {verb}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def _detail(pair: str) -> tuple[str, Any]:
    """`times=2` is a number, `person=chen-haiying` a word. Raises ValueError."""
    name, equals, value = pair.partition("=")
    if not equals:
        raise ValueError(f"{pair}: want name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def sandbox(options: argparse.Namespace) -> int:
    """Play the government platforms until standard input ends."""
    from kiosk.sandbox.server import serve

    credentials = json.loads(options.credentials.read_text(encoding="utf-8"))
    serve(options.directory, credentials, portraits=BUILD / "clips")
    return 0


def bench(options: argparse.Namespace) -> int:
    """The hardware bench: a window of its own that holds cards, faces and paper."""
    from config.words import load_words
    from devices.simulation.client import ControlClient, ControlLost, ControlRefused
    from devices.simulation.lifetime import at_end_of_file, die_with_parent
    from screens.environment import prepare_bench

    die_with_parent()
    prepare_bench(options.directory / "bench")

    from screens.hardware_bench import show_bench

    at_end_of_file(lambda: os.kill(os.getpid(), signal.SIGTERM))
    return show_bench(
        ControlClient(options.directory / "control"),
        BUILD / "fonts",
        load_words(),
        refused=ControlRefused,
        lost=ControlLost,
    )


def demo(options: argparse.Namespace) -> int:
    """Peers, kiosk, and a visitor; with a display the visitor is you."""
    from config.people import load_people
    from devices.camera.clips import GESTURES, LOOKING, ClipLibrary
    from devices.simulation.client import ControlClient
    from kiosk.demonstration.demo import Demonstration
    from screens.stories import STORIES

    watched = bool(os.environ.get("DISPLAY")) and options.visitor is None
    name = options.visitor or "renews"
    story = STORIES[name]
    portrait = None
    if options.camera is not None:
        portrait = _own_face(options.camera)
        if portrait is None:
            return 1
    else:
        people = load_people(date.today())
        faces = people if watched else {key: people[key] for key in story.faces}
        scenes: list[tuple[str, tuple[int, ...]]] = [("nobody", ())]
        for person in faces.values():
            scenes += [(scene, (person.seed,)) for scene in (LOOKING, *GESTURES)]
        library = ClipLibrary(BUILD / "clips")
        library.prepare(scenes, progress=print)
        for person in faces.values():
            library.portrait(person.seed)  # not only when the card is placed: it takes seconds
    return Demonstration(
        ROOT,
        visitor=None if watched else name,
        clock=story.clock,
        platform=story.platform,
        delivers=story.delivers,
        control=ControlClient,
        layers=options.config,
        build=options.build,
        pictures=not options.no_pictures,
        camera=options.camera,
        portrait=portrait,
    ).show()


def _own_face(source: str) -> bytes | None:
    """The portrait of whoever looks into the camera now, or None after saying why there is none.

    It comes through a pipe from a process that ends with the frames it saw.
    """
    from config.words import load_words
    from devices.camera.own_face import NO_CAMERA, NO_FACE

    words = load_words()["zh"]
    # Nor may a crash of any process to come leave it in a dump.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(words("terminal.look_into_camera"), flush=True)
    command = [sys.executable, "-m", "devices.camera.own_face", source, f"{OWN_FACE_S:g}"]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=OWN_FACE_S + 20.0,  # beyond it a camera's driver hangs
        )
    except subprocess.TimeoutExpired:
        done = subprocess.CompletedProcess(command, NO_CAMERA)
    if done.returncode == NO_FACE:
        print(words("terminal.no_face", seconds=f"{OWN_FACE_S:g}"), file=sys.stderr)
    elif done.returncode != 0:
        print(words("terminal.no_camera", source=source), file=sys.stderr)
    else:
        print(words("terminal.own_face_taken"), flush=True)
        return done.stdout
    return None


# ---- diagnosis ---------------------------------------------------------------------------------


def diagnose(options: argparse.Namespace) -> int:
    """Test the devices and say what is to be done. 0: well, 1: warning, 2: failure, 3: not run."""
    from config.catalogue import CatalogError, all_words
    from config.load import ConfigError
    from kiosk.diagnose_command import CannotRun
    from kiosk.diagnosis_report import COULD_NOT_RUN

    words = all_words()["zh"]
    try:
        with ExitStack() as until_the_end:
            return _diagnose(options, words, until_the_end)
    except CannotRun as problem:
        print(problem.sentence(words), file=sys.stderr)
    except (ConfigError, CatalogError) as problem:
        print(words("terminal.config"), problem, sep="\n", file=sys.stderr)
    except KeyboardInterrupt:
        print("", words("diagnose.interrupted"), sep="\n", file=sys.stderr)
    except Exception:
        traceback.print_exc()  # a fault of ours must not end with 1, a device's warning
    return COULD_NOT_RUN


def _diagnose(options: argparse.Namespace, words: Any, until_the_end: ExitStack) -> int:
    from config.load import load_config, read_files
    from config.remote.installed import installed
    from kiosk.clock import Clock
    from kiosk.diagnose_command import (
        CannotRun,
        chosen,
        from_the_kiosk,
        from_the_ports,
        tell_people,
        tell_programs,
        write_down,
    )
    from kiosk.local_socket import NobodyListens
    from kiosk.rules import load_rules
    from kiosk.visit.steps import needed_by

    logging.getLogger().setLevel(logging.CRITICAL)  # what a driver says of a port stands in its row
    devices = chosen(options.device, words)
    own = Path(until_the_end.enter_context(TemporaryDirectory(prefix="budayang-")))
    if options.simulate:
        config = load_config(DEMO, *options.config, over=_simulated(own, until_the_end))
    else:
        there = (each for each in KIOSKS if all(file.exists() for file in each))
        if not (layers := options.config or next(there, [])):
            raise CannotRun("no_config")
        config = installed(read_files(*layers)).config
    asked = "kiosk"
    entries: list[Any] = []
    try:
        rows = from_the_kiosk(config.keeping.directory, devices)
    except NobodyListens:
        asked = "simulation" if options.simulate else "ports"
        needs = needed_by(load_rules(config))
        rows = from_the_ports(
            needs, lambda post: _devices(config, post, own), devices, entries.append
        )
    until_the_end.enter_context(closing(rows))
    if options.json:
        code = tell_programs(rows, words, config.identity.terminal, asked, sys.stdout)
    else:
        print(words(f"diagnose.asked_{asked}"))
        code = tell_people(rows, devices, words, sys.stdout)
    if asked == "ports":
        write_down(config.keeping.directory, entries, Clock().now, words, sys.stderr)
    return code


def _simulated(directory: Path, until_the_end: ExitStack) -> dict[str, dict[str, Any]]:
    """Simulated hardware in a process of its own; how a kiosk reaches it. Raises CannotRun."""
    from kiosk.demonstration.processes import Child, DidNotStart
    from kiosk.diagnose_command import CannotRun

    child = Child(ROOT, ["simulate", "--directory", str(directory)], directory / "simulate.log")
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


# ---- the audit log -----------------------------------------------------------------------------


def audit(options: argparse.Namespace) -> int:
    """verify: is the chain whole? export: every event as one line of JSON."""
    from config.words import load_words
    from kiosk.keeping.audit import export_jsonl, verify

    words = load_words()["zh"]
    if options.what == "export":
        try:
            count = export_jsonl(options.directory, options.to)
        except (sqlite3.Error, OSError) as error:
            print(words("audit.not_exported", reason=error), file=sys.stderr)
            return 1
        print(words("audit.exported", entries=count, file=options.to))
        return 0
    report = verify(options.directory)
    for finding in report.findings:
        print(f"{finding.sequence}: {words(f'audit.{finding.flaw.value}')}")
    print(words("audit.whole" if report.ok else "audit.broken", entries=report.entries))
    print(report.head)
    return 0 if report.ok else 1


# ---- the administrator's desk --------------------------------------------------------------------


def configure(options: argparse.Namespace) -> int:
    """The configuration of a county: drafts, signatures, publishing, stops; who has what."""
    from getpass import getpass

    from config.publish import commands
    from config.words import load_words

    there = next((each for each in KIOSKS[:1] if all(file.exists() for file in each)), [])
    desk = commands.Desk(load_words()["zh"], getpass, PROBES, _stand_in(), tuple(there))
    return commands.run(options, desk)


def push(options: argparse.Namespace) -> int:
    """The administrator's first lesson: a throw-away county, three simulated kiosks, a push."""
    from config.publish import commands
    from config.words import load_words
    from kiosk.demonstration.push import Push

    words = load_words()["zh"]
    desk = commands.Desk(words, lambda _: "one, two, three", PROBES, _stand_in(), ())
    return Push(ROOT, options.build, desk).show()


def _stand_in() -> dict[str, Any]:
    """What the files of a kiosk say of themselves, for trying a draft without one."""
    from config.layers import laid, leaves, lowest_of
    from config.load import read_files
    from config.part import Level

    values: dict[str, Any] = {}
    for path, value in leaves(laid(read_files(DEMO)).values):
        if lowest_of(path) is Level.LOCAL:
            inner = values
            for name in path[:-1]:
                inner = inner.setdefault(name, {})
            inner[path[-1]] = value
    return values


def _visits_and_pages(config: Any) -> Iterator[Any]:
    """Slips on their paper, visits to their end, pages by the lint."""
    from config.problem import Problem
    from kiosk.demonstration.rehearsal import offered, rehearse, unfinished
    from kiosk.rules import load_rules
    from screens import environment

    rules = load_rules(config)
    yield from slips_that_do_not_fit(rules)
    ours = load_rules(config.model_copy(update={"texts": type(config.texts)(), "catalog": {}}))
    can = frozenset(code for code in offered(ours) if rehearse(ours, code).finished)
    yield from unfinished(rules, can)
    with ExitStack() as until_the_end:
        own = until_the_end.enter_context(TemporaryDirectory(prefix="budayang-"))
        until_the_end.callback(logging.disable, logging.root.manager.disable)
        logging.disable(logging.WARNING)  # what Kivy says of itself while it is loaded
        environment.prepare(Path(own))
        from screens.proof import unfit_pages

        fonts = BUILD / "fonts"
        found = list(unfit_pages(rules, _pages_met(rules, offered(rules)), fonts))
        if found:  # what is wrong with the program's own words is no administrator's to mend
            before = set(unfit_pages(ours, _pages_met(ours, offered(ours)), fonts))
            found = [each for each in found if each not in before]
        for page, problem in found:
            yield Problem(page, "(page)", problem)


def _pages_met(rules: Any, codes: Iterable[str]) -> Iterable[tuple[str, Any]]:
    """Every page of these matters' visits once, with the state in which it is shown."""
    from kiosk.demonstration.rehearsal import rehearse

    return dict(page for code in sorted(codes) for page in rehearse(rules, code).pages).items()


PROBES = (_visits_and_pages,)


# ---- the technician's PIN ----------------------------------------------------------------------


def pin(options: argparse.Namespace) -> int:
    """Ask for the technician's PIN twice, and print the lines that set it in kiosk.toml."""
    from getpass import getpass

    from config.words import load_words
    from kiosk.technician.pin_command import PinRefused, lines_for

    words = load_words()["zh"]
    try:
        lines = lines_for(words, getpass)
    except (PinRefused, EOFError, KeyboardInterrupt) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(words("technician.terminal.put"), file=sys.stderr)
    print(lines)
    return 0


# ---- licence paper -----------------------------------------------------------------------------


def blanks(options: argparse.Namespace) -> int:
    """count: how many blank licences are left. load: two persons put in a stack."""
    from config.load import read_files
    from config.remote.installed import installed
    from config.words import load_words
    from kiosk.clock import Clock
    from kiosk.licence.command import blanks

    question: dict[str, Any] = {"ask": "blanks"}
    if options.what == "load":
        wanted = ("first", "last", "loader", "witness")
        question["load"] = {name: getattr(options, name) or "" for name in wanted}
    there = (each for each in KIOSKS if all(file.exists() for file in each))
    layers = options.config or next(there, [DEMO])
    told, code = blanks(
        installed(read_files(*layers)).config, load_words()["zh"], question, Clock().now
    )
    print(told, file=sys.stderr if code else sys.stdout)
    return code


# ---- the command line --------------------------------------------------------------------------


def _story(name: str) -> str:
    """The name of a visitor's story; the stories are loaded only when one is asked for."""
    from screens.stories import STORIES

    if name not in STORIES:
        raise argparse.ArgumentTypeError(f"one of {', '.join(STORIES)}")
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run_kiosk.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: Any) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does.__doc__, description=does.__doc__)
        added.set_defaults(command=does, parser=added)
        return added

    part = command("run", run)
    part.add_argument("--config", type=Path, action="append", required=True)
    part.add_argument("--child", action="store_true", help="end with the parent process")
    part.add_argument("--clock", metavar="HH:MM", help="begin at this time of day")
    part.add_argument("--visitor", type=_story, help="a scripted visitor; needs --hardware")
    part.add_argument("--hardware", type=Path, help="the control socket of the peers")
    part.add_argument("--sandbox", help="the address of the played platforms")
    part.add_argument("--evidence", type=Path, help="where pictures and notes go")
    part.add_argument("--album", type=Path, help="where pictures of what is offered go")
    part.add_argument("--no-pictures", action="store_true", help="notes only: quicker")

    part = command("demo", demo)
    part.add_argument("--visitor", type=_story, help="a scripted visitor")
    part.add_argument("--camera", metavar="SOURCE", help="a real camera: its number or address")
    part.add_argument("--config", type=Path, action="append", default=[], help="one more layer")
    part.add_argument("--build", type=Path, default=BUILD, help="where everything is put")
    part.add_argument("--no-pictures", action="store_true", help="notes only: quicker")

    part = command("simulate", simulate)
    part.add_argument("--directory", type=Path, default=BUILD / "run")
    part.add_argument("--no-camera", action="store_true")
    part.add_argument("--printer", default="tm-t88", help="its model: tm-t88, bt-t080, kp-628e")
    part.add_argument("words", nargs="*", help="DEVICE VERB [name=value ...]")

    part = command("sandbox", sandbox)
    part.add_argument("--directory", type=Path, default=BUILD / "run" / "sandbox")
    part.add_argument("--credentials", type=Path, required=True)

    part = command("bench", bench)
    part.add_argument("--directory", type=Path, default=BUILD / "run")

    part = command("diagnose", diagnose)
    part.add_argument("device", nargs="?", metavar="DEVICE", help="one device only, by its name")
    part.add_argument("--simulate", action="store_true", help="simulated devices, made for this")
    part.add_argument("--json", action="store_true", help="one document, for programs")
    part.add_argument("--config", type=Path, action="append", default=[])
    part.error = lambda message: part.exit(3, f"{part.format_usage()}{message}\n")  # 2: a failure

    from config.publish.command_line import fill

    fill(command("config", configure))

    part = command("push", push)
    part.add_argument("--build", type=Path, default=BUILD, help="where everything is put")

    command("pin", pin)

    part = command("blanks", blanks)
    part.add_argument("what", choices=("count", "load"))
    part.add_argument("--first", help="number of the first sheet of a stack")
    part.add_argument("--last", help="number of the last one")
    part.add_argument("--loader", help="staff number of who puts it in")
    part.add_argument("--witness", help="staff number of who watches")
    part.add_argument("--config", type=Path, action="append", default=[])

    part = command("audit", audit)
    part.add_argument("what", choices=("verify", "export"))
    part.add_argument("--directory", type=Path, default=BUILD / "run" / "keeping")
    part.add_argument("--to", type=Path, default=BUILD / "audit.jsonl")
    return parser


if __name__ == "__main__":
    sys.exit(main())
