"""A signature is of what was reviewed, is more than a dot, and leaves in its case only."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.case.data import typed
from kiosk.case.model import Signature
from kiosk.case.signature import HEIGHT, POINTS_MOST, WIDTH, as_path, cleaned, ink, is_signed
from kiosk.effects import SubmitCase
from kiosk.events.touches import (
    BackPressed,
    ChangePressed,
    ClearPressed,
    ContinuePressed,
    LeavePressed,
    StrokeDrawn,
)
from kiosk.platforms.documents import Service, Submission, documents
from kiosk.visit.cases import to_be_signed
from kiosk.visit.moves import Context
from kiosk.visit.steps import submit
from kiosk.visit.views.answers import SignatureView
from tests.kiosk.visit.kiosk import A_STROKE, MONDAY_AFTERNOON, Kiosk

POINTS = st.lists(st.tuples(st.integers(-50, 1200), st.integers(-50, 1200)), max_size=500)


def at_the_pad(kiosk: Kiosk) -> SignatureView:
    kiosk.to_the_review()
    shown = kiosk.tell(ContinuePressed())
    assert isinstance(shown, SignatureView)
    return shown


def test_what_was_written_goes_with_the_case_and_says_what_was_signed(kiosk: Kiosk) -> None:
    at_the_pad(kiosk)
    kiosk.tell(StrokeDrawn(A_STROKE), ContinuePressed())
    (effect,) = kiosk.did(SubmitCase)
    signature = effect.case.signature
    assert signature.path == "M100 100L500 300L900 200"
    assert (len(signature.signed), signature.at) == (64, MONDAY_AFTERNOON)
    assert kiosk.audited("signed")[0]["sha256"] == "h" + signature.signed[:5]
    submission = Submission(
        effect.case, "1" * 21, "000000", MONDAY_AFTERNOON, Service("1", "2", "事", "3", "部"), "1"
    )
    form = documents(submission).form
    assert f"<SIGNED_SHA256>{signature.signed}</SIGNED_SHA256>" in form
    assert "<FINGERPRINTS>pending</FINGERPRINTS>" in form


def test_a_dot_is_no_signature(kiosk: Kiosk) -> None:
    assert not at_the_pad(kiosk).primary.enabled
    kiosk.tell(StrokeDrawn(((500, 300), (502, 300))), ContinuePressed())
    assert kiosk.page == "signature"
    kiosk.tell(StrokeDrawn(A_STROKE))
    assert kiosk.shown.primary.enabled
    kiosk.tell(ClearPressed())
    assert kiosk.shown.strokes == ()
    assert not kiosk.shown.primary.enabled


def test_whoever_goes_back_and_changes_something_signs_anew(kiosk: Kiosk) -> None:
    at_the_pad(kiosk)
    kiosk.tell(StrokeDrawn(A_STROKE), BackPressed())
    assert kiosk.page == "review"
    kiosk.tell(ChangePressed("phone"), ContinuePressed(), ContinuePressed())
    assert kiosk.shown.strokes == ()


def test_a_case_whose_data_changed_after_the_signature_is_never_made(kiosk: Kiosk) -> None:
    at_the_pad(kiosk)
    kiosk.tell(StrokeDrawn(A_STROKE))
    visit = kiosk.state.visit
    assert visit is not None
    signed = Signature(
        "M1 1", to_be_signed(Context(kiosk.rules, kiosk.state, visit)), kiosk.state.now
    )
    facts = replace(visit.facts, signature=signed).told(typed("phone", "19900000000"))
    changed = Context(kiosk.rules, kiosk.state, replace(visit, facts=facts))
    with pytest.raises(AssertionError, match="signed was something else"):
        submit.enter(changed)


def test_who_leaves_leaves_no_stroke_behind(kiosk: Kiosk) -> None:
    at_the_pad(kiosk)
    kiosk.tell(StrokeDrawn(((111, 222), (333, 444))), LeavePressed(), LeavePressed())
    assert not kiosk.remembers("333")


@settings(max_examples=60)
@given(POINTS)
def test_a_stroke_stays_on_the_pad_and_is_bounded(points: list[tuple[int, int]]) -> None:
    stroke = cleaned(points)
    assert len(stroke) <= POINTS_MOST
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in stroke)
    assert cleaned(stroke) == stroke
    assert as_path([stroke]).count("L") == max(0, len(stroke) - 1)
    assert is_signed([stroke]) == (ink([stroke]) >= 300)
