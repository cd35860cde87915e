"""The options of `run_kiosk.py config …`; what they do is `commands`' business."""

import argparse
from pathlib import Path


def fill(parser: argparse.ArgumentParser) -> None:
    """The command line of `config`."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")

    def act(name: str, why: str, *, scoped: bool = False) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=why, description=why)
        added.add_argument("--county", type=Path, default=Path("county"), help="the folder")
        if scoped:
            for level in ("town", "site", "kiosk"):
                added.add_argument(f"--{level}", metavar="NAME", help="by name or code")
        return added

    part = act("init", "A new county: three administrators, and a folder")
    part.add_argument("code", metavar="CODE", help="of the county, six digits")
    part.add_argument("administrators", nargs=3, metavar="NAME")
    part.add_argument("--rehearsal", action="store_true", help="for simulated kiosks")
    part = act("set", "Say something in the draft; - takes it out again", scoped=True)
    part.add_argument("pairs", nargs="+", metavar="KEY VALUE")
    part = act("matter", "Add a matter of the whole county by its file")
    part.add_argument("file", type=Path)
    part = act("draft", "What the draft changes, and how far it is")
    part.add_argument("--note", help="a word to those who sign")
    act("check", "Try the draft on every kiosk, without any of them")
    part = act("diff", "The draft against a generation")
    part.add_argument("generation", nargs="?", type=int)
    _with_key(act("sign", "Sign what waits"))
    part = act("publish", "Give the kiosks what two have signed")
    part.add_argument("--canary", action="append", default=[], metavar="NAME")
    part.add_argument("--percent", type=int, choices=range(101), metavar="0-100")
    part = act("rollback", "Make the draft what an older generation was")
    part.add_argument("generation", type=int)
    part = act("rotate-key", "Another key, or another person, in place of an administrator")
    part.add_argument("old", metavar="NAME")
    part.add_argument("--new", metavar="NAME", help="who comes; the same person unless told")
    part = act("renew", "Sign everything for another year: two must")
    part.add_argument("--server-key", action="store_true", help="and with another server's key")
    part = act("stop", "暂停服务, by one administrator", scoped=True)
    part.add_argument("banner", help="what everybody reads, in Chinese")
    part.add_argument("banner_en", help="and in English")
    _with_key(part)
    part = act("resume", "Let kiosks go on: two must sign")
    part.add_argument("numbers", nargs="*", type=int)
    part = act("serve", "Serve the published folder, and sign its timestamp")
    part.add_argument("--address", default="127.0.0.1")
    part.add_argument("--port", type=int, default=8500)
    act("refresh", "Sign the timestamp once; for a timer beside a web server")
    act("fleet", "Kiosk by kiosk: which generation, seen when, and why not")
    part = act("show", "What is in force, and who said so", scoped=True)
    part.add_argument("key", nargs="?")
    part.add_argument("--config", type=Path, action="append", default=[], help="of this kiosk")
    act("schema", "The JSON Schema of the configuration")


def _with_key(part: argparse.ArgumentParser) -> None:
    part.add_argument("--key", type=Path, required=True, help="the file of your key")
    part.add_argument("--passphrase-file", type=Path, help="instead of being asked")
