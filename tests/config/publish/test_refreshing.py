"""A timer beside a web server keeps the county's word fresh; what was said stays as it was."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.publish.office import Office as Desk
from config.publish.repository import utc_now
from config.remote.refusal import Reason, Refused
from tests.config.publish.conftest import Office
from tests.config.remote.county import Kiosk, Server


def published(office: Office) -> dict[Path, bytes]:
    public = office.folder / "public"
    return {
        path.relative_to(public): path.read_bytes() for path in public.rglob("*") if path.is_file()
    }


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    """Its timer stood still for 23 hours."""
    desk = Desk(office.folder, now=lambda: utc_now() - timedelta(hours=23))
    desk.repository.refresh(desk.online())
    served = Server(office.folder / "public")
    yield served
    served.close()


def test_what_is_nearly_out_of_date_is_signed_anew_and_nothing_else_changes(
    office: Office, server: Server, tmp_path: Path
) -> None:
    before = published(office)
    root = before[Path("metadata/1.root.json")]
    kiosk = Kiosk(tmp_path / "kiosk", server.url, root, lambda: utc_now() + timedelta(hours=2))
    with pytest.raises(Refused) as why:
        kiosk.boot()
    assert why.value.reason is Reason.EXPIRED
    told = office.well("refresh")
    kiosk.boot()
    assert kiosk.generation == 1
    expires = Desk(office.folder).repository.published("timestamp").signed.expires
    assert f"{expires.astimezone():%Y-%m-%d %H:%M}" in told
    assert timedelta(hours=23) < expires - utc_now() <= timedelta(days=1)
    after = published(office)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {Path("metadata/timestamp.json")}


def test_without_the_servers_key_it_says_so_and_signs_nothing(office: Office) -> None:
    before = published(office)
    office.key("online").unlink()
    assert "没有服务器的密钥" in office.refused("refresh")
    assert published(office) == before
