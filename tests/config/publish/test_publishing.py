"""An administrator who never opens an editor: what they type, and what comes of it."""

import json
import stat
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest

from config.bundle import COUNTY_SCOPE, STOPS, Bundle, Rollout, Stops
from config.catalogue import read_catalogue
from config.layers import Layer
from config.load import Whose
from config.model import RemoteConfig
from config.problem import Problem
from config.publish.fleet import Fleet
from config.publish.office import Office as Desk
from config.publish.server import Server
from config.remote.client import Client
from kiosk.demonstration.new_matter import file_of_the_walk
from tests.config.publish.conftest import ADMINISTRATORS, PASSPHRASE, Office
from tests.config.remote.county import Machine
from tests.config.test_layers import machine

ROOT = Path(__file__).parents[3]


def newest(office: Office) -> Bundle:
    found = Desk(office.folder).newest()
    assert found is not None
    return found


def rollout(office: Office) -> Rollout:
    found = Desk(office.folder).rollout()
    assert found is not None
    return found


# ---- the first lesson ----------------------------------------------------------------------------


def test_a_county_is_made_with_three_keys_that_nobody_else_can_open(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = Office(tmp_path / "fresh", capsys)
    told = fresh.well("init", "330225", *ADMINISTRATORS)
    assert "root.json" in told
    assert len(fresh.asked) == 6, "each passphrase twice"
    for name in ADMINISTRATORS:
        assert b"ENCRYPTED PRIVATE KEY" in fresh.key(name).read_bytes()
        assert stat.S_IMODE(fresh.key(name).stat().st_mode) == 0o600
    assert stat.S_IMODE(fresh.key("online").stat().st_mode) == 0o600
    assert "已经有一个县" in fresh.refused("init", "330225", *ADMINISTRATORS)


@pytest.mark.parametrize(
    "act",
    ["set face.tries 2", "draft", "check", "diff", "publish", "rollback 1", "rotate-key 丙",
     "renew", "resume", "serve", "refresh", "fleet", "show"],
)  # fmt: skip
def test_in_a_folder_without_a_county_each_act_says_so(office: Office, act: str) -> None:
    fresh = Office(office.folder.parent / "nothing", office._capsys)
    assert "没有县的配置目录" in fresh.refused(*act.split())
    assert not fresh.folder.exists()


@pytest.mark.parametrize(
    ("passphrases", "told"),
    [
        (["eight letters", "eight lettres"], "两次输入的口令不一样"),
        (["seven77", "seven77"], "至少 8 个字符"),
    ],
)
def test_a_bad_passphrase_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrases: list[str], told: str
) -> None:
    fresh = Office(tmp_path / "fresh", capsys)
    fresh.passphrases = passphrases
    assert told in fresh.refused("init", "330225", *ADMINISTRATORS)
    assert not (tmp_path / "fresh" / "public").exists()


def test_new_hours_for_one_site_from_words_to_the_published_generation(office: Office) -> None:
    told = office.well("set", "places.330225001001", "石浦")
    assert "config check" in told, "what is next"
    told = office.well("set", "hours.saturday", "08:00-20:00", "--site", "石浦")
    assert "石浦 (330225001001)" in told
    told = office.well("draft")
    assert "改了 2 处" in told
    assert "（没有说） → 08:00-20:00" in told
    assert "先 config check" in office.refused("sign", "--key", str(office.key("甲")))
    office.well("check")
    told = office.sign("甲")
    assert "还差 1 位" in told
    assert "还差 1 位" in office.refused("publish")
    assert newest(office).generation == 1, "nothing is out before two have signed"
    assert "config publish" in office.sign("乙")
    told = office.well("publish")
    assert "第 2 代，全部机器" in told
    assert newest(office).layers["330225001001"] == {"hours": {"saturday": "08:00-20:00"}}
    assert "没有不同" in office.well("diff")


def test_a_matter_that_no_program_has_reaches_the_kiosks_by_its_file(
    office: Office, tmp_path: Path
) -> None:
    """The one that CONTRIBUTING.md shows, from its file to the published generation."""
    file = tmp_path / "GS-01.toml"
    file.write_text(file_of_the_walk(ROOT), encoding="utf-8")
    assert "用水过户”（GS-01）" in office.well("matter", str(file))
    office.well("check")
    office.sign("甲")
    office.sign("乙")
    office.well("publish")
    over = newest(office).layers[COUNTY_SCOPE]["catalog"]
    catalogue = read_catalogue(over=over)
    assert catalogue.problems == ()
    assert catalogue.matters["GS-01"].here == "done"
    assert catalogue.matters["GS-01"].limits.promised == 3


