"""The layers build on each other: what is told of a device, and what is not claimed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.load import PROFILES, load_config
from kiosk.attention import (
    FreeHungDevice,
    PaperRunsLow,
    RefillPaper,
    RepeatFunctionTest,
    ResetReader,
    every_attention,
)
from kiosk.diagnosis import (
    LAYERS,
    WORST_FIRST,
    Check,
    Diagnosis,
    Grade,
    absent,
    audit_asked,
    audit_of,
    diagnose,
    worst,
)
from kiosk.keeping.audit_catalogue import check_event
from kiosk.ports import DeviceStatus
from kiosk.rules import load_rules
from kiosk.visit.steps import needed_by
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PaperSupply

CARDS_ALONE = {"matters": ["ID-01"]}
NEEDED_BY = needed_by(load_rules(load_config(PROFILES / "demo.toml", over=CARDS_ALONE)))
READER, PRINTER = Device.CARD_READER, Device.PRINTER


def grades(diagnosis: Diagnosis) -> str:
    return " ".join(check.grade.value for check in diagnosis.checks)


def of(state: DeviceState, device: Device = READER, **more: object) -> Diagnosis:
    about = {key: more.pop(key) for key in ("attention", "detail", "paper") if key in more}
    return diagnose(NEEDED_BY, device, DeviceStatus(device, state, **about), **more)  # type: ignore[arg-type]


def test_the_matters_of_this_kiosk_need_the_card_reader_and_nothing_else() -> None:
    """Without a camera there are other ways, without paper a number on the screen."""
    assert NEEDED_BY[READER] == ("ID-01",)
    assert not any(NEEDED_BY[device] for device in Device if device is not READER)


def test_a_device_that_is_well_and_did_its_work_is_all_ok_and_says_what_was_measured() -> None:
    found = of(
        DeviceState.ONLINE, answered=True, function=CompletionCode.SUCCESS, measured="115200 baud"
    )
    assert grades(found) == "ok ok ok ok"
    assert found.checks[-1].value == "115200 baud"
    assert (found.grade, found.attention, found.matters) == (Grade.OK, None, ())


def test_a_port_that_is_gone_tells_nothing_about_what_lies_behind_it() -> None:
    found = of(DeviceState.NO_DEVICE, detail="ENOENT")
    assert grades(found) == "fail not_run not_run not_run"
    assert found.checks[0].value == "ENOENT"
    assert found.matters == ("ID-01",)


def test_a_port_without_an_answer_is_another_thing_than_no_port() -> None:
    found = of(DeviceState.OFFLINE, attention=ResetReader)
    assert grades(found) == "ok fail not_run not_run"
    assert found.attention is ResetReader


def test_offline_out_of_the_devices_own_mouth_is_its_health_not_its_silence() -> None:
    found = of(DeviceState.OFFLINE, answered=True)
    assert grades(found) == "ok ok fail not_run"


def test_no_paper_is_a_failure_of_the_printer_and_of_no_matter() -> None:
    found = of(DeviceState.USER_ERROR, PRINTER, attention=RefillPaper, paper=PaperSupply.OUT)
    assert grades(found) == "ok ok fail not_run"
    assert (found.grade, found.attention, found.matters) == (Grade.FAIL, RefillPaper, ())


def test_little_paper_is_a_warning_and_the_function_is_tested_all_the_same() -> None:
    found = of(
        DeviceState.ONLINE,
        PRINTER,
        attention=PaperRunsLow,
        paper=PaperSupply.LOW,
        function=CompletionCode.SUCCESS,
    )
    assert grades(found) == "ok ok warning ok"
    assert (found.grade, found.checks[2].value) == (Grade.WARNING, "low")


@pytest.mark.parametrize("code", [CompletionCode.HARDWARE_ERROR, CompletionCode.TIME_OUT])
def test_a_device_that_calls_itself_well_and_does_not_do_its_work_has_failed(
    code: CompletionCode,
) -> None:
    found = of(DeviceState.ONLINE, function=code, measured="3 of 5")
    assert grades(found) == "ok ok ok fail"
    assert found.checks[-1].value == f"{code.value} 3 of 5"
    assert (found.attention, found.matters) == (RepeatFunctionTest, ("ID-01",))


def test_a_device_that_cannot_test_itself_is_not_blamed_for_it() -> None:
    found = of(DeviceState.ONLINE, function=CompletionCode.UNSUPPORTED_COMMAND)
    assert grades(found) == "ok ok ok not_run"
    assert found.grade is Grade.OK


def test_a_device_whose_worker_hangs_is_told_as_such() -> None:
    found = diagnose(NEEDED_BY, READER, None)
    assert grades(found) == "not_run fail not_run not_run"
    assert (found.checks[1].value, found.attention) == ("timeOut", FreeHungDevice)


def test_what_this_kiosk_does_not_have_is_absent_and_nothing_to_put_right() -> None:
    found = absent(Device.BARCODE_READER)
    assert grades(found) == "absent not_run not_run not_run"
    assert (found.grade, found.attention, found.matters) == (Grade.ABSENT, None, ())


statuses = st.builds(
    DeviceStatus,
    st.sampled_from(Device),
    st.sampled_from(DeviceState),
    st.none() | st.sampled_from(every_attention()),
    st.sampled_from(PaperSupply),
    st.text(max_size=8),
)


@given(
    st.sampled_from(Device),
    st.none() | statuses,
    st.booleans(),
    st.none() | st.sampled_from(CompletionCode),
)
def test_whatever_is_said_the_diagnosis_holds_together(
    device: Device,
    status: DeviceStatus | None,
    answered: bool,
    function: CompletionCode | None,
) -> None:
    found = diagnose(NEEDED_BY, device, status, answered=answered, function=function)
    assert tuple(check.layer for check in found.checks) == LAYERS
    assert found.grade is worst(tuple(check.grade for check in found.checks))
    assert (found.grade is Grade.FAIL) >= bool(found.matters)
    failed = [check.grade is Grade.FAIL for check in found.checks]
    assert sum(failed) <= 1, "below the first failure nothing is claimed"
    if any(failed):
        below = found.checks[failed.index(True) + 1 :]
        assert all(check == Check(check.layer, Grade.NOT_RUN) for check in below)
    for audit in (audit_of(found), audit_asked((device,)), audit_asked(tuple(Device))):
        check_event(audit.event, dict(audit.fields))  # else NotInCatalogue


@settings(max_examples=40)
@given(st.lists(st.sampled_from(Grade), max_size=6))
def test_the_worst_is_the_worst(many: list[Grade]) -> None:
    found = worst(tuple(many))
    assert found in many or not many
    assert all(WORST_FIRST.index(found) <= WORST_FIRST.index(each) for each in many)
