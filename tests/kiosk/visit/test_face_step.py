"""The face check and its other ways, as stories over the pure rules."""

from datetime import datetime

import pytest

from kiosk.effects import (
    ClearFaces,
    KeepDraft,
    StartFace,
)
from kiosk.events.devices import DataCleared, FaceHint
from kiosk.events.keeping import TicketTaken
from kiosk.events.touches import (
    AgreePressed,
    BackPressed,
    ContinuePressed,
    RefusePressed,
    ThemePressed,
    WayPressed,
)
from kiosk.ports import PrintResult
from kiosk.vocabulary import (
    CompletionCode,
    Hint,
    Liveness,
    PrintOutcome,
    Theme,
)
from tests.kiosk.visit.kiosk import Kiosk

NIGHT = datetime(2026, 11, 24, 2, 0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 140.0)


def test_the_face_is_never_the_only_way(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), RefusePressed())
    assert kiosk.page == "other_way"
    kiosk.tell(WayPressed("window"))
    (draft,) = kiosk.did(KeepDraft)
    assert draft.card is not None
    kiosk.tell(TicketTaken("0107-1123-001", kiosk.state.visits))
    assert (kiosk.page, kiosk.shown.big) == ("ticket", "0107-1123-001")
    kiosk.completes(PRINTED)
    kiosk.tell(ContinuePressed())
    assert kiosk.audited("visit_ended")[0]["reason"] == "to_window"
    assert kiosk.audited("consent_refused")
    assert not kiosk.did(StartFace)


@pytest.mark.parametrize(
    ("distance", "page"),
    [(0.45, "card_photo"), (0.4501, "FaceView"), (0.60, "FaceView"), (float("nan"), "FaceView")],
)
def test_only_the_pass_zone_passes(kiosk: Kiosk, distance: float, page: str) -> None:
    kiosk.to_the_face()
    kiosk.face_at(distance)
    assert kiosk.page == page


def test_another_persons_face_ends_at_other_ways_after_three_tries(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.71)
    kiosk.face_at(0.68)
    assert kiosk.page == "FaceView"
    kiosk.face_at(0.70)
    assert kiosk.page == "other_way"
    assert len(kiosk.did(StartFace)) == 3
    assert [row["attempt"] for row in kiosk.audited("face_compared")] == [1, 2, 3]
    assert kiosk.did(ClearFaces)


@pytest.mark.parametrize("ends", ["passes", "refuses", "is another person", "camera dies"])
def test_with_the_face_check_ends_all_that_was_kept_of_a_face(kiosk: Kiosk, ends: str) -> None:
    kiosk.to_the_face()
    assert not kiosk.did(ClearFaces)
    if ends == "passes":
        kiosk.face_at(0.31)
        assert not kiosk.did(ClearFaces), "whose face it was must be on the card's photo"
        kiosk.is_photographed()
    elif ends == "refuses":
        kiosk.tell(RefusePressed())
    elif ends == "is another person":
        for _ in range(3):
            kiosk.face_at(0.7)
    else:
        kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert kiosk.page != "FaceView"
    assert len(kiosk.did(ClearFaces)) == 1


def test_where_no_photo_is_taken_the_face_check_itself_ends_it(kiosk: Kiosk) -> None:
    kiosk.to_the_card("BL-02")
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), AgreePressed())
    kiosk.face_at(0.31)
    assert len(kiosk.did(ClearFaces)) == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [(CompletionCode.HARDWARE_ERROR, "camera"), (CompletionCode.INVALID_DATA, "missing")],
    ids=["camera or face process dies", "the face process has died before"],
)
def test_what_dies_leads_to_the_other_ways_and_back_to_the_card(
    kiosk: Kiosk, code: CompletionCode, reason: str
) -> None:
    kiosk.to_the_face()
    kiosk.completes(reason, code)
    assert kiosk.page == "other_way"
    assert kiosk.shown.title == "刷脸现在用不了"
    # What died had the portrait: only the card has it still.
    kiosk.tell(BackPressed())
    assert kiosk.page == "PlaceCardView"
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), AgreePressed())
    kiosk.face_at(0.3)
    assert kiosk.page == "card_photo"


