"""Stage, trial, confirm, revert, and the power gone at any sync between them: a state machine."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.bundle import Bundle
from config.remote.store import Store

PROGRAM = "0.1.0"


def a_bundle(generation: int) -> Bundle:
    return Bundle(generation=generation, county="330225", layers={"county": {}})


class PowerCut(BaseException):
    """Nothing that comes after it happens."""


class Installing(RuleBasedStateMachine):
    """good: what must be in force after a boot. newer: what may be, once it was confirmed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="budayang-store-"))
        self.fsync = os.fsync
        self.left = 10**9
        os.fsync = self.sync
        self.store = Store(self.folder, PROGRAM)
        self.newest = 1
        self.good = 1
        self.trial: int | None = None

    def teardown(self) -> None:
        os.fsync = self.fsync
        shutil.rmtree(self.folder)

    def sync(self, handle: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise PowerCut

    @initialize()
    def first(self) -> None:
        bundle = a_bundle(1)
        self.store.stage(bundle, bundle.data())
        self.store.begin_trial(1)
        self.store.confirm()

    # ---- what the client does --------------------------------------------------------------------

    @precondition(lambda self: self.trial is None)
    @rule()
    def try_a_new_one(self) -> None:
        self.newest += 1
        bundle = a_bundle(self.newest)
        self.store.stage(bundle, bundle.data())
        self.store.begin_trial(self.newest)
        self.trial = self.newest

    @precondition(lambda self: self.trial is not None)
    @rule()
    def confirm(self) -> None:
        self.store.confirm()
        assert self.trial is not None
        self.good, self.trial = self.trial, None

    @precondition(lambda self: self.trial is not None)
    @rule()
    def go_back(self) -> None:
        assert self.trial is not None
        self.store.revert("unhealthy")
        assert self.store.refused(self.trial) == "unhealthy"
        self.trial = None

    @rule()
    def boot(self) -> None:
        """The program ends and starts; a trial is taken back."""
        self.store = Store(self.folder, PROGRAM)
        installed = self.store.boot()
        assert installed.reverted == self.trial
        self.trial = None

    # ---- what happens to it ----------------------------------------------------------------------

    @rule(what=st.sampled_from(["try", "confirm", "go_back", "boot"]), syncs=st.integers(0, 9))
    def the_power_goes(self, what: str, syncs: int) -> None:
        """In the middle of one step, at one of its syncs; then the machine starts again."""
        may_be = {self.good}
        if what == "confirm" and self.trial is not None:
            may_be.add(self.trial)
        self.left = syncs
        try:
            if what == "try" and self.trial is None:
                self.try_a_new_one()
            elif what == "confirm" and self.trial is not None:
                self.store.confirm()
            elif what == "go_back" and self.trial is not None:
                self.store.revert("unhealthy")
            elif what == "boot":
                Store(self.folder, PROGRAM).boot()
        except PowerCut:
            pass
        self.left = 10**9
        self.store = Store(self.folder, PROGRAM)
        self.store.boot()
        found = self.store.in_force()
        assert found in may_be
        assert found is not None
        self.good, self.trial = found, None

    # ---- what must always be ---------------------------------------------------------------------

    @invariant()
    def something_whole_is_in_force(self) -> None:
        if not (self.folder / "current").is_symlink():
            return  # before the first
        bundle = self.store.bundle()
        assert bundle is not None
        assert bundle.generation == (self.good if self.trial is None else self.trial)

    @invariant()
    def the_way_back_is_there(self) -> None:
        if self.trial is not None:
            assert self.store.before_trial() == self.good
            assert self.store.bundle(self.good) is not None


Installing.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestInstalling = Installing.TestCase