def test_what_is_no_matters_file_changes_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "notes.toml"
    for text in ("not toml at all", 'name = "no code"'):
        file.write_text(text, encoding="utf-8")
        assert "不是事项文件" in office.refused("matter", str(file))
    assert "No such file" in office.refused("matter", "nowhere.toml")
    assert "改了 0 处" in office.well("draft")


def test_the_same_administrator_counts_once(office: Office) -> None:
    office.well("set", "face.tries", "2")
    office.well("check")
    office.sign("甲")
    office.sign("甲")
    assert "还差 1 位" in office.refused("publish")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("face.tries", "2", "--site", "330225001001"), "lowest layer that may set it is county"),
        (("hours.saturday", "25:00-26:00"), "hours.saturday"),
        (("hours.saturdays", "closed"), "no such key"),
        (("acceptance.belong_system", "330225000000"), "match pattern '^[0-9]{11}$'"),
        (("simulation", "true"), "only the machine's own file"),
        (("hours.saturday",), "成对"),
        (("hours.saturday", "closed", "--site", "天上"), "没有叫 天上 的"),
    ],
)
def test_what_may_not_be_said_is_refused_at_once(
    office: Office, words: tuple[str, ...], told: str
) -> None:
    before = (office.folder / "draft.json").read_bytes()
    assert told in office.refused("set", *words)
    assert (office.folder / "draft.json").read_bytes() == before


def test_of_several_words_all_or_none_are_taken(office: Office) -> None:
    office.refused("set", "hours.sunday", "09:00-11:00", "face.tries", "9")
    assert "改了 0 处" in office.well("draft")


def test_a_word_is_taken_back_with_a_dash(office: Office) -> None:
    office.well("set", "switches.ID-01.on", "false", "switches.ID-01.reason", "升级")
    office.well("set", "switches.ID-01.on", "-", "switches.ID-01.reason", "-")
    assert "改了 0 处" in office.well("draft")


def test_a_draft_changed_after_the_check_is_checked_again(office: Office) -> None:
    office.well("set", "face.tries", "2")
    office.well("check")
    office.well("set", "face.tries", "1")
    assert "先 config check" in office.refused("sign", "--key", str(office.key("甲")))


def test_a_draft_changed_after_one_signature_needs_both_again(office: Office) -> None:
    office.well("set", "face.tries", "2")
    office.well("check")
    office.sign("甲")
    office.well("set", "face.tries", "1")
    office.well("check")
    assert "还差 1 位" in office.sign("乙"), "what 甲 has signed is not this"


def test_the_wrong_passphrase_and_the_wrong_key(office: Office) -> None:
    office.well("set", "face.tries", "2")
    office.well("check")
    office.passphrases = ["not this one"]
    assert "口令不对" in office.refused("sign", "--key", str(office.key("甲")))
    assert "不是现在的管理员" in _signs_with_the_servers_key(office)
    assert "No such file" in office.refused("sign", "--key", "nowhere.pem")


def _signs_with_the_servers_key(office: Office) -> str:
    desk = Desk(office.folder)
    from config.publish.office import CannotDo

    with pytest.raises(CannotDo) as why:
        desk.sign(desk.online())
    from tests.config.publish.conftest import WORDS

    return WORDS(f"publish.cannot.{why.value.key}")


# ---- check ---------------------------------------------------------------------------------------


def test_the_check_looks_at_every_place_of_which_a_layer_speaks(office: Office) -> None:
    office.well("set", "hours.saturday", "08:00-20:00", "--site", "330225001001")
    office.well("set", "hours.saturday", "09:00-10:00", "--kiosk", "XS-0107")
    office.well("set", "hours.sunday", "09:00-10:00", "--town", "330225002")
    office.well("check")
    seen = {(config.hours.saturday, config.hours.sunday) for config in office.probed}
    assert seen == {
        ("closed", "closed"),
        ("08:00-20:00", "closed"),
        ("09:00-10:00", "closed"),
        ("closed", "09:00-10:00"),
    }


def test_what_a_probe_finds_keeps_the_draft_from_being_signed(office: Office) -> None:
    office.well("set", "texts.zh.home.title", "很长很长")
    office.probe_says = [Problem("home, elder", "(page)", "too long for its place")]
    told = office.refused("check")
    assert "too long for its place" in told
    assert "有 1 个问题" in told
    office.refused("sign", "--key", str(office.key("甲")))


def test_problems_between_layers_are_told_with_their_layer(office: Office) -> None:
    office.well("set", "switches.ID-01.on", "false", "--site", "330225001001")
    told = office.refused("check")
    assert "330225001001: switches.ID-01" in told
    assert "needs a reason" in told


# ---- some first, back, and other keys ------------------------------------------------------------