def test_whoever_was_not_recognised_three_times_has_no_way_back_to_more_tries(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    for _ in range(3):
        kiosk.face_at(0.7)
    assert kiosk.page == "other_way"
    assert kiosk.shown.frame.back is None


def test_whoever_changed_their_mind_lays_the_card_again(kiosk: Kiosk) -> None:
    """Whoever pressed 换其他方式 during the check, and then 返回."""
    kiosk.to_the_face()
    kiosk.tell(RefusePressed(), BackPressed())
    assert kiosk.page == "PlaceCardView"


def test_without_a_portrait_nobody_is_asked_for_a_face(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(portrait=False)
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"


def test_the_audit_log_tells_import_match_and_clear_and_nothing_of_the_face(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.31)
    (imported,) = kiosk.audited("portrait_imported")
    assert set(imported) == {"visit"}
    (compared,) = kiosk.audited("face_compared")
    assert compared == {
        "visit": imported["visit"],
        "distance": 0.31,
        "frames": 2,
        "zone": "pass",
        "quality": 0.9,
        "engine": "dlib-resnet-v1",
        "took_s": 0.08,
        "liveness": "passed",
        "attempt": 1,
    }
    assert not kiosk.audited("data_cleared"), "only when the process is gone"
    kiosk.tell(DataCleared())
    assert len(kiosk.audited("data_cleared")) == 1


# ---- the actions -------------------------------------------------------------------------------


@pytest.mark.parametrize("liveness", [each for each in Liveness if each is not Liveness.PASSED])
def test_the_owners_face_alone_does_not_pass_and_the_next_try_says_what_to_do(
    kiosk: Kiosk, liveness: Liveness
) -> None:
    kiosk.to_the_face()
    first = kiosk.shown.title
    kiosk.face_at(0.20, frames=1, liveness=liveness)
    assert kiosk.page == "FaceView"
    assert kiosk.shown.title not in ("", first)
    (row,) = kiosk.audited("face_compared")
    assert (row["liveness"], row["zone"], row["attempt"]) == (liveness, "pass", 1)
    kiosk.face_at(0.20, frames=1, liveness=liveness)
    kiosk.face_at(0.20, frames=1, liveness=liveness)
    assert kiosk.page == "other_way"
    assert len(kiosk.did(ClearFaces)) == 1


def test_one_instruction_at_a_time_with_its_own_time(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    limits = kiosk.rules.config.face
    kiosk.wait(12)
    assert kiosk.shown.seconds_left == f"还有 {limits.try_limit_s - 12:.0f} 秒"
    kiosk.tell(FaceHint(Hint.TURN_LEFT, 0.25))
    assert kiosk.shown.hint == "请慢慢向左转头"
    assert kiosk.shown.icon == "arrow-left-bold"
    assert kiosk.shown.seconds_left == f"还有 {limits.action_s:.0f} 秒"
    kiosk.wait(2)
    kiosk.tell(FaceHint(Hint.TURN_LEFT, 0.25))  # told again, the clock goes on
    assert kiosk.shown.seconds_left == f"还有 {limits.action_s - 2:.0f} 秒"
    kiosk.tell(FaceHint(Hint.BLINK, 0.575))
    assert kiosk.shown.seconds_left == f"还有 {limits.action_s:.0f} 秒"
    assert kiosk.shown.progress == 0.575


def test_the_elders_page_waits_twice_as_long(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ThemePressed(Theme.ELDER), ContinuePressed(), AgreePressed())
    (start,) = kiosk.did(StartFace)
    limits = kiosk.rules.config.face
    assert (start.limit_s, start.action_s) == (2 * limits.try_limit_s, 2 * limits.action_s)
    assert start.actions == limits.actions


def test_two_tries_together_have_a_limit_of_their_own(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.46, frames=2)
    assert kiosk.page == "FaceView"
    kiosk.face_at(0.46, frames=2)  # somebody else came: their frames are alone again
    assert kiosk.page == "FaceView"
    kiosk.face_at(0.46, frames=4)
    assert kiosk.page == "card_photo"


def test_whoever_cannot_do_it_takes_another_way_without_saying_why(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.tell(FaceHint(Hint.BLINK, 0.25))
    way_out = kiosk.shown.other_way
    assert way_out.enabled
    kiosk.tell(way_out.press)
    assert kiosk.page == "other_way"
    assert len(kiosk.did(ClearFaces)) == 1
