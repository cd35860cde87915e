"""`run_kiosk.py config …`: what an administrator types, and what they are told.

Each command says what it did and what comes next. Asking for a passphrase, and the probes of
`check`, are handed in; the acts themselves are `office`'s, the options `command_line`'s.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner

from config.bundle import COUNTY_SCOPE
from config.layers import Merged, key_of, leaves, path_of
from config.load import effective, read_files
from config.model import KioskConfig
from config.part import Level
from config.problem import CannotStart
from config.publish.check import Probe, stand_in
from config.publish.draft import Change, NoSuchPlace
from config.publish.fleet import Fleet
from config.publish.keys import KeyProblem, load_key, make_key
from config.publish.office import CannotDo, Office
from config.publish.server import Server
from config.remote.installed import installed
from config.words import Words

Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the commands need from outside. machine: stands in for a kiosk's own files.

    default_machine: the files of the kiosk on this computer; empty: there is none.
    """

    words: Words
    ask: Ask
    probes: Iterable[Probe]
    machine: Mapping[str, Any]
    default_machine: tuple[Path, ...]


def run(options: argparse.Namespace, desk: Desk) -> int:
    """0: done; 1: not, after saying why."""
    command = _Commands(options, desk)
    try:
        return int(getattr(command, options.act.replace("-", "_"))() or 0)
    except CannotDo as why:
        command.say(f"cannot.{why.key}", **why.values, to=sys.stderr)
    except KeyProblem as why:
        command.say(f"cannot.key_{why.why}", file=why.file, to=sys.stderr)
    except NoSuchPlace as why:
        command.say("cannot.no_place", name=why, to=sys.stderr)
    except CannotStart as why:
        print(why, file=sys.stderr)
    except OSError as why:
        command.say("cannot.file", file=why.filename, reason=why.strerror, to=sys.stderr)
    return 1