def test_one_kiosk_first_then_ten_of_a_hundred_then_all(office: Office) -> None:
    office.well("set", "places.XS-0107", "码头那台", "face.tries", "2")
    office.well("check")
    office.sign("甲")
    office.sign("丙")
    assert "先给 XS-0107" in office.well("publish", "--canary", "码头那台")
    assert rollout(office) == Rollout(
        current=2, previous=1, percent=0, canary=("XS-0107",), salt="2"
    )
    office.well("publish", "--canary", "XS-0107", "--percent", "10")
    assert (rollout(office).percent, rollout(office).previous) == (10, 1)
    assert "全部机器" in office.well("publish", "--percent", "100")
    assert "没有要发布的" in office.refused("publish", "--percent", "100")


def test_other_news_leaves_a_trial_with_the_kiosks_that_try(office: Office) -> None:
    office.well("set", "face.tries", "2")
    office.well("check")
    office.sign("甲")
    office.sign("乙")
    office.well("publish", "--canary", "XS-0107")
    before = rollout(office)
    office.well("rotate-key", "丙", "--new", "丁")
    office.sign("甲")
    office.sign("乙")
    assert "仍然是第 2 代" in office.well("publish")
    assert rollout(office) == before


def test_back_is_a_new_generation_that_withdraws_what_lies_between(office: Office) -> None:
    office.publish("face.tries", "2")
    told = office.well("rollback", "1")
    assert "2 → （没有说）" in told
    office.well("check")
    office.sign("甲")
    office.sign("乙")
    office.well("publish")
    assert newest(office).generation == 3
    assert newest(office).min_generation == 3
    assert newest(office).layers == Desk(office.folder).generation(1).layers
    assert "没有第 9 代" in office.refused("rollback", "9")


def test_a_generation_never_changes(office: Office) -> None:
    before = (Desk(office.folder).generation(1)).data()
    office.publish("face.tries", "2")
    assert Desk(office.folder).generation(1).data() == before


def test_a_key_is_replaced_by_the_two_others(office: Office) -> None:
    told = office.well("rotate-key", "丙", "--new", "丁")
    assert "另外两位" in told
    office.sign("甲")
    assert "还差 1 位" in office.refused("publish")
    office.sign("乙")
    office.well("publish")
    office.well("set", "face.tries", "2")
    office.well("check")
    assert "不是现在的管理员" in office.refused("sign", "--key", str(office.key("丙")))
    office.sign("丁")
    office.sign("甲")
    office.well("publish")
    assert newest(office).generation == 2
    assert "没有叫戊的" in office.refused("rotate-key", "戊")


# ---- stop ----------------------------------------------------------------------------------------


def test_one_stops_at_once_even_while_something_else_waits_and_two_resume(office: Office) -> None:
    office.well("set", "face.tries", "2")
    office.well("check")
    office.sign("甲")
    stop = ("stop", "请到一楼办理", "Please use hall 1", "--key", str(office.key("丙")))
    told = office.well(*stop, "--kiosk", "XS-0107")
    assert "第 1 号停用已发布：XS-0107" in told
    desk = Desk(office.folder)
    assert [stop.scope for stop in desk.holding()] == ["XS-0107"]
    assert desk.repository.waiting() == ["config"], "what waited still waits"
    assert desk.repository.signed_by("config") == ["甲"], "who stops signs nothing else by it"
    office.sign("乙")
    office.well("publish")
    office.well("resume", "1")
    office.sign("甲")
    assert "还差 1 位" in office.refused("publish")
    assert desk.holding()
    office.sign("乙")
    office.well("publish")
    assert desk.holding() == []
    assert "没有停用的" in office.refused("resume")


def test_a_stop_has_a_number_that_is_not_over_though_one_took_the_others_out(
    office: Office,
) -> None:
    stop = ("stop", "请到一楼办理", "Please use hall 1", "--key", str(office.key("丙")))
    office.well(*stop)
    office.well("resume")
    office.sign("甲")
    office.sign("乙")
    office.well("publish")
    desk = Desk(office.folder)
    desk.repository.propose("stop", lambda signed: None, {STOPS: Stops().data()})
    office.sign("丙")
    desk.repository.publish(desk.online(), only=("stop",))
    assert "第 2 号停用已发布" in office.well(*stop)
    assert [stop.number for stop in desk.holding()] == [2]


# ---- serving and seeing --------------------------------------------------------------------------


def test_the_server_gives_files_and_nothing_else_and_takes_reports(office: Office) -> None:
    server = Server(Desk(office.folder), "127.0.0.1", 0)
    try:
        with urllib.request.urlopen(f"{server.url}/metadata/1.root.json", timeout=5) as answer:
            assert json.loads(answer.read())["signed"]["_type"] == "root"
        for path in ("/", "/draft.json", "/../draft.json", "/%2e%2e/keys/online.pem", "/nothing"):
            with pytest.raises(HTTPError) as refused:
                urllib.request.urlopen(server.url + path, timeout=5)
            assert refused.value.code == 404
            refused.value.close()
        before = Desk(office.folder).repository.published("timestamp").signed.version
        assert before >= 2, "it has signed the timestamp itself"
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(f"{server.url}/report", b'{"name": "x"}', timeout=5)
        assert refused.value.code == 400
        refused.value.close()
    finally:
        server.close()


