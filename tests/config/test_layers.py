"""Layers over each other: who wins, who said so, and who may not say it."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.layers import Layer, key_of, laid, leaves, lowest_of, path_of
from config.load import PROFILES, ConfigError, Effective, effective, read_files
from config.model import KioskConfig
from config.part import Level
from config.words import load_words
from kiosk.case.hours import hours_of, window_hours, window_is_open, window_note
from kiosk.events.touches import DoorPressed, MatterPressed
from kiosk.visit.views.finding import HomeView, MattersView
from kiosk.vocabulary import Language
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

LOCAL_TABLES = ("simulation", "card_reader", "printer", "camera", "keeping", "screen")


def machine(**more: Any) -> Layer:
    """What a machine with signed layers may say itself."""
    (demo,) = read_files(PROFILES / "demo.toml")
    values = {name: demo.values[name] for name in LOCAL_TABLES}
    identity = {
        name: value
        for name, value in demo.values["identity"].items()
        if not name.startswith("window_")
    }
    acceptance = {"secret_file": demo.values["acceptance"]["secret_file"]}
    values |= {"identity": identity, "acceptance": acceptance, **more}
    return Layer(Level.LOCAL, "kiosk.toml", values)


def county(**more: Any) -> Layer:
    """What every county must say."""
    window = {"window_name": "二楼", "window_name_en": "2nd floor", "window_phone": "0574-1"}
    platform = {"base_url": "http://127.0.0.1:9", "belong_system": "33022509901"}
    return Layer(Level.COUNTY, "county", {"identity": window, "acceptance": platform, **more})


def layer(level: Level, **values: Any) -> Layer:
    return Layer(level, level.name.lower(), values)


def together(*signed: Layer, **local: Any) -> Effective:
    return effective([machine(**local)], [county(), *signed])


def refused(*signed: Layer, **local: Any) -> list[str]:
    with pytest.raises(ConfigError) as found:
        together(*signed, **local)
    return [str(problem) for problem in found.value.problems]


# ---- who wins, and who said so -------------------------------------------------------------------


def test_the_narrower_layer_wins_and_is_named() -> None:
    done = together(
        layer(Level.COUNTY, hours={"saturday": "09:00-12:00", "sunday": "09:00-11:00"}),
        layer(Level.SITE, hours={"saturday": "08:00-20:00"}),
    )
    assert done.config.hours.saturday == "08:00-20:00"
    assert done.merged.origin_of(("hours", "saturday")).name == "site"
    assert done.merged.origin_of(("hours", "sunday")).name == "county"
    assert done.merged.origin_of(("hours", "workday")).name == "defaults"
    assert done.merged.origin_of(("identity", "terminal")).name == "kiosk.toml"


NAMES = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    st.integers(0, 9),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
).filter(lambda tree: isinstance(tree, dict))


@given(st.lists(TREES, max_size=4))
def test_each_value_is_that_of_the_last_layer_that_said_it_and_that_layer_is_named(
    trees: list[dict[str, Any]],
) -> None:
    layers = [Layer(Level(min(n + 1, 5)), str(n), tree) for n, tree in enumerate(trees)]
    merged = laid(layers)
    for path, value in leaves(merged.values):
        if value == {}:
            continue
        said = [each for each in layers if says(each.values, path)]
        assert merged.origin_of(path) is said[-1]
        assert value == dict(leaves(said[-1].values))[path]
    for path in merged.origins:
        assert says(merged.values, path), "an origin of what nobody says any more"


def says(values: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return not isinstance(values, dict) or not values


@given(st.lists(TREES, max_size=4))
def test_laying_changes_none_of_the_layers(trees: list[dict[str, Any]]) -> None:
    before = repr(trees)
    laid([Layer(Level.COUNTY, str(n), tree) for n, tree in enumerate(trees)])
    assert repr(trees) == before


# ---- who may not say it --------------------------------------------------------------------------


def every_key() -> list[tuple[str, ...]]:
    from pydantic import BaseModel

    from config.layers import _inner

    found: list[tuple[str, ...]] = []

    def walk(kind: Any, under: tuple[str, ...]) -> None:
        kind = _inner(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, known in kind.model_fields.items():
                walk(known.annotation, (*under, name))
        else:
            found.append(under)

    walk(KioskConfig, ())
    return found


@pytest.mark.parametrize("key", every_key(), ids=key_of)
def test_every_key_says_who_may_set_it(key: tuple[str, ...]) -> None:
    assert lowest_of(key) is not None, "put COUNTY, SITE, KIOSK or LOCAL into its Annotated"


@pytest.mark.parametrize(
    ("level", "values"),
    [
        (Level.SITE, {"face": {"tries": 2}}),
        (Level.TOWN, {"acceptance": {"base_url": "https://elsewhere.invalid"}}),
        (Level.KIOSK, {"calendar": {"2027": {"holidays": ["2027-01-01"]}}}),
        (Level.KIOSK, {"simulation": True}),
        (Level.COUNTY, {"remote": {"root": "/tmp/other.json"}}),
        (Level.COUNTY, {"acceptance": {"secret_file": "/tmp/x"}}),
        (Level.COUNTY, {"technician": {"pin_hash": "1234"}}),
        (Level.LOCAL, {"face": {"tries": 2}}),
        (Level.LOCAL, {"hours": {"saturday": "08:00-20:00"}}),
        (Level.LOCAL, {"identity": {"window_phone": "0574-2"}}),
    ],
)
def test_a_layer_says_only_what_it_may(level: Level, values: dict[str, Any]) -> None:
    ((path, _),) = leaves(values)
    if level is Level.LOCAL:
        told = refused(layer(Level.LOCAL, **values))
    else:
        told = refused(layer(level, **values))
    about = [line for line in told if line.startswith(f"{level.name.lower()}: {key_of(path)}: ")]
    assert any("may set it" in line or "signed layers" in line for line in about), told
    assert "1234" not in "".join(told), "a secret is never told"


def test_a_machine_without_signed_layers_says_everything_itself() -> None:
    config = effective(read_files(PROFILES / "demo.toml")).config
    assert config.acceptance.base_url == "http://127.0.0.1:9"


def test_a_machine_that_names_a_remote_waits_for_its_layers() -> None:
    remote = {"url": "http://127.0.0.1:9", "root": "r", "directory": "d"}
    with pytest.raises(ConfigError) as found:
        effective([machine(remote=remote, hours={"sunday": "closed"})])
    assert "kiosk.toml: hours.sunday: comes from the signed layers" in str(found.value)


def test_all_problems_of_all_layers_are_told_at_once_with_their_layer() -> None:
    told = refused(
        layer(Level.COUNTY, hours={"saturday": "25:00-26:00"}, colour="red"),
        layer(Level.SITE, face={"pass_at_most": 0.6}, switches={"ID-01": {"on": False}}),
    )
    starts = [": ".join(line.split(": ")[:2]) for line in told]
    assert sorted(starts) == [
        "county: colour",
        "county: hours.saturday",
        "site: face.pass_at_most",
        "site: face.pass_at_most",
        "site: switches.ID-01",
    ]


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("hours.saturday", ("hours", "saturday")),
        ("texts.zh.home.title", ("texts", "zh", "home.title")),
        ("switches.ID-01.reason", ("switches", "ID-01", "reason")),
        ("places.330225001001", ("places", "330225001001")),
        ("matters", ("matters",)),
        ("no.such.key", ("no", "such", "key")),
    ],
)
def test_a_key_as_it_is_typed(typed: str, path: tuple[str, ...]) -> None:
    assert path_of(typed) == path
    assert key_of(path) == typed


def test_the_schema_can_be_exported() -> None:
    properties = KioskConfig.model_json_schema()["properties"]
    assert {"hours", "switches", "announcement", "remote"} <= properties.keys()


# ---- what it means -------------------------------------------------------------------------------

SATURDAY = datetime(2026, 11, 28, 9, 0)
HOURS = {"friday": "08:30-12:00", "saturday": "08:00-20:00", "holiday": "09:00-11:00"}


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 26), "08:30-17:00"),  # a Thursday
        (date(2026, 11, 27), "08:30-12:00"),  # a Friday
        (date(2026, 11, 28), "08:00-20:00"),  # a Saturday
        (date(2026, 11, 29), "closed"),  # a Sunday
        (date(2026, 10, 10), "08:30-17:00"),  # a Saturday that is worked
        (date(2026, 10, 2), "09:00-11:00"),  # a Friday off for the National Day
        (date(2031, 1, 6), None),  # past the calendar
    ],
)
def test_hours_by_weekday_and_holiday(day: date, hours: str | None) -> None:
    assert hours_of(demo_rules(hours=HOURS), day) == hours


def test_what_is_said_of_the_hours() -> None:
    rules = demo_rules(hours=HOURS)
    words = rules.words[Language.ZH]
    assert window_hours(rules, words) == (
        "周一至周四 8:30–17:00，周五 8:30–12:00，周六 8:00–20:00，节假日 9:00–11:00"
    )
    assert window_is_open(rules, SATURDAY)
    assert window_note(rules, words, SATURDAY) == "开到 20:00"
    assert window_note(rules, words, SATURDAY.replace(hour=21)) == "11 月 30 日 8:30 开"
    assert window_hours(demo_rules(), words) == "工作日 8:30–17:00"


def test_a_matter_that_is_off_says_why_and_comes_back_by_itself() -> None:
    switch = {"on": False, "reason": "系统升级", "until": "2026-11-23T15:00:00"}
    kiosk = Kiosk(demo_rules(switches={"ID-01": switch}))
    kiosk.tell(DoorPressed("id-card"))
    shown = kiosk.shown
    assert isinstance(shown, MattersView)
    (row,) = (row for row in shown.matters if row.press == MatterPressed("ID-01"))
    assert not row.enabled
    assert row.note == "暂停办理：系统升级。11 月 23 日 15:00 恢复。"
    kiosk.tell(row.press)
    assert kiosk.state.visit is None, "a press that came too late begins nothing"
    kiosk.wait(40 * 60)
    assert isinstance(kiosk.shown, HomeView)
    kiosk.to_the_card()
    assert kiosk.state.visit is not None


def test_an_announcement_is_there_while_it_holds() -> None:
    told = {"text": "今晚照常", "text_en": "Open tonight", "until": "2026-11-23T14:27:00"}
    kiosk = Kiosk(demo_rules(announcement=told))
    shown = kiosk.shown
    assert isinstance(shown, HomeView)
    assert shown.announcement is not None
    assert shown.announcement.big == "今晚照常"
    shown = kiosk.wait(61)
    assert isinstance(shown, HomeView)
    assert shown.announcement is None


def test_a_year_of_the_calendar_and_words_in_place_of_ours() -> None:
    year = {"holidays": ["2027-01-01"], "workdays": []}
    rules = demo_rules(calendar={"2027": year}, texts={"zh": {"home.title": "办点什么？"}})
    assert rules.calendar.is_working_day(date(2027, 1, 1)) is False
    assert rules.calendar.is_working_day(date(2026, 1, 4)) is True, "the other years stay"
    assert rules.words[Language.ZH]("home.title") == "办点什么？"
    assert rules.words[Language.EN]("home.title") == load_words()["en"]("home.title")


@pytest.mark.parametrize(
    ("key", "text", "rule"),
    [
        ("home.titel", "x", "no text of this key"),
        ("hours.opens", "{day} {hour}", "nothing is known for {hour}"),
        ("hours.opens", "{day", "brace"),
        ("home.title", " ", "empty"),
        ("hours.weekday_names", "一\n二", "7 line"),
    ],
)
def test_words_that_cannot_stand_in_place_of_ours_are_refused(
    key: str, text: str, rule: str
) -> None:
    with pytest.raises(ConfigError, match=r"texts\.zh") as found:
        demo_rules(texts={"zh": {key: text}})
    assert rule in str(found.value)
