"""Names every part of 不打烊, once. One thin function per command; see `run_kiosk.py --help`."""

# Every command loads what it needs and nothing else: the first picture waits for no simulator.

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.command_line import parser

if TYPE_CHECKING:
    from config.glance import Glance
    from config.layers import Layer
    from config.model import KioskConfig
    from config.problem import Problem
    from kiosk.crew import Makers
    from kiosk.demonstration.probe import Lint
    from kiosk.ports import AnyDevice, Post
    from kiosk.rules import Rules
    from kiosk.runtime import Runtime
    from kiosk.steward import Signed
    from kiosk.supervisor import Supervisor
    from kiosk.vocabulary import Device
    from screens.app import KioskApp
    from screens.opening import Opening
    from screens.performance import Performance

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "build"
DEMO = ROOT / "config" / "profiles" / "demo.toml"
KIOSKS = ([Path("/etc/budayang/kiosk.toml")], [DEMO, BUILD / "run" / "kiosk.toml"])
"""Which kiosk is meant when no configuration is named: the installed one, else that of `demo`."""


def main(arguments: list[str] | None = None) -> int:
    options, unknown = parser(str(__doc__), COMMANDS, BUILD, _story).parse_known_args(arguments)
    if unknown:
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    result: int = options.command(options)
    return result


def _there(*kiosks: list[Path]) -> list[Path]:
    """The configuration of the first of these kiosks that this machine has; empty: of none."""
    return next((each for each in kiosks if all(file.exists() for file in each)), [])


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

    rules = _on_a_worker(lambda: signed.rules if signed else _rules_of(config))
    from kiosk.clock import Clock
    from kiosk.crew import Crew
    from kiosk.runtime import Runtime
    from kiosk.visit.advance import first_state
    from screens.app import KioskApp

    clock = Clock(options.clock)
    runtime = Runtime(rules.result(), first_state(clock.monotonic(), clock.now()))
    crew = Crew(config, clock, runtime, signed, _makers)

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


def _opening(seen: Glance, options: argparse.Namespace, notify: Supervisor) -> Opening:
    """The window with its first picture, from a glance at the configuration."""
    from config.words import TEXTS, load_language
    from kiosk.keeping.redaction import RedactingFilter
    from screens.environment import prepare

    for handler in logging.getLogger().handlers:
        handler.addFilter(RedactingFilter())
    small = options.pictures != "large"
    prepare(seen.keeping_directory.parent, fullscreen=seen.fullscreen, small=small)

    from screens.opening import Opening

    words = load_language(TEXTS / "zh", "terminal")
    lines = words("terminal.opening"), words("terminal.just_a_moment")
    opening = Opening(seen.fonts, seen.zone_name, lines)
    notify.status("opening")
    return opening


def _on_a_worker(work: Callable[[], T]) -> Future[T]:
    """Done on a thread of its own; `result()` waits for it and raises what it raised."""
    with_one = ThreadPoolExecutor(1)
    future = with_one.submit(work)
    with_one.shutdown(wait=False)
    return future


def _rules_of(config: KioskConfig) -> Rules:
    from kiosk.rules import rules_of

    return rules_of(config)


def _signed(machine: Sequence[Layer]) -> Signed | None:
    """The signed configuration of this machine and its client; None where it has none."""
    if not any("remote" in layer.values for layer in machine):
        return None  # and nothing of it is loaded
    from kiosk.rules import rules_of
    from kiosk.steward import boot

    return boot(machine, rules_of, slips_that_do_not_fit)


def slips_that_do_not_fit(rules: Rules) -> Iterator[Problem]:
    """Each kind in each language, on the paper of this kiosk's printer."""
    from devices.printer.fit import problems
    from devices.printer.profile import load_profile
    from kiosk.demonstration.slip_samples import unfit

    paper = load_profile(rules.config.printer.profile)
    return unfit(rules, lambda slip: problems(slip, paper))


def _makers() -> Makers:
    """What the crew makes and cannot name."""
    from devices.barcode_reader.driver import SerialBarcodeReader
    from kiosk.codes import load_codes
    from kiosk.crew import Makers
    from screens.input_method import InputMethod
    from screens.sounds import Sounds

    above_a_tray = partial(SerialBarcodeReader, allowed=load_codes().kind_of)
    return Makers(_devices, above_a_tray, Sounds, InputMethod)


def _devices(config: KioskConfig, post: Post, directory: Path) -> dict[Device, AnyDevice]:
    """Every device of this kiosk, by its name. directory: where the print journals are."""
    from devices.every_device import every_device
    from kiosk.codes import load_codes

    return every_device(config, post, directory, load_codes().kind_of)


def _visit(options: argparse.Namespace, app: KioskApp, runtime: Runtime) -> Performance:
    """The scripted visitor beside the kiosk, with the control socket for hands and face."""
    from devices.simulation.client import ControlClient
    from devices.simulation.phone import code_on
    from screens.performance import begin

    return begin(
        options.visitor,
        app,
        runtime,
        ControlClient(options.hardware),
        code_on,
        sandbox=options.sandbox,
        evidence=options.evidence,
        pictures=options.pictures != "none",
    )


