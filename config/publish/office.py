"""An administrator's office: one county's folder, and everything that can be done with it.

    county.json      which county, and whether it is a rehearsal
    draft.json       what is being worked on        checked.json   the draft that passed the check
    keys/            the server's key; an administrator's own belongs on their stick
    public/, pending/   see `repository`             reports/       what kiosks said last

Every act returns what it did, as a value; the words for it are `commands`' business.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner, Key

from config.bundle import (
    COUNTY_SCOPE,
    RESUMED,
    ROLLOUT,
    STOPS,
    Bundle,
    Resumed,
    Rollout,
    Stop,
    Stops,
    bundle_path,
)
from config.durable import write_durably
from config.problem import Problem
from config.publish.check import Probe, check
from config.publish.draft import Change, Draft, changes
from config.publish.keys import load_key, make_key
from config.publish.repository import Repository, utc_now


class CannotDo(Exception):
    """key: of the sentence under `publish.cannot`; values: what stands in it."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Signed:
    """roles: what this key has signed now. lacking: signatures that each waiting role lacks."""

    name: str
    roles: list[str]
    generation: int | None
    lacking: Mapping[str, int]


class Office:
    """folder: made by `init`. now: in UTC."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = utc_now) -> None:
        self.folder, self.now = folder, now
        self.repository = Repository(folder, now)

    # ---- the county ------------------------------------------------------------------------------

    def init(
        self, county: str, administrators: Mapping[str, CryptoSigner], *, rehearsal: bool
    ) -> None:
        """A new county. rehearsal: its kiosks are simulated ones."""
        if self.repository.exists:
            raise CannotDo("exists", folder=self.folder)
        (self.folder / "keys").mkdir(parents=True, exist_ok=True)
        online = make_key(self.folder / "keys" / "online.pem", None)
        document = {"county": county, "rehearsal": rehearsal}
        write_durably(self.folder / "county.json", json.dumps(document).encode())
        self.repository.create(administrators, online)
        Draft({COUNTY_SCOPE: {}}).write(self._draft_file)

    def settings(self) -> dict[str, Any]:
        """county, and whether it is a rehearsal. Raises CannotDo."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "county.json").read_bytes())
        except OSError:
            raise CannotDo("no_county", folder=self.folder) from None
        return found

    def online(self) -> CryptoSigner:
        """The server's signer. Raises CannotDo, KeyProblem."""
        file = self.folder / "keys" / "online.pem"
        if self._next_online(self.repository.server_keys()) is not None:
            self._next_online_file.replace(file)  # the kiosks have been told of it
        try:
            return load_key(file, None)
        except FileNotFoundError:
            raise CannotDo("no_server_key", file=file) from None

    @property
    def _next_online_file(self) -> Path:
        return self.folder / "keys" / "online.next.pem"

    def _next_online(self, counts: Iterable[str]) -> CryptoSigner | None:
        """The server's next signer, if its key is one of those that count."""
        if not self._next_online_file.exists():
            return None
        signer = load_key(self._next_online_file, None)
        return signer if signer.public_key.keyid in counts else None

    # ---- the draft -------------------------------------------------------------------------------

    @property
    def _draft_file(self) -> Path:
        return self.folder / "draft.json"

    def draft(self) -> Draft:
        self.settings()
        return Draft.read(self._draft_file)

    def keep(self, draft: Draft) -> None:
        draft.write(self._draft_file)

    def newest(self) -> Bundle | None:
        """The newest generation that is published."""
        numbers = self.repository.generations()
        return self.generation(numbers[-1]) if numbers else None

    def generation(self, number: int) -> Bundle:
        """Raises CannotDo."""
        data = self.repository.target("config", bundle_path(number))
        if data is None:
            known = self.repository.generations()
            raise CannotDo("no_generation", number=number, known=", ".join(map(str, known)))
        bundle: Bundle = Bundle.parse(data, bundle_path(number))
        return bundle

    def changes(self, since: int | None = None) -> list[Change]:
        """What the draft changes. since: compared with this generation, the newest unless told."""
        before = self.newest() if since is None else self.generation(since)
        return list(changes(before.layers if before else {}, self.draft().layers))

    def proposed(self) -> Bundle:
        """The draft as the next generation."""
        newest = self.newest()
        number = 1 if newest is None else newest.generation + 1
        return self.draft().bundle(number, self.settings()["county"])

    def go_back(self, number: int) -> None:
        """The draft is what an older generation was; what lies between is withdrawn with it."""
        draft, newest = Draft.of(self.generation(number)), self.newest()
        assert newest is not None
        draft.min_generation = newest.generation + 1
        self.keep(draft)

    # ---- check and sign --------------------------------------------------------------------------

    def check(self, machine: Mapping[str, Any], probes: Iterable[Probe]) -> list[Problem]:
        """A dry run; remembered when it went well, since only that may be signed."""
        bundle = self.proposed()
        machine = {**machine, "simulation": self.settings()["rehearsal"]}
        problems = check(bundle, machine, probes)
        if not problems:
            write_durably(self.folder / "checked.json", _digest(bundle).encode())
        return problems

    @property
    def is_checked(self) -> bool:
        try:
            return (self.folder / "checked.json").read_text() == _digest(self.proposed())
        except OSError:
            return False

    def sign(self, signer: CryptoSigner) -> Signed:
        """Sign whatever waits; the draft, when it has changed something, is first made to wait.

        Raises CannotDo.
        """
        repository, names = self.repository, self.repository.names()
        keyid = signer.public_key.keyid
        generation = None
        if self.changes():
            bundle = self.proposed()
            data = bundle.data()
            generation = bundle.generation
            if not self._waits(bundle_path(generation), data):
                if not self.is_checked:
                    raise CannotDo("not_checked")
                repository.add_generation(generation, data)
        if not repository.waiting():
            raise CannotDo("nothing_to_sign")
        roles = repository.sign(signer)
        if not roles:
            raise CannotDo("not_yours")
        lacking = {role: repository.lacks(role) for role in repository.waiting()}
        return Signed(names.get(keyid, keyid[:8]), roles, generation, lacking)

    def _waits(self, path: str, data: bytes) -> bool:
        pending = self.repository.pending("config")
        target = pending.signed.targets.get(path) if pending is not None else None
        return target is not None and target.hashes["sha256"] == sha256(data).hexdigest()

    # ---- publish ---------------------------------------------------------------------------------

    def rollout(self) -> Rollout | None:
        data = self.repository.target("rollout", ROLLOUT)
        return None if data is None else Rollout.parse(data, ROLLOUT)

    def publish(self, canary: tuple[str, ...] = (), percent: int | None = None) -> Rollout | None:
        """What has its signatures; and which kiosks take the newest generation, all unless told.

        Other kinds of news (a key, a resume) leave a generation that only some try with those.

        Raises CannotDo.
        """
        repository = self.repository
        if short := {role: repository.lacks(role) for role in repository.waiting()}:
            worst = max(short.values())
            if worst > 0:
                raise CannotDo("lacks", count=worst)
        if again := repository.unsigned_after():
            for role in again:
                repository.propose(role, lambda signed: None)
            raise CannotDo("sign_again")
        before, pending = self.rollout(), repository.pending("config")
        numbers = set(repository.generations())
        if pending is not None:
            numbers = {int(Path(path).stem) for path in pending.signed.targets}
        rollout = None
        if numbers:
            current = max(numbers)
            if before and before.current == current and not canary and percent is None:
                canary, percent = before.canary, before.percent  # a trial stays one
            previous = before.current if before and before.current != current else None
            rollout = Rollout(
                current=current,
                previous=previous or (before.previous if before else None),
                percent=(0 if canary else 100) if percent is None else percent,
                canary=canary,
                salt=str(current),
            )
        if rollout == before and not repository.waiting():
            raise CannotDo("nothing_to_publish")
        online = self._next_online(repository.server_keys(pending=True)) or self.online()
        repository.publish(online, rollout)
        return rollout

    # ---- stop and resume -------------------------------------------------------------------------

    def stops(self) -> Stops:
        data = self.repository.target("stop", STOPS)
        return Stops() if data is None else Stops.parse(data, STOPS)

    def holding(self) -> list[Stop]:
        """The stops that hold now."""
        over = self._resumed()
        return [stop for stop in self.stops().stops if stop.number not in over]

    def _resumed(self) -> set[int]:
        """Numbers of the stops that are over."""
        data = self.repository.target("resume", RESUMED)
        return set() if data is None else set(Resumed.parse(data, RESUMED).numbers)

    def stop(self, signer: CryptoSigner, scope: str, banner: str, banner_en: str) -> Stop:
        """By this one administrator, and published at once. Raises CannotDo."""
        before = self.stops().stops
        # A number that is over would stop nobody, though somebody has taken its stop out.
        number = max((*(stop.number for stop in before), *self._resumed()), default=0) + 1
        stop = Stop(number=number, scope=scope, banner=banner, banner_en=banner_en, at=self.now())
        data = Stops(stops=(*before, stop)).data()
        self.repository.propose("stop", lambda signed: None, {STOPS: data})
        self.repository.sign(signer, only=("stop",))
        if self.repository.lacks("stop", beside=()) > 0:
            self.repository.withdraw(["stop"])
            raise CannotDo("not_yours")
        self.repository.publish(self.online(), only=("stop",))
        return stop

    def resume(self, numbers: Iterable[int]) -> list[int]:
        """Make ready that these may go on; two must sign it. Raises CannotDo."""
        wanted = set(numbers) or {stop.number for stop in self.holding()}
        if not wanted:
            raise CannotDo("nothing_stopped")
        document = Resumed(numbers=tuple(sorted(self._resumed() | wanted))).data()
        self.repository.propose("resume", lambda signed: None, {RESUMED: document})
        return sorted(wanted)

    # ---- keys ------------------------------------------------------------------------------------

    def replace_key(self, old: str, name: str, new: Key) -> None:
        """Raises CannotDo."""
        names = self.repository.names().values()
        if old not in names:
            raise CannotDo("no_administrator", name=old, known=", ".join(names))
        if name in set(names) - {old}:
            raise CannotDo("name_taken", name=name)
        self.repository.replace_key(old, name, new)

    def renew(self, *, server_key: bool) -> None:
        """Make ready that all is signed for another year. server_key: and with another one of the
        server's. Raises CannotDo.
        """
        if server_key:
            if waits := {"root", "targets"} & set(self.repository.waiting()):
                raise CannotDo("waits_already", what=", ".join(sorted(waits)))
            self._next_online_file.unlink(missing_ok=True)
            self.repository.replace_server_key(make_key(self._next_online_file, None).public_key)
        self.repository.renew()


def _digest(bundle: Bundle) -> str:
    return sha256(bundle.data()).hexdigest()
