"""What every visit owes the platforms it may ask: an end, an entry, and patience that counts on."""

import pytest

from kiosk.effects import ForgetQuestions
from kiosk.events.platforms import Answered, PlatformReached
from kiosk.events.program import Crashed
from kiosk.events.touches import LeavePressed
from kiosk.visit.moves import Context
from kiosk.vocabulary import AnswerCode, Platform
from tests.kiosk.visit.kiosk import Kiosk

ANSWER = Answered("0.1.code", AnswerCode.REFUSED, None, "used", Platform.IDENTITY, "WhoShowsCode")


@pytest.mark.parametrize("ends", ["leaves", "walks away", "crash"])
def test_the_end_of_a_visit_withdraws_what_it_asks(kiosk: Kiosk, ends: str) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.3)
    assert not kiosk.did(ForgetQuestions)
    match ends:
        case "leaves":
            kiosk.tell(LeavePressed())
        case "crash":
            kiosk.tell(Crashed("somewhere"))
        case _:
            kiosk.wait(90)
    assert kiosk.state.visit is None
    assert kiosk.did(ForgetQuestions)


def test_a_question_is_a_line_in_the_audit_log_unless_it_only_looks(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(ANSWER)
    kiosk.tell(Answered("2", AnswerCode.ANSWERED, platform=Platform.CLERK, counts=False))
    (row,) = kiosk.audited("platform_asked")
    assert row["question"] == "WhoShowsCode"
    assert (row["outcome"], row["reason"]) == ("refused", "used")


def test_after_the_visit_an_answer_is_nobodys(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(LeavePressed(), ANSWER)
    assert not kiosk.audited("platform_asked")


def test_a_platform_that_is_down_is_not_offered_until_it_is_back(kiosk: Kiosk) -> None:
    kiosk.to_the_card()

    def reaches() -> bool:
        assert kiosk.state.visit is not None
        return Context(kiosk.rules, kiosk.state, kiosk.state.visit).reaches(Platform.IDENTITY)

    assert reaches()
    for _ in range(2):
        kiosk.tell(PlatformReached(False, Platform.IDENTITY, "http=503"))
    assert not reaches()
    assert kiosk.state.platform_reached  # 统一受理平台 is another one
    kiosk.tell(PlatformReached(True, Platform.IDENTITY))
    assert reaches()
    assert kiosk.audited("platform_unreached") == [{"platform": "identity", "reason": "http=503"}]
    assert kiosk.audited("platform_reached") == [{"platform": "identity"}]


def test_who_passes_the_face_check_is_established_by_face(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.3)
    assert [row["way"] for row in kiosk.audited("identity_established")] == ["face"]
