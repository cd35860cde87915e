"""The face check and its other ways, as stories over the pure rules."""

from datetime import datetime

import pytest

from kiosk.effects import (
    ClearFaces,
    KeepDraft,
    StartFace,
)
from kiosk.events import (
    ContinuePressed,
    RefusePressed,
    TicketTaken,
    WayPressed,
)
from kiosk.ports import PrintResult
from kiosk.vocabulary import (
    CompletionCode,
    PrintOutcome,
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
    kiosk.tell(TicketTaken("0107-1123-001"))
    assert (kiosk.page, kiosk.shown.big) == ("ticket", "0107-1123-001")
    kiosk.completes(PRINTED)
    kiosk.tell(ContinuePressed())
    assert kiosk.audited("visit_ended")[0]["reason"] == "to_window"
    assert kiosk.audited("consent_refused")
    assert not kiosk.did(StartFace)


@pytest.mark.parametrize(
    ("distance", "page"),
    [(0.45, "phone"), (0.4501, "FaceView"), (0.60, "FaceView"), (float("nan"), "FaceView")],
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
    elif ends == "refuses":
        kiosk.tell(RefusePressed())
    elif ends == "is another person":
        for _ in range(3):
            kiosk.face_at(0.7)
    else:
        kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert kiosk.page != "FaceView"
    assert len(kiosk.did(ClearFaces)) == 1


def test_a_camera_that_dies_leads_to_the_other_ways(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert kiosk.page == "other_way"
    assert kiosk.shown.title == "摄像头现在用不了"


def test_without_a_portrait_nobody_is_asked_for_a_face(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(portrait=False)
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"
