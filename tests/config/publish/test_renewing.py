"""What administrators sign ends after a year, a server's key may be stolen: both are renewed."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tuf.api.exceptions import UnsignedMetadataError

from config.publish import office as office_module
from config.publish.keys import load_key
from config.publish.office import Office as Desk
from config.publish.repository import utc_now
from tests.config.publish.conftest import Office
from tests.config.remote.county import Kiosk, Server

NEARLY_A_YEAR = timedelta(days=350)


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    served = Server(office.folder / "public")
    yield served
    served.close()


@pytest.fixture
def kiosk(office: Office, server: Server, tmp_path: Path) -> Kiosk:
    root = (office.folder / "public" / "metadata" / "1.root.json").read_bytes()
    made = Kiosk(tmp_path / "kiosk", server.url, root, utc_now)
    made.boot()
    return made


def signed_by_two(office: Office) -> None:
    office.sign("甲")
    office.sign("乙")
    office.well("publish")


def test_what_ends_soon_is_said_and_renewed_for_another_year(
    office: Office, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def later() -> datetime:
        return utc_now() + NEARLY_A_YEAR

    assert "到期" not in office.well("fleet")
    monkeypatch.setattr(office_module.Office.__init__, "__defaults__", (later,))
    for command in ("fleet", "draft", "refresh"):
        assert "还有 14 天到期" in office.well(command)
    assert "还差 2 人" in office.well("renew")
    signed_by_two(office)
    assert "到期" not in office.well("fleet")
    kiosk.client._trust._now = lambda: later() + timedelta(days=100)
    desk = Desk(office.folder, now=lambda: later() + timedelta(days=100))
    desk.repository.refresh(desk.online())
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (1, "")


def test_without_being_renewed_nothing_is_heard_any_more(office: Office, kiosk: Kiosk) -> None:
    def later() -> datetime:
        return utc_now() + timedelta(days=370)

    desk = Desk(office.folder, now=later)
    desk.repository.refresh(desk.online())
    kiosk.client._trust._now = later
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (1, "expired")


def test_the_servers_key_is_replaced_and_a_thief_of_the_old_one_is_heard_no_more(
    office: Office, kiosk: Kiosk
) -> None:
    old = load_key(office.key("online"), None)
    office.well("renew", "--server-key")
    assert "已经有东西在等签名" in office.refused("renew", "--server-key")
    office.well("refresh")
    kiosk.client.poll()
    assert kiosk.refused == "", "until it is published the old key counts"
    signed_by_two(office)
    office.well("refresh")
    assert load_key(office.key("online"), None).public_key.keyid != old.public_key.keyid
    assert oct(os.stat(office.key("online")).st_mode)[-3:] == "600"
    kiosk.client.poll()
    assert kiosk.refused == ""
    repository = Desk(office.folder).repository
    with pytest.raises(UnsignedMetadataError):
        repository.refresh(old)
    repository._certify(old)
    kiosk.client.poll()
    assert kiosk.refused == "wrong_key"


def test_whoever_has_run_far_ahead_with_the_servers_key_is_undone_by_another_key(
    office: Office, kiosk: Kiosk
) -> None:
    """A fast-forward: versions so high that no honest one would ever come after them."""
    repository = Desk(office.folder).repository
    thief = load_key(office.key("online"), None)
    for role in ("snapshot", "timestamp"):
        signed = repository.published(role).signed
        if role == "timestamp":
            signed.snapshot_meta.version = 1_000_000
        else:
            signed.meta["rollout.json"].version = 999_999
        signed.version = 999_999
        repository._publish_online(role, signed, thief)
    kiosk.client.poll()
    assert kiosk.refused == "missing"
    (office.folder / "public" / "metadata" / "1000000.snapshot.json").unlink()
    repository._certify(thief)  # as if nothing had happened
    kiosk.client.poll()
    assert kiosk.refused == "replayed"
    office.well("renew", "--server-key")
    signed_by_two(office)
    kiosk.client.poll()
    assert kiosk.refused == ""


def test_whose_key_goes_may_still_stop_and_two_sign_their_stop_when_the_key_is_gone(
    office: Office, kiosk: Kiosk
) -> None:
    office.well("rotate-key", "丙", "--new", "丁")
    office.sign("甲")
    office.sign("乙")
    office.well("stop", "请到一楼办理", "Please use hall 1", "--key", str(office.key("丙")))
    kiosk.client.poll()
    assert kiosk.machine.stop is not None
    office.refused("stop", "请到一楼办理", "Please use hall 1", "--key", str(office.key("丁")))
    assert "再签一次" in office.refused("publish")
    assert "等待签名：停用；已签：–；还差 1 人" in office.well("draft")
    office.sign("甲")
    office.well("publish")
    kiosk.client.poll()
    assert (kiosk.machine.stop is not None, kiosk.refused) == (True, "")
