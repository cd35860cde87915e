"""How a generation comes into force on a kiosk, and how it goes back: stories."""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.bundle import RESUMED, STOPS, Resumed, Rollout, Stop, Stops
from config.load import Effective
from config.problem import CannotStart
from config.remote import store as store_module
from config.remote.installed import installed
from config.remote.kiosk import worse_than
from config.remote.refusal import Reason, Refused
from tests.config.remote.county import County, Kiosk, Server
from tests.config.test_layers import machine

SATURDAY = {"county": {"hours": {"saturday": "08:00-20:00"}}}


def saturday(kiosk: Kiosk) -> str:
    assert kiosk.machine.in_use is not None
    return kiosk.machine.in_use.config.hours.saturday


# ---- into force ----------------------------------------------------------------------------------


def test_the_first_generation_is_fetched_before_anything_is_shown(kiosk: Kiosk) -> None:
    assert kiosk.generation == 1
    assert saturday(kiosk) == "closed"
    assert kiosk.store.in_force() == 1


def test_a_new_generation_is_tried_confirmed_and_told(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2, **SATURDAY)
    kiosk.client.poll()
    assert saturday(kiosk) == "08:00-20:00"
    assert kiosk.machine.events() == ["config_taken", "config_confirmed"]
    assert not kiosk.store.on_trial
    told = json.loads(server.reports[-1])
    assert (told["terminal"], told["generation"], told["state"]) == ("XS-0107", 2, "in_force")
    assert told.keys() == {
        *("terminal", "site", "program", "generation", "state"),
        *("refused", "refused_generation", "detail"),
    }, "nothing else is reported, and nothing of a person"


def test_each_kiosk_takes_its_own_layers(county: County, server: Server, kiosk: Kiosk) -> None:
    county.publish(
        2,
        s330225001001={"hours": {"saturday": "08:00-20:00"}},
        s330225001002={"hours": {"saturday": "10:00-11:00"}},
        XS_0108={"hours": {"saturday": "10:00-11:00"}},
    )
    kiosk.client.poll()
    assert saturday(kiosk) == "08:00-20:00"
    assert kiosk.machine.in_use is not None
    origin = kiosk.machine.in_use.merged.origin_of(("hours", "saturday"))
    assert origin.name == "generation 2, 330225001001"


def test_nothing_new_costs_two_requests(county: County, server: Server, kiosk: Kiosk) -> None:
    kiosk.client.poll()
    server.asked.clear()
    kiosk.client.poll()
    assert server.asked == ["/metadata/2.root.json", "/metadata/timestamp.json"]


def test_a_kiosk_that_is_busy_is_left_alone(county: County, server: Server, kiosk: Kiosk) -> None:
    """The trial begins only when the kiosk says so; until then nothing has changed on the disk."""
    seen: list[Any] = []
    kiosk.machine.before_take = lambda: seen.append((kiosk.store.in_force(), kiosk.store.on_trial))
    county.publish(2)
    kiosk.client.poll()
    assert seen == [(1, False)]


def test_after_a_restart_it_starts_without_the_server(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2, **SATURDAY)
    kiosk.client.poll()
    server.instead = lambda handler: bool(pytest.fail("nobody should be asked"))
    kiosk.start()
    kiosk.boot()
    assert saturday(kiosk) == "08:00-20:00"