# ---- peers and demonstration -------------------------------------------------------------------


def simulate(options: argparse.Namespace) -> int:
    """Without words: play the hardware until the parent goes. With words: ask it for something."""
    if options.words:
        from devices.simulation.command import ask

        return ask(options.directory, options.words)
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


def sandbox(options: argparse.Namespace) -> int:
    """Play the government platforms until standard input ends."""
    from devices.camera.clips import ClipLibrary
    from devices.camera.police_photo import PolicePhotos
    from kiosk.sandbox.server import serve

    photos = PolicePhotos(ClipLibrary(BUILD / "clips").folder)
    credentials = json.loads(options.credentials.read_text(encoding="utf-8"))
    serve(options.directory, credentials, photo_of=photos.of)
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
    from devices.camera.filming import film
    from devices.camera.own_face import NO_FACE
    from devices.simulation.client import ControlClient
    from kiosk.demonstration.demo import Demonstration
    from kiosk.demonstration.new_matter import file_of_the_walk
    from kiosk.demonstration.own_face import portrait_of_whoever_looks
    from screens.stories import STORIES

    watched = bool(os.environ.get("DISPLAY")) and options.visitor is None
    name = options.visitor or "renews"
    story = STORIES[name]
    portrait = None
    if options.camera is not None:
        portrait = portrait_of_whoever_looks(ROOT, options.camera, no_face=NO_FACE)
        if portrait is None:
            return 1
    else:
        people = load_people(date.today())
        faces = people if watched else {key: people[key] for key in story.faces}
        seeds = [person.seed for person in faces.values()]
        film(BUILD / "clips", seeds, progress=print)
    return Demonstration(
        ROOT,
        visitor=None if watched else name,
        clock=story.clock,
        platform=story.platform,
        delivers=story.delivers,
        control=ControlClient,
        layers=options.config,
        build=options.build,
        pictures=options.pictures,
        camera=options.camera,
        portrait=portrait,
        matter=file_of_the_walk(ROOT) if story.brings_a_matter else "",
    ).show()


# ---- diagnosis ---------------------------------------------------------------------------------


def diagnose(options: argparse.Namespace) -> int:
    """Test the devices and say what is to be done. 0: well, 1: warning, 2: failure, 3: not run."""
    from kiosk.diagnose_command import run

    layers = [DEMO, *options.config] if options.simulate else options.config or _there(*KIOSKS)
    root = ROOT if options.simulate else None
    return run(options.device, layers, _devices, simulated_by=root, as_json=options.json)


# ---- the audit log -----------------------------------------------------------------------------


def audit(options: argparse.Namespace) -> int:
    """verify: is the chain whole? export: every event as one line of JSON."""
    from config.words import load_words
    from kiosk.keeping.audit_command import run

    return run(options.what, options.directory, options.to, load_words()["zh"])


# ---- the administrator's desk --------------------------------------------------------------------


def configure(options: argparse.Namespace) -> int:
    """The configuration of a county: drafts, signatures, publishing, stops; who has what."""
    from getpass import getpass

    from config.publish import commands
    from config.publish.acts import Desk
    from config.publish.check import local_values
    from config.words import load_words

    there = tuple(_there(KIOSKS[0]))
    desk = Desk(load_words()["zh"], getpass, (_rehearsed,), local_values(DEMO), there)
    return commands.run(options, desk)


def push(options: argparse.Namespace) -> int:
    """The administrator's first lesson: a throw-away county, three simulated kiosks, a push."""
    from config.publish.acts import Desk
    from config.publish.check import local_values
    from config.words import load_words
    from kiosk.demonstration.push import Push

    words = load_words()["zh"]
    values = local_values(DEMO)
    desk = Desk(words, lambda _: "one, two, three", (_rehearsed,), values, ())
    return Push(ROOT, options.build, desk).show()


def _rehearsed(config: KioskConfig) -> Iterator[Problem]:
    """A probe: visits to their end with this configuration, and every page that they meet."""
    from kiosk.demonstration.probe import problems

    def lint(own: Path) -> Lint:
        from screens import environment

        environment.prepare(own)
        from screens.proof import unfit_pages

        return partial(unfit_pages, font_directory=BUILD / "fonts")

    return problems(config, slips_that_do_not_fit, lint)


# ---- the technician's PIN ----------------------------------------------------------------------


def pin(options: argparse.Namespace) -> int:
    """Ask for the technician's PIN twice, and print the lines that set it in kiosk.toml."""
    from getpass import getpass

    from config.words import load_words
    from kiosk.technician.pin_command import run

    return run(load_words()["zh"], getpass)


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
    layers = options.config or _there(*KIOSKS) or [DEMO]
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


COMMANDS = {
    "run": run,
    "demo": demo,
    "simulate": simulate,
    "sandbox": sandbox,
    "bench": bench,
    "diagnose": diagnose,
    "config": configure,
    "push": push,
    "pin": pin,
    "blanks": blanks,
    "audit": audit,
}


if __name__ == "__main__":
    sys.exit(main())