REPORT = {
    "terminal": "XS-0107",
    "site": "33022500100101",
    "program": "0.1.0",
    "generation": 1,
    "state": "in_force",
    "refused": "unhealthy",
    "refused_generation": 2,
    "detail": "platform",
}


def test_the_fleet_is_told_kiosk_by_kiosk_with_the_reason(office: Office) -> None:
    office.well("set", "places.XS-0107", "码头那台")
    assert "还没有机器报告过" in office.well("fleet")
    fleet = Fleet(office.folder / "reports")
    assert fleet.take(json.dumps(REPORT).encode(), datetime.now(UTC) - timedelta(seconds=40))
    told = office.well("fleet")
    assert "码头那台 (XS-0107)" in told
    assert "第 1 代　正常　40 秒前" in told
    assert "变差了，已经自己退回原来的配置。 (platform)" in told


def test_a_liar_and_another_version_do_not_keep_the_fleet_from_being_told(office: Office) -> None:
    fleet = Fleet(office.folder / "reports")
    for number, changes in enumerate(({"refused": "no_such_code"}, {"state": "no_such_state"})):
        report = {**REPORT, **changes, "terminal": f"XS-000{number}"}
        assert fleet.take(json.dumps(report).encode(), datetime.now(UTC))
    document = {"report": {**REPORT, "field": "of_another_version"}, "at": "2026-11-23T06:00:00Z"}
    (office.folder / "reports" / "XS-0009.json").write_text(json.dumps(document))
    told = office.well("fleet")
    assert "no_such_code" in told
    assert "no_such_state" in told
    assert "XS-0009" not in told


@pytest.mark.parametrize(
    "change",
    [
        {"terminal": "../x"},
        {"state": "陈海英"},
        {"name": "x"},
        {"detail": "x" * 300},
        {"detail": "\x1b[2J"},
    ],
)
def test_a_report_has_no_room_for_anything_else(tmp_path: Path, change: dict[str, str]) -> None:
    fleet = Fleet(tmp_path)
    assert not fleet.take(json.dumps(REPORT | change).encode(), datetime.now(UTC))
    assert list(fleet.seen()) == []


def test_a_kiosk_takes_what_was_published_here(office: Office, tmp_path: Path) -> None:
    """Both sides together, over the real server."""
    office.publish("hours.saturday", "08:00-20:00")
    server = Server(Desk(office.folder), "127.0.0.1", 0)
    try:
        (tmp_path / "root.json").write_bytes(
            (office.folder / "public" / "metadata" / "1.root.json").read_bytes()
        )
        remote = RemoteConfig(
            url=server.url, root=tmp_path / "root.json", directory=tmp_path / "kiosk"
        )
        local, seen = machine(), Machine()
        whose = Whose.model_validate(local.values["identity"])
        client = Client(
            remote, whose, [local], seen, program="0.1.0", now=lambda: datetime.now(UTC)
        )
        client.boot()
        client.poll()
        assert client.told().generation == 2
        assert "第 2 代　正常" in office.well("fleet")
    finally:
        server.close()


def test_who_said_what_is_shown(office: Office) -> None:
    office.well("set", "hours.saturday", "08:00-20:00", "--site", "330225001001")
    told = office.well("show", "hours.saturday", "--site", "330225001001")
    assert told.splitlines() == [
        "hours.saturday = 08:00-20:00",
        "    ← 服务点：generation 2, 330225001001",
    ]
    assert "← 程序自带" in office.well("show", "hours.saturday")
    assert "没有这一项" in office.refused("show", "hours.someday")
    assert "HoursConfig" in json.loads(office.well("schema"))["$defs"]


def test_signing_by_itself_and_publishing_take_turns(office: Office) -> None:
    desk = Desk(office.folder)
    repository, online = desk.repository, desk.online()
    failures: list[Exception] = []

    def refresh() -> None:
        try:
            for _ in range(5):
                repository.refresh(online)
        except Exception as error:
            failures.append(error)

    before = repository.published("timestamp").signed.version
    threads = [threading.Thread(target=refresh) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert repository.published("timestamp").signed.version == before + 10


def test_a_layer_of_a_machine_is_never_in_a_bundle(office: Office) -> None:
    for scope, values in newest(office).layers.items():
        assert not {"card_reader", "keeping", "remote", "simulation"} & values.keys(), scope
    assert PASSPHRASE not in json.dumps(dict(newest(office).layers), default=dict)
    assert isinstance(machine(), Layer)