class _Commands:
    """One method for each act; returns an exit code, None for 0."""

    def __init__(self, options: argparse.Namespace, desk: Desk) -> None:
        self._options, self._desk = options, desk
        self._office = Office(options.county)

    def say(self, sentence: str, /, *, to: Any = None, **values: object) -> None:
        print(self._desk.words(f"publish.{sentence}", **values), file=to or sys.stdout, flush=True)

    # ---- from a draft to the kiosks --------------------------------------------------------------

    def init(self) -> None:
        options, office = self._options, self._office
        if office.repository.exists:
            raise CannotDo("exists", folder=office.folder)
        folder = office.folder / "keys"
        folder.mkdir(parents=True, exist_ok=True)
        signers = {name: self._new_key(name) for name in options.administrators}
        office.init(options.code, signers, rehearsal=options.rehearsal)
        root = office.repository.public / "metadata" / "1.root.json"
        self.say("init.done", county=options.code, folder=office.folder, keys=folder, root=root)
        self.say("init.next")

    def _new_key(self, name: str) -> CryptoSigner:
        file = self._office.folder / "keys" / f"{name}.pem"
        first = self._desk.ask(self._desk.words("publish.ask.new", name=name))
        again = self._desk.ask(self._desk.words("publish.ask.again", name=name))
        if first != again:
            raise CannotDo("not_the_same", name=name)
        return make_key(file, first.encode())

    def set(self) -> int:
        pairs = self._options.pairs
        if len(pairs) % 2:
            raise CannotDo("odd")
        draft = self._office.draft()
        level, scope = self._scope(draft)
        problems = [
            problem
            for key, typed in zip(pairs[::2], pairs[1::2], strict=True)
            for problem in draft.set(scope, level, key, typed)
        ]
        if problems:
            self.say("set.refused")
            for problem in problems:
                print(f"  {problem}")
            return 1
        self._office.keep(draft)
        for key, typed in zip(pairs[::2], pairs[1::2], strict=True):
            self.say("set.done", scope=self._called(draft, scope), key=key, value=typed)
        self.say("set.next")
        return 0

    def draft(self) -> None:
        draft = self._office.draft()
        if self._options.note is not None:
            draft.note = self._options.note
            self._office.keep(draft)
        found = self._office.changes()
        newest = self._office.newest()
        self.say("draft.head", generation=newest.generation if newest else 0, count=len(found))
        self._tell(found)
        if draft.note:
            self.say("draft.note", note=draft.note)
        self._tell_waiting()
        if found:
            self.say("draft.checked" if self._office.is_checked else "draft.next")

    def check(self) -> int:
        self.say("check.begins")
        problems = self._office.check(self._desk.machine, self._desk.probes)
        for problem in problems:
            print(f"  {problem}")
        if problems:
            self.say("check.refused", count=len(problems))
            return 1
        self.say("check.done")
        self.say("check.next")
        return 0

    def diff(self) -> None:
        found = self._office.changes(self._options.generation)
        self._tell(found)
        self.say("diff.done" if found else "diff.same", count=len(found))

    def sign(self) -> None:
        done = self._office.sign(self._signer())
        what = ", ".join(self._desk.words(f"publish.role.{role}") for role in done.roles)
        self.say("sign.done", name=done.name, what=what)
        self._tell_waiting()
        lacking = max(done.lacking.values(), default=0)
        self.say("sign.more" if lacking else "sign.next", count=lacking)

    def publish(self) -> None:
        draft = self._office.draft()
        canary = tuple(draft.scope_of(Level.KIOSK, name) for name in self._options.canary)
        before = self._office.rollout()
        rollout = self._office.publish(canary, self._options.percent)
        if rollout is None:
            self.say("publish.no_generation")
            return
        if rollout == before:
            self.say("publish.same", generation=rollout.current)
            return
        whom = "all" if rollout.percent == 100 else "some"
        self.say(
            f"publish.{whom}",
            generation=rollout.current,
            canary=", ".join(rollout.canary) or "–",
            percent=rollout.percent,
        )
        self.say(f"publish.next_{whom}")

    def rollback(self) -> None:
        number = self._options.generation
        self._office.go_back(number)
        self._tell(self._office.changes())
        self.say("rollback.done", generation=number)
        self.say("set.next")

    def rotate_key(self) -> None:
        old, name = self._options.old, self._options.new or self._options.old
        file = self._office.folder / "keys" / f"{name}.pem"
        if file.exists():  # of the key that goes: kept, since it may still open something
            file.rename(file.with_suffix(".old.pem"))
        signer = self._new_key(name)
        self._office.replace_key(old, name, signer.public_key)
        self.say("rotate.done", old=old, name=name, file=file)
        self.say("rotate.next", old=old)

    def _tell(self, found: Iterable[Change]) -> None:
        draft = self._office.draft()
        for change in found:
            before, after = (
                self._desk.words("publish.unsaid") if value is None else _plain(value)
                for value in (change.before, change.after)
            )
            print(f"  {self._called(draft, change.scope)}  {key_of(change.key)}")
            print(f"      {before} → {after}")

    def _tell_waiting(self) -> None:
        repository = self._office.repository
        for role in repository.waiting():
            self.say(
                "waits",
                what=self._desk.words(f"publish.role.{role}"),
                names="、".join(repository.signed_by(role)) or "–",
                lacks=repository.lacks(role),
            )

    # ---- stop and resume -------------------------------------------------------------------------

    def stop(self) -> None:
        options, draft = self._options, self._office.draft()
        _, scope = self._scope(draft)
        stop = self._office.stop(self._signer(), scope, options.banner, options.banner_en)
        self.say("stop.done", number=stop.number, scope=self._called(draft, scope))
        self.say("stop.next", number=stop.number)

    def resume(self) -> None:
        numbers = self._office.resume(self._options.numbers)
        self.say("resume.done", numbers=", ".join(map(str, numbers)))
        self.say("resume.next")

    # ---- serving and seeing ----------------------------------------------------------------------

    def serve(self) -> None:
        self._office.settings()
        server = Server(self._office, self._options.address, self._options.port)
        self.say("serve.begins", url=server.url)
        try:
            while True:
                time.sleep(3600.0)
        except KeyboardInterrupt:
            server.close()

    def refresh(self) -> None:
        self._office.settings()
        self._office.repository.refresh(self._office.online())
        expires = self._office.repository.published("timestamp").signed.expires
        self.say("refresh.done", until=f"{expires.astimezone():%Y-%m-%d %H:%M}")

    def fleet(self) -> None:
        rollout, draft = self._office.rollout(), self._office.draft()
        self.say("fleet.head", generation=rollout.current if rollout else 0)
        now = datetime.now().astimezone()
        found = list(Fleet(self._office.folder / "reports").seen())
        if not found:
            self.say("fleet.nobody")
        for seen in found:
            report = seen.report
            why = ""
            if report.refused:
                why = self._desk.words(f"remote.refused.{report.refused}")
                why += f" ({report.detail})" if report.detail else ""
            self.say(
                "fleet.row",
                kiosk=self._called(draft, report.terminal),
                generation=report.generation,
                state=self._desk.words(f"publish.state.{report.state}"),
                seconds=round((now - seen.at).total_seconds()),
                program=report.program,
                why=why,
            )

    def show(self) -> int:
        merged, config = self._merged()
        wanted = path_of(self._options.key) if self._options.key else ()
        rows = [
            (path, value)
            for path, value in leaves(config.model_dump(mode="json"))
            if path[: len(wanted)] == wanted
        ]
        for path, value in rows:
            secret = path[-1] == "pin_hash" and value is not None
            print(f"{key_of(path)} = {'…' if secret else _plain(value)}")
            print(f"    ← {self._origin(merged, path)}")
        if not rows:
            raise CannotDo("no_key", key=self._options.key)
        return 0

    def _merged(self) -> tuple[Merged, KioskConfig]:
        """Of the kiosk on this computer; else of the draft, for the place that is named."""
        options = self._options
        files = options.config or self._desk.default_machine
        named = any((options.town, options.site, options.kiosk))
        if files and not named:
            done = installed(read_files(*files))
        else:
            bundle = self._office.proposed()
            _, scope = self._scope(self._office.draft())
            machine = {**self._desk.machine, "simulation": True}
            site, terminal, stood_in = stand_in(machine, bundle.county, scope)
            done = effective([stood_in], bundle.layers_for(site, terminal))
        return done.merged, done.config

    def _origin(self, merged: Merged, path: tuple[str, ...]) -> str:
        layer = merged.origin_of(path)
        return self._desk.words(f"publish.level.{layer.level.name.lower()}", name=layer.name)

    def schema(self) -> None:
        print(json.dumps(KioskConfig.model_json_schema(), ensure_ascii=False, indent=1))

    # ---- who and where ---------------------------------------------------------------------------

    def _scope(self, draft: Any) -> tuple[Level, str]:
        """The layer that is meant: the county's unless a narrower one is named."""
        for level in (Level.KIOSK, Level.SITE, Level.TOWN):
            if name := getattr(self._options, level.name.lower()):
                return level, draft.scope_of(level, name)
        return Level.COUNTY, COUNTY_SCOPE

    def _called(self, draft: Any, scope: str) -> str:
        if scope == COUNTY_SCOPE:
            return self._desk.words("publish.whole_county")
        return str(draft.called(scope))

    def _signer(self) -> CryptoSigner:
        options = self._options
        if options.passphrase_file is not None:
            passphrase = options.passphrase_file.read_text(encoding="utf-8").strip()
        else:
            passphrase = self._desk.ask(self._desk.words("publish.ask.mine", file=options.key))
        return load_key(options.key, passphrase.encode())


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
