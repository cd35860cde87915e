"""Lines of the board about cases that only a person can help."""

import pytest

from kiosk.attention import RefillPaper
from kiosk.effects import Print
from kiosk.events.keeping import KeepingTold
from kiosk.events.platforms import PlatformReached
from kiosk.events.technician import CornerTapped, ReportPressed
from kiosk.events.touches import LanguagePressed
from kiosk.ports import Pair
from kiosk.technician.items import items
from kiosk.technician.slips import readiness_slip
from kiosk.visit.views.board import StatusView
from kiosk.vocabulary import Device, DeviceState, Language, Platform
from tests.kiosk.technician.maintenance import HEAD, PIN, RULES, Workplace


def board() -> Workplace:
    kiosk = Workplace()
    kiosk.all_well()
    kiosk.to_the_board()
    return kiosk


def names(kiosk: Workplace) -> list[str]:
    return [line.name for line in items(kiosk.rules, kiosk.state, kiosk.place)]


def worst(kiosk: Workplace) -> tuple[str, str, str]:
    shown = kiosk.shown
    assert isinstance(shown, StatusView)
    row = shown.rows[0]
    return row.name, row.word, row.detail


def test_refused_cases_have_a_line_with_what_to_do() -> None:
    kiosk = board()
    assert "refused" not in names(kiosk)
    shown = kiosk.tell(KeepingTold(0, HEAD, refused=2))
    assert worst(kiosk) == ("退回件", "平台退回", "2 件，看审计日志")
    assert isinstance(shown, StatusView)
    assert shown.title == "有 1 项要处理"
    assert shown.rows[0].advice.startswith("平台退回了办件")
    shown = kiosk.tell(KeepingTold(0, HEAD))
    assert isinstance(shown, StatusView)
    assert shown.title == "全部正常"


def test_platforms_that_pages_ask_have_a_line_while_one_does_not_answer() -> None:
    kiosk = board()
    assert "other_platforms" not in names(kiosk)
    kiosk.tell(PlatformReached(False, Platform.CLERK, "timeout"))
    assert worst(kiosk) == ("其他平台", "没有应答", "连不上：远程人工")
    kiosk.tell(PlatformReached(True, Platform.CLERK))
    assert "other_platforms" not in names(kiosk)


def test_they_were_heard_of_before_the_technician_came_and_stand_on_the_report() -> None:
    kiosk = Workplace()
    kiosk.all_well()
    kiosk.tell(KeepingTold(0, HEAD, refused=1))
    kiosk.tell(CornerTapped())
    kiosk.tries(PIN)
    assert worst(kiosk)[0] == "退回件"
    kiosk.tell(ReportPressed())
    printed = [part for part in kiosk.did(Print)[-1].slip.parts if isinstance(part, Pair)]
    assert Pair("退回件", "注意（N-02）") in printed


def test_a_case_that_waits_for_a_newer_program_is_a_warning_of_the_outbox() -> None:
    kiosk = board()
    kiosk.tell(KeepingTold(3, HEAD, not_understood=1))
    assert worst(kiosk) == ("待发件", "要装新版本", "3 件")


def test_the_audit_log_hears_of_it_once_and_of_its_end() -> None:
    kiosk = Workplace()
    for refused in (0, 1, 1, 2, 0, 0):
        kiosk.tell(KeepingTold(0, HEAD, refused))
    assert kiosk.audited("cases_need_somebody") == [
        {"code": "N-02", "cases": 1},
        {"code": "N-02", "cases": 2},
    ]
    assert kiosk.audited("cases_settled") == [{"code": "N-02"}]


def test_during_a_visit_it_is_heard_and_disturbs_nobody() -> None:
    kiosk = Workplace()
    kiosk.to_the_review()
    kiosk.tell(KeepingTold(0, HEAD, refused=1))
    assert kiosk.page == "review"
    assert kiosk.state.refused == 1


@pytest.mark.parametrize(
    ("language", "zone", "fault"),
    [
        (Language.ZH, "象山县 24 小时自助服务区", "故障（P-03）"),
        (Language.EN, RULES.config.identity.zone_name_en, "Fault (P-03)"),
    ],
)
def test_board_and_report_speak_one_language(language: Language, zone: str, fault: str) -> None:
    kiosk = board()
    kiosk.says(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper)
    kiosk.tell(LanguagePressed(language))
    shown = kiosk.shown
    assert isinstance(shown, StatusView)
    assert zone in shown.lead
    slip = readiness_slip(kiosk.rules, kiosk.state, kiosk.place, "readiness-1")
    pairs = [part for part in slip.parts if isinstance(part, Pair)]
    assert fault in [part.value for part in pairs]
    if language is Language.EN:
        assert not set("（），。：") & set("".join(part.value for part in pairs))


def test_nothing_is_called_well_that_nobody_has_heard_of() -> None:
    kiosk = Workplace()
    kiosk.to_the_board()
    shown = kiosk.shown
    assert isinstance(shown, StatusView)
    unheard = [row for row in shown.rows if row.word == "未检测"]
    assert unheard
    assert shown.title == f"没有故障，{len(unheard)} 项未检测"
