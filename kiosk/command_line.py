"""What may be typed after `run_kiosk.py`: every command with its options.

Leaves what a command does to `run_kiosk.py`, whose functions are handed in; their docstrings are
what `--help` says.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from config.publish.command_line import fill

Does = Callable[[argparse.Namespace], int]


def parser(
    about: str, commands: Mapping[str, Does], build: Path, visitor: Callable[[str], str]
) -> argparse.ArgumentParser:
    """The options carry the command's function as `command` and its own parser as `parser`.

    build: where what is made is put unless told. visitor: the name of a scripted visitor, as typed;
    raises argparse.ArgumentTypeError where there is no such.
    """
    whole = argparse.ArgumentParser(prog="run_kiosk.py", description=about)
    added = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        does = commands[name]
        part = added.add_parser(name, help=does.__doc__, description=does.__doc__)
        part.set_defaults(command=does, parser=part)
        return part

    running = build / "run"

    part = command("run")
    part.add_argument("--config", type=Path, action="append", required=True)
    part.add_argument("--child", action="store_true", help="end with the parent process")
    part.add_argument("--clock", metavar="HH:MM", help="begin at this time of day")
    part.add_argument("--visitor", type=visitor, help="a scripted visitor; needs --hardware")
    part.add_argument("--hardware", type=Path, help="the control socket of the peers")
    part.add_argument("--sandbox", help="the address of the played platforms")
    part.add_argument("--evidence", type=Path, help="where pictures and notes go")
    part.add_argument("--album", type=Path, help="where pictures of what is offered go")
    _offer_pictures(part)

    part = command("demo")
    part.add_argument("--visitor", type=visitor, help="a scripted visitor")
    part.add_argument("--camera", metavar="SOURCE", help="a real camera: its number or address")
    part.add_argument("--config", type=Path, action="append", default=[], help="one more layer")
    part.add_argument("--build", type=Path, default=build, help="where everything is put")
    _offer_pictures(part)

    part = command("simulate")
    part.add_argument("--directory", type=Path, default=running)
    part.add_argument("--no-camera", action="store_true")
    part.add_argument("--printer", default="tm-t88", help="its model: tm-t88, bt-t080, kp-628e")
    part.add_argument("words", nargs="*", help="DEVICE VERB [name=value ...]")

    part = command("sandbox")
    part.add_argument("--directory", type=Path, default=running / "sandbox")
    part.add_argument("--credentials", type=Path, required=True)

    part = command("bench")
    part.add_argument("--directory", type=Path, default=running)

    part = command("diagnose")
    part.add_argument("device", nargs="?", metavar="DEVICE", help="one device only, by its name")
    part.add_argument("--simulate", action="store_true", help="simulated devices, made for this")
    part.add_argument("--json", action="store_true", help="one document, for programs")
    part.add_argument("--config", type=Path, action="append", default=[])
    _refuse_with(part, 3)  # 2: a failure

    fill(command("config"))

    part = command("push")
    part.add_argument("--build", type=Path, default=build, help="where everything is put")

    command("pin")

    part = command("blanks")
    part.add_argument("what", choices=("count", "load"))
    part.add_argument("--first", help="number of the first sheet of a stack")
    part.add_argument("--last", help="number of the last one")
    part.add_argument("--loader", help="staff number of who puts it in")
    part.add_argument("--witness", help="staff number of who watches")
    part.add_argument("--config", type=Path, action="append", default=[])

    part = command("audit")
    part.add_argument("what", choices=("verify", "export"))
    part.add_argument("--directory", type=Path, default=running / "keeping")
    part.add_argument("--to", type=Path, default=build / "audit.jsonl")
    return whole


def _offer_pictures(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--pictures",
        choices=("large", "small", "none"),
        default="large",
        help="of each page; without a display a small one is drawn sooner",
    )


def _refuse_with(part: Any, code: int) -> None:
    """End with this code when what was typed is not understood."""
    part.error = lambda message: part.exit(code, f"{part.format_usage()}{message}\n")