def test_expired_metadata_keeps_out_what_is_new_and_never_the_service(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    county.later(days=400)
    kiosk.client.poll()
    assert kiosk.refused == Reason.EXPIRED
    kiosk.start()
    kiosk.boot()
    assert kiosk.generation == 1


def test_a_stick_brings_the_same_and_is_verified_the_same(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2, **SATURDAY)
    kiosk.stick(county.repository.public)
    kiosk.client._config = kiosk.config.model_copy(update={"url": "http://127.0.0.1:9"})
    kiosk.client.poll()
    assert saturday(kiosk) == "08:00-20:00"
    county.publish(3)
    stick = kiosk.folder / "media" / "stick" / "budayang-config"
    file = next((stick / "targets" / "bundles").glob("*.2.json"))
    file.write_bytes(file.read_bytes().replace(b"08:00", b"07:00"))
    kiosk.start()
    (kiosk.folder / "config" / "current").unlink()
    kiosk.client._config = kiosk.config.model_copy(update={"url": "http://127.0.0.1:9"})
    with pytest.raises(Refused) as refused:
        kiosk.boot()
    assert refused.value.reason is Reason.TAMPERED


def test_a_stick_that_was_wrong_is_forgotten_when_it_is_pulled_out(
    county: County, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk.stick(tmp_path / "county" / "pending")
    kiosk.client.poll()
    assert kiosk.refused == Reason.MISSING
    shutil.rmtree(kiosk.folder / "media")
    kiosk.client.poll()
    assert kiosk.refused == ""


def test_a_broken_stick_does_not_keep_the_server_from_being_heard(
    county: County, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, pattern: str) -> Iterator[Path]:
        raise OSError(errno.EIO, "Input/output error")

    say_stops(county, stop(county, 1, "county"))
    monkeypatch.setattr(Path, "glob", broken)
    kiosk.client.poll()
    assert kiosk.machine.stop is not None


# ---- some first, then all ------------------------------------------------------------------------


def test_the_canary_goes_first_and_the_rest_stays(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2, rollout=Rollout(current=2, previous=1, percent=0, canary=("XS-0108",)))
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (1, "")
    county.repository.publish(county.online, Rollout(current=2, previous=1, percent=100))
    kiosk.client.poll()
    assert kiosk.generation == 2


@pytest.mark.parametrize("percent", [0, 10, 50, 100])
def test_a_percentage_takes_about_so_many_and_always_the_same(percent: int) -> None:
    rollout = Rollout(current=2, previous=1, percent=percent, salt="x")
    took = [rollout.generation_of(f"XS-{number:04d}") == 2 for number in range(1000)]
    assert abs(sum(took) / 10 - percent) < 4
    more = rollout.model_copy(update={"percent": min(100, percent + 20)})
    assert all(
        more.generation_of(f"XS-{number:04d}") == 2 for number, taken in enumerate(took) if taken
    ), "who has taken it keeps it when more do"


def test_the_server_may_send_a_kiosk_back_to_what_two_have_signed(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    kiosk.client.poll()
    county.repository.publish(county.online, Rollout(current=1))
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (1, "")


# ---- back ----------------------------------------------------------------------------------------


def test_a_generation_that_makes_it_worse_is_taken_back_and_not_tried_again(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2, **SATURDAY)
    kiosk.machine.healths = [{"printer": 0, "platform": 0}, {"printer": 0, "platform": 1}]
    kiosk.client.poll()
    assert saturday(kiosk) == "closed"
    assert kiosk.machine.events() == ["config_taken", "config_refused"]
    told = json.loads(server.reports[-1])
    assert (told["generation"], told["refused"], told["detail"]) == (1, "unhealthy", "platform")
    kiosk.client.poll()
    assert kiosk.machine.events() == ["config_taken", "config_refused"], "once"
    kiosk.start()
    kiosk.boot()
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (1, Reason.UNHEALTHY), "not after a restart either"
    county.publish(3, **SATURDAY)
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (3, "")


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ({"a": 0, "b": 1}, {"a": 0, "b": 1}, []),
        ({"a": 2}, {"a": 0}, []),
        ({"a": 0}, {"a": 1}, ["a"]),
        ({"a": 0}, {}, ["a"]),
        ({}, {"a": 2}, []),
    ],
)
def test_what_is_worse(before: dict[str, int], after: dict[str, int], worse: list[str]) -> None:
    assert worse_than(before, after) == worse


def test_a_trial_that_was_left_is_taken_back_at_boot_and_tried_once_more(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    for times in (1, 2):
        county.publish(2) if times == 1 else None
        kiosk.machine.health = power_cut  # type: ignore[method-assign]
        with pytest.raises(PowerCut):
            kiosk.client.poll()
        assert kiosk.store.on_trial
        kiosk.start()
        kiosk.boot()
        assert (kiosk.generation, kiosk.store.on_trial) == (1, False)
        assert kiosk.machine.events() == ["config_refused"]
        kiosk.machine.audited.clear()
    kiosk.client.poll()
    assert kiosk.refused == Reason.LEFT_ON_TRIAL
    assert kiosk.generation == 1


class PowerCut(BaseException):
    pass


LOOKS = iter(range(10_000))


def power_cut() -> dict[str, int]:
    """The look before is well; at the one after it the power goes."""
    if next(LOOKS) % 2 == 0:
        return {}
    raise PowerCut


def test_a_program_that_ends_leaves_the_generation_for_the_next(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    kiosk.machine.ends = True
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.store.on_trial) == (1, False)


def damage(kiosk: Kiosk) -> None:
    """A bit of the generation in force has turned; it is still valid JSON."""
    file = kiosk.config.directory / "current"
    file.write_bytes(file.read_bytes().replace(b"0574", b"0575"))


def test_a_damaged_generation_is_fetched_again(kiosk: Kiosk) -> None:
    damage(kiosk)
    kiosk.start()
    kiosk.boot()
    assert kiosk.generation == 1
    assert kiosk.store.bundle() is not None


def test_a_damaged_generation_gives_way_to_the_one_before(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    kiosk.client.poll()
    damage(kiosk)
    server.instead = lambda handler: bool(pytest.fail("nobody should be asked"))
    kiosk.start()
    kiosk.boot()
    assert kiosk.generation == 1


def test_another_version_of_the_program_judges_anew(
    county: County, server: Server, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.publish(2, county={"colour": "red"})
    kiosk.client.poll()
    assert kiosk.store.refused(2) == Reason.INVALID
    assert store_module.Store(kiosk.config.directory, "0.2.0").refused(2) == ""


def test_a_generation_that_this_program_cannot_take_is_replaced_from_the_server(
    county: County, server: Server, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update of the program, which knows a key no more."""
    county.publish(2, **SATURDAY)
    kiosk.start()

    def compile(found: Effective) -> Effective:
        if found.config.hours.saturday == "closed":
            raise CannotStart("the old one")
        return found

    monkeypatch.setattr(kiosk.machine, "compile", compile)
    kiosk.boot()
    assert kiosk.generation == 2


@pytest.mark.parametrize("sync", range(1, 12))
def test_a_full_disk_leaves_what_was_in_force(
    county: County,
    server: Server,
    kiosk: Kiosk,
    monkeypatch: pytest.MonkeyPatch,
    sync: int,
) -> None:
    """The disk takes nothing more from this sync on."""
    county.publish(2, **SATURDAY)
    synced = iter(range(1, 1000))

    def full(handle: int) -> None:
        if next(synced) >= sync:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    kiosk.client.poll()
    assert kiosk.refused in ("", Reason.DISK)
    went_through = kiosk.store.in_force() == 2
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    kiosk.start()
    kiosk.boot()
    assert saturday(kiosk) == ("08:00-20:00" if kiosk.generation == 2 else "closed")
    assert kiosk.generation in ((1, 2) if went_through else (1,))
    kiosk.client.poll()
    assert kiosk.generation == 2, "as soon as there is room"
    assert not [file for file in kiosk.config.directory.rglob("*.new") if file.is_file()]


# ---- stop ----------------------------------------------------------------------------------------


def stop(county: County, number: int, scope: str) -> Stop:
    return Stop(
        number=number, scope=scope, banner="请到一楼办理", banner_en="Use hall 1", at=county.now
    )


def say_stops(county: County, *stops: Stop) -> None:
    """By one administrator alone."""
    county.repository.propose("stop", lambda signed: None, {STOPS: Stops(stops=stops).data()})
    county.repository.sign(county.c)
    county.repository.publish(county.online, only=("stop",))


def say_resumed(county: County, *numbers: int, by: int = 2) -> None:
    data = Resumed(numbers=numbers).data()
    county.repository.propose("resume", lambda signed: None, {RESUMED: data})
    for signer in (county.a, county.b)[:by]:
        county.repository.sign(signer)
    if by == 1:
        county.repository._move("resume")
    county.repository.publish(county.online, only=("resume",))


@pytest.mark.parametrize("scope", ["county", "330225001", "330225001001", "XS-0107"])
def test_one_administrator_stops_and_two_resume(
    county: County, server: Server, kiosk: Kiosk, scope: str
) -> None:
    say_stops(county, stop(county, 1, scope))
    kiosk.client.poll()
    assert kiosk.machine.stop is not None
    assert kiosk.machine.stop.banner == "请到一楼办理"
    assert json.loads(server.reports[-1])["state"] == "stopped"
    say_resumed(county, 1)
    kiosk.client.poll()
    assert kiosk.machine.stop is None
    assert kiosk.machine.events() == ["service_stopped", "service_resumed"]


@pytest.mark.parametrize("scope", ["330225002", "330225001002", "XS-0108"])
def test_others_go_on(county: County, server: Server, kiosk: Kiosk, scope: str) -> None:
    say_stops(county, stop(county, 1, scope))
    kiosk.client.poll()
    assert kiosk.machine.stop is None


def test_one_alone_does_not_resume(county: County, server: Server, kiosk: Kiosk) -> None:
    say_stops(county, stop(county, 1, "county"))
    kiosk.client.poll()
    say_stops(county)  # leaves it out again
    kiosk.client.poll()
    assert kiosk.machine.stop is not None
    say_resumed(county, 1, by=1)
    kiosk.client.poll()
    assert kiosk.machine.stop is not None
    assert kiosk.refused == Reason.ONE_SIGNATURE


def test_one_alone_does_not_resume_by_giving_the_number_to_another_place(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    say_stops(county, stop(county, 1, "county"))
    kiosk.client.poll()
    say_stops(county, stop(county, 1, "XS-0108"))
    kiosk.client.poll()
    assert kiosk.machine.stop is not None
    assert kiosk.machine.events() == ["service_stopped"]
    say_resumed(county, 1)
    kiosk.client.poll()
    assert kiosk.machine.stop is None


def test_a_stop_survives_a_restart_and_a_server_that_is_gone(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    say_stops(county, stop(county, 1, "county"))
    kiosk.client.poll()
    kiosk.start()
    kiosk.boot()
    kiosk.client._stops.tell()
    assert kiosk.machine.stop is not None


def test_commands_beside_the_kiosk_see_what_is_in_force_and_touch_nothing(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2, **SATURDAY)
    kiosk.client.poll()
    before = {path: path.stat().st_mtime_ns for path in kiosk.config.directory.rglob("*")}
    remote = kiosk.config.model_dump(mode="json")
    found = installed([machine(remote=remote)])
    assert found.config.hours.saturday == "08:00-20:00"
    assert found.merged.origin_of(("hours", "saturday")).name == "generation 2, county"
    assert before == {path: path.stat().st_mtime_ns for path in kiosk.config.directory.rglob("*")}


def test_the_directory_holds_nothing_but_its_own(kiosk: Kiosk) -> None:
    metadata = kiosk.config.directory / "metadata"
    own = set(metadata.rglob("*"))
    (metadata / "tmp1234").mkdir()  # as a kill leaves them
    (metadata / "tmp1234" / "target").write_bytes(b"half a bundle")
    (metadata / "root_history" / "tmp5678").write_bytes(b"half a root")
    kiosk.start()
    assert set(metadata.rglob("*")) == own
    names = {path.name for path in Path(kiosk.config.directory).iterdir()}
    assert names == {"current", "generations", "metadata", "state.json"}
