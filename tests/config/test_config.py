"""Configuration says all its problems at once, and some things it never lets anybody set."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.calendar import load_calendar
from config.load import PROFILES, ConfigError, load_config
from config.people import load_people
from kiosk.visit.steps.press import PRINT_LIMIT_S

DEMO = PROFILES / "demo.toml"
PRODUCTION = PROFILES.parent / "machine" / "production.toml"
FILLED_IN = {
    "identity": load_config(DEMO).identity.model_dump(),
    "acceptance": {"base_url": "https://platform.invalid", "belong_system": "33022500001"},
}
"""What whoever installs a kiosk writes into that file."""


def problems(**over: Any) -> list[str]:
    """What is wrong, without the file's name, which is `over` for all of them."""
    with pytest.raises(ConfigError) as found:
        load_config(DEMO, over=over)
    return [line.removeprefix("over: ") for line in str(found.value).splitlines()]


def test_all_problems_are_told_at_once_with_key_and_value() -> None:
    told = problems(
        identity={"terminal": "x"}, card_reader={"baud": 300}, face={"tries": 9}, colour="red"
    )
    assert [line.split(":")[0] for line in told] == [
        "identity.terminal",
        "card_reader.baud",
        "face.tries",
        "colour",
    ]
    assert told[0].endswith("got 'x'")


@given(
    st.sampled_from(["pass_at_most", "pass_together_at_most"]),
    st.floats(min_value=0.501) | st.just(float("nan")),
)
def test_no_configuration_lets_a_distance_above_one_half_pass(key: str, limit: float) -> None:
    with pytest.raises(ConfigError):
        load_config(DEMO, over={"face": {key: limit}})


@pytest.mark.parametrize("wrong", [{"actions": 1}, {"actions": 4}, {"action_s": 2.9}])
def test_every_try_asks_for_two_actions_or_three_and_leaves_time_for_them(
    wrong: dict[str, float],
) -> None:
    assert problems(face=wrong)


def test_a_licence_printer_is_not_given_longer_than_a_visit_waits_for_it() -> None:
    told = {"uri": "ipp://127.0.0.1/ipp/print", "job_timeout_s": PRINT_LIMIT_S}
    (problem,) = problems(document_printer=told)
    assert "document_printer.job_timeout_s" in problem


def test_the_librarys_own_threshold_cannot_be_set() -> None:
    assert problems(face={"pass_at_most": 0.6, "other_way_above": 0.6})


def test_zones_must_not_cross() -> None:
    assert "must not be above" in problems(face={"pass_at_most": 0.5, "other_way_above": 0.45})[0]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9",
        "http://127.9.9.9/platform",
        "http://0.0.0.0:80",
        "https://LOCALHOST/x",
        "http://[::1]",
        "http://[::1]:8080/",
    ],
)
def test_a_kiosk_in_service_refuses_a_sandbox(url: str) -> None:
    assert "sandbox" in problems(simulation=False, acceptance={"base_url": url})[0]


def test_what_holds_for_one_platform_holds_for_every_other() -> None:
    asked = {"secret_file": "/secret", "base_url": "http://127.0.0.1:9"}
    told = problems(simulation=False, platforms={"identity": asked, "clerk": asked})
    assert [line.split(": ")[0] for line in told if line.startswith("platforms.")] == [
        "platforms.identity.base_url",
        "platforms.clerk.base_url",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.invalid",
        "http://59.192.0.1/uap",
        "http://8.8.8.8",
        "http://172.32.0.1",
        "http://[2001:db8::1]/",
    ],
)
def test_a_kiosk_in_service_sends_no_case_over_an_open_line(url: str) -> None:
    (told,) = problems(simulation=False, acceptance={"base_url": url})
    assert told.startswith("acceptance.base_url: must be https://")
    assert told.endswith(f"got {url!r}")


@pytest.mark.parametrize(
    "url",
    [
        "https://platform.invalid",
        "http://10.1.2.3:8080/uap",
        "http://172.16.0.9",
        "http://192.168.7.7/",
        "http://[fd00::7]:80/",
    ],
)
def test_inside_the_government_network_a_private_address_may_do_without(url: str) -> None:
    config = load_config(DEMO, over={"simulation": False, "acceptance": {"base_url": url}})
    assert config.acceptance.base_url == url


def test_nothing_of_the_file_that_is_installed_is_left_to_fill_in() -> None:
    with pytest.raises(ConfigError) as found:
        load_config(PRODUCTION)
    told = found.value.problems
    assert {problem.file for problem in told} == {"production.toml"}
    assert [problem.key for problem in told] == [
        f"identity.{key}"
        for key in (
            "county",
            "zone_name",
            "zone_name_en",
            "site",
            "terminal",
            "window_name",
            "window_name_en",
            "window_phone",
        )
    ] + ["acceptance.base_url", "acceptance.belong_system"]
    assert {problem.rule for problem in told} == {"still to be filled in"}
    assert not load_config(PRODUCTION, over=FILLED_IN).simulation


@pytest.mark.parametrize("url", ["http://", "http://[", "https://name:secret@platform.invalid"])
def test_an_address_of_the_platform_is_an_address_without_a_password(url: str) -> None:
    assert problems(acceptance={"base_url": url})[0].startswith("acceptance.base_url:")


@pytest.mark.parametrize("hour", ["24:00", "8:30", "08:60", "０８:３０"])
def test_an_hour_that_no_clock_shows_is_refused_before_a_screen_asks_for_it(hour: str) -> None:
    assert problems(hours={"night_from": hour})[0].startswith("hours.night_from:")


def test_a_window_opens_before_it_closes() -> None:
    assert "opens before it closes" in problems(hours={"saturday": "18:00-08:00"})[0]


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "kiosk.toml"
    broken.write_text("terminal = = 1")
    with pytest.raises(ConfigError, match=r"kiosk\.toml: \(file\): not valid TOML"):
        load_config(DEMO, broken)


# ---- working days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "reached"),
    [
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day holiday
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 12, 25), 10, None),  # past the calendar's end
    ],
)
def test_working_days(start: date, days: int, reached: date | None) -> None:
    assert load_calendar().after(start, days) == reached


@given(st.dates(date(2026, 1, 1), date(2026, 11, 1)), st.integers(1, 20))
def test_more_working_days_are_never_sooner(start: date, days: int) -> None:
    calendar = load_calendar()
    sooner, later = calendar.after(start, days), calendar.after(start, days + 1)
    assert sooner is not None
    assert later is not None
    assert start < sooner < later
    assert calendar.is_working_day(sooner)


# ---- the reviewed list ---------------------------------------------------------------------------


def test_nobody_on_the_list_can_exist() -> None:
    from kiosk.case.eligibility import years_of_validity
    from kiosk.case.id_number import birth_of, check_digit_is_right

    today = date.today()
    for person in load_people(today).values():
        assert person.number.startswith("330299")
        assert check_digit_is_right(person.number)
        assert birth_of(person.number) == person.birth
        assert person.phone.startswith("1990000")
        assert years_of_validity(person.birth, person.valid_from) is not None
