"""The generations on this kiosk's disk, and the one in force; a kill at any moment is harmless.

    generations/7-<digest>.json    a bundle, byte by byte as it was signed
    current → generations/7-….json   what is in force
    trial   → generations/6-….json   while 7 is tried: what to go back to. Left at boot: go back
    state.json                     which are refused, which were withdrawn, which stops hold

Every step is synced before the next. Knows nothing of signatures, screens, or what is healthy.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from config.bundle import BadDocument, Bundle, Stop
from config.durable import point_durably, remove_durably, sync_directory, write_durably
from config.part import Part

NONE = "none"  # what `trial` names when there was nothing before


class _State(Part):
    """refused holds for the program that refused: another one may understand more."""

    program: str = ""
    refused: Mapping[int, str] = {}
    left_on_trial: tuple[int, ...] = ()
    min_generation: int = 1
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """reverted: the generation that was found half tried at boot, and taken back."""

    bundle: Bundle | None = field(repr=False)
    reverted: int | None = None


class Store:
    """directory: made when it is missing. program: its version; None: only to look.

    Raises OSError, as when the disk is full.
    """

    def __init__(self, directory: Path, program: str | None) -> None:
        self._directory = directory
        self._generations = directory / "generations"
        self._current, self._trial = directory / "current", directory / "trial"
        self._state = self._read_state()
        if program is None:
            return
        self._generations.mkdir(parents=True, exist_ok=True)
        if self._state.program != program:
            self._write(_with(self._state, program=program, refused={}, left_on_trial=()))

    # ---- what is in force ------------------------------------------------------------------------

    def boot(self) -> Installed:
        """What is in force when the program starts. A trial that was left is taken back.

        It is tried once more, since the power may have gone; left a second time it is refused.
        """
        reverted = None
        if self.on_trial:
            tried = self.in_force()
            if tried != self.before_trial():
                reverted = tried
            self.revert("left_on_trial" if reverted in self._state.left_on_trial else "")
            if reverted is not None:
                left = tuple({*self._state.left_on_trial, reverted})
                self._write(_with(self._state, left_on_trial=left))
        return Installed(self.bundle() or self._fall_back(), reverted)

    def _fall_back(self) -> Bundle | None:
        """The newest older one that is whole, when the one in force is damaged; None: none is."""
        if (damaged := self.in_force()) is None:
            return None
        numbers = {_number(file.name) or 0 for file in self._generations.glob("*.json")}
        for number in sorted(numbers, reverse=True):
            if number < damaged and (bundle := self.bundle(number)):
                file = self._file(number)
                assert file is not None
                point_durably(self._current, f"generations/{file.name}")
                return bundle
        remove_durably(self._current)
        return None

    def in_force(self) -> int | None:
        """The generation that `current` names."""
        return _generation(self._current)

    def before_trial(self) -> int | None:
        """The generation to go back to; None also when none is being tried."""
        return _generation(self._trial)

    @property
    def on_trial(self) -> bool:
        return self._trial.is_symlink()

    def bundle(self, generation: int | None = None) -> Bundle | None:
        """A generation's bundle, the one in force unless told; None: not here, or damaged."""
        number = generation if generation is not None else self.in_force()
        file = self._file(number)
        if file is None:
            return None
        try:
            data = file.read_bytes()
            if _file_name(number, data) != file.name:
                return None
            bundle: Bundle = Bundle.parse(data, f"generation {number}")
        except (OSError, BadDocument):
            return None
        return bundle

    def _file(self, generation: int | None) -> Path | None:
        return next(iter(self._generations.glob(f"{generation}-*.json")), None)

    # ---- a trial ---------------------------------------------------------------------------------

    def stage(self, bundle: Bundle, data: bytes) -> None:
        """Put a verified generation on the disk; it is not in force yet."""
        lowest = max(self._state.min_generation, bundle.min_generation)
        write_durably(self._generations / _file_name(bundle.generation, data), data)
        if lowest != self._state.min_generation:
            self._write(_with(self._state, min_generation=lowest))

    def begin_trial(self, generation: int) -> None:
        """From here on it is in force, until it is confirmed, or else taken back."""
        staged, before = self._file(generation), self._file(self.in_force())
        assert staged is not None and not self.on_trial, "one generation at once, and a staged one"
        try:
            point_durably(self._trial, f"generations/{NONE if before is None else before.name}")
            point_durably(self._current, f"generations/{staged.name}")
        except OSError:
            if self._file(self.in_force()) == before:
                self._trial.unlink(missing_ok=True)
            raise  # else the trial is there to go back by

    def confirm(self) -> None:
        """The generation on trial stays; the one before it is kept too, all others go."""
        good = {self.in_force(), self.before_trial()}
        remove_durably(self._trial)
        for file in self._generations.glob("*.json"):
            if _number(file.name) not in good:
                file.unlink(missing_ok=True)
        sync_directory(self._generations)

    def revert(self, why: str) -> None:
        """Back to what was in force before. why: refuses the one on trial; "": it is not."""
        tried, before = self.in_force(), os.readlink(self._trial)
        if why and tried is not None and tried != _number(before):
            self.refuse(tried, why)
        if _number(before) is None:
            remove_durably(self._current)
        else:
            point_durably(self._current, before)
        remove_durably(self._trial)

    # ---- what is remembered ----------------------------------------------------------------------

    def refuse(self, generation: int, why: str) -> None:
        """Do not try this one again, whoever offers it."""
        self._write(_with(self._state, refused={**self._state.refused, generation: why}))

    def refused(self, generation: int) -> str:
        """Why this one is not tried again; "": it has not been refused."""
        return self._state.refused.get(generation, "")

    @property
    def min_generation(self) -> int:
        """What is older was withdrawn by two administrators."""
        return self._state.min_generation

    @property
    def stops(self) -> tuple[Stop, ...]:
        return self._state.stops

    def keep_stops(self, stops: tuple[Stop, ...]) -> None:
        """So that a kiosk that was switched off and on is still stopped."""
        if stops != self._state.stops:
            self._write(_with(self._state, stops=stops))

    def _read_state(self) -> _State:
        try:
            return _State.model_validate_json((self._directory / "state.json").read_bytes())
        except FileNotFoundError:
            return _State()
        except ValidationError:
            return _State()  # damaged: everything is fetched and judged anew

    def _write(self, state: _State) -> None:
        data = json.dumps(state.model_dump(mode="json"), ensure_ascii=False).encode()
        write_durably(self._directory / "state.json", data)
        self._state = state


def _with(state: _State, **changes: object) -> _State:
    return state.model_copy(update=changes)


def _file_name(generation: int | None, data: bytes) -> str:
    return f"{generation}-{sha256(data).hexdigest()[:32]}.json"


def _generation(link: Path) -> int | None:
    try:
        return _number(os.readlink(link))
    except OSError:
        return None


def _number(name: str) -> int | None:
    number = Path(name).name.partition("-")[0]
    return int(number) if number.isdigit() else None
