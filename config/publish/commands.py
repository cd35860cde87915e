"""`run_kiosk.py config …`: what an administrator types, and what they are told.

Each command says what it did and what comes next. Asking for a passphrase, and the probes of
`check`, are handed in; the acts themselves are `office`'s, the options `command_line`'s.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable

from securesystemslib.signer import CryptoSigner

from config.bundle import COUNTY_SCOPE
from config.layers import key_of
from config.part import Level
from config.problem import CannotStart
from config.publish.acts import Desk, plain
from config.publish.draft import Change, NoSuchPlace
from config.publish.keys import KeyProblem, load_key, make_key
from config.publish.looking import Looking
from config.publish.office import CannotDo

_WITHOUT_A_COUNTY = ("init", "show", "schema")


def run(options: argparse.Namespace, desk: Desk) -> int:
    """0: done; 1: not, after saying why."""
    command = _Commands(options, desk)
    try:
        if options.act not in _WITHOUT_A_COUNTY:
            command.office.settings()  # says so when there is none in this folder
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


class _Commands(Looking):
    """One method for each act; returns an exit code, None for 0."""

    # ---- from a draft to the kiosks --------------------------------------------------------------

    def init(self) -> None:
        options, office = self.options, self.office
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
        file = self.office.folder / "keys" / f"{name}.pem"
        first = self.desk.ask(self.desk.words("publish.ask.new", name=name))
        again = self.desk.ask(self.desk.words("publish.ask.again", name=name))
        if first != again:
            raise CannotDo("not_the_same", name=name)
        return make_key(file, first.encode())

    def set(self) -> int:
        pairs = self.options.pairs
        if len(pairs) % 2:
            raise CannotDo("odd")
        draft = self.office.draft()
        level, scope = self.scope(draft)
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
        self.office.keep(draft)
        for key, typed in zip(pairs[::2], pairs[1::2], strict=True):
            self.say("set.done", scope=self.called(draft, scope), key=key, value=typed)
        self.say("set.next")
        return 0

    def matter(self) -> None:
        """A file as of `config/catalog/`, into the county's layer; `check` judges what it says."""
        file = self.options.file
        try:
            said = tomllib.loads(file.read_text(encoding="utf-8"))
            code, name = str(said["code"]), str(said["sub_item"])
        except (ValueError, KeyError) as why:
            raise CannotDo("no_matter", file=file, reason=why) from None
        draft = self.office.draft()
        typed = json.dumps(said, ensure_ascii=False, default=str)  # a date as it is written
        if problems := draft.set(COUNTY_SCOPE, Level.COUNTY, f"catalog.{code}", typed):
            raise CannotDo("no_matter", file=file, reason=problems[0])
        self.office.keep(draft)
        self.say("matter.done", code=code, name=name)
        self.say("set.next")

    def draft(self) -> None:
        draft = self.office.draft()
        if self.options.note is not None:
            draft.note = self.options.note
            self.office.keep(draft)
        found = self.office.changes()
        newest = self.office.newest()
        self.say("draft.head", generation=newest.generation if newest else 0, count=len(found))
        self._tell(found)
        if draft.note:
            self.say("draft.note", note=draft.note)
        self._tell_waiting()
        if found:
            self.say("draft.checked" if self.office.is_checked else "draft.next")
        self.warn_of_the_end()

    def check(self) -> int:
        self.say("check.begins")
        problems = self.office.check(self.desk.machine, self.desk.probes)
        for problem in problems:
            print(f"  {problem}")
        if problems:
            self.say("check.refused", count=len(problems))
            return 1
        self.say("check.done")
        self.say("check.next")
        return 0

    def diff(self) -> None:
        found = self.office.changes(self.options.generation)
        self._tell(found)
        self.say("diff.done" if found else "diff.same", count=len(found))

    def sign(self) -> None:
        done = self.office.sign(self._signer())
        what = ", ".join(self.desk.words(f"publish.role.{role}") for role in done.roles)
        self.say("sign.done", name=done.name, what=what)
        self._tell_waiting()
        lacking = max(done.lacking.values(), default=0)
        self.say("sign.more" if lacking else "sign.next", count=lacking)

    def publish(self) -> None:
        draft = self.office.draft()
        canary = tuple(draft.scope_of(Level.KIOSK, name) for name in self.options.canary)
        before = self.office.rollout()
        rollout = self.office.publish(canary, self.options.percent)
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
        number = self.options.generation
        self.office.go_back(number)
        self._tell(self.office.changes())
        self.say("rollback.done", generation=number)
        self.say("set.next")

    def rotate_key(self) -> None:
        old, name = self.options.old, self.options.new or self.options.old
        file = self.office.folder / "keys" / f"{name}.pem"
        if file.exists():  # of the key that goes: kept, since it may still open something
            file.rename(file.with_suffix(".old.pem"))
        signer = self._new_key(name)
        self.office.replace_key(old, name, signer.public_key)
        self.say("rotate.done", old=old, name=name, file=file)
        self.say("rotate.next", old=old)

    def renew(self) -> None:
        self.office.renew(server_key=self.options.server_key)
        self._tell_waiting()
        self.say("renew.next")

    def _tell(self, found: Iterable[Change]) -> None:
        draft = self.office.draft()
        for change in found:
            before, after = (
                self.desk.words("publish.unsaid") if value is None else plain(value)
                for value in (change.before, change.after)
            )
            print(f"  {self.called(draft, change.scope)}  {key_of(change.key)}")
            print(f"      {before} → {after}")

    def _tell_waiting(self) -> None:
        repository = self.office.repository
        for role in repository.waiting():
            self.say(
                "waits",
                what=self.desk.words(f"publish.role.{role}"),
                names="、".join(repository.signed_by(role)) or "–",
                lacks=repository.lacks(role),
            )

    # ---- stop and resume -------------------------------------------------------------------------

    def stop(self) -> None:
        options, draft = self.options, self.office.draft()
        _, scope = self.scope(draft)
        stop = self.office.stop(self._signer(), scope, options.banner, options.banner_en)
        self.say("stop.done", number=stop.number, scope=self.called(draft, scope))
        self.say("stop.next", number=stop.number)

    def resume(self) -> None:
        numbers = self.office.resume(self.options.numbers)
        self.say("resume.done", numbers=", ".join(map(str, numbers)))
        self.say("resume.next")

    def _signer(self) -> CryptoSigner:
        options = self.options
        if options.passphrase_file is not None:
            passphrase = options.passphrase_file.read_text(encoding="utf-8").strip()
        else:
            passphrase = self.desk.ask(self.desk.words("publish.ask.mine", file=options.key))
        return load_key(options.key, passphrase.encode())
