"""The photo for the card, told: three shots, one chosen, or none and 照片待采集 on the slip."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.case.card_photo import PhotoRule
from kiosk.case.model import Case, Delivery
from kiosk.effects import ClearFaces, Print, StartFace, StartPhotos, StopPhotos, SubmitCase
from kiosk.events import Event
from kiosk.events.devices import PhotoHint
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    DeliveryPressed,
    DigitPressed,
    LeavePressed,
    RefusePressed,
    RetakePressed,
    ShotPressed,
    ThemePressed,
    WayPressed,
)
from kiosk.platforms.documents import Documents, Service, Submission, documents
from kiosk.questions import CodeHolder
from kiosk.visit import photo_told
from kiosk.visit.moves import Context
from kiosk.visit.steps import card_photo
from kiosk.visit.views.camera import PhotoView, ShotsView
from kiosk.vocabulary import CompletionCode, Theme
from tests.kiosk.photos import SHOTS
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, RECEIPT, Kiosk, card_of, everything
from tests.kiosk.visit.test_lost_and_damaged import ENTRY, Cardless


def poses(kiosk: Kiosk) -> StartPhotos:
    kiosk.to_the_photo()
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "photo"
    (start,) = kiosk.did(StartPhotos)
    return start


def submitted(kiosk: Kiosk) -> SubmitCase:
    """From the telephone number to the slip."""
    kiosk.tell(*map(DigitPressed, "19900006620"), ContinuePressed())
    kiosk.tell(DeliveryPressed(Delivery.POST))
    kiosk.signs()
    (effect,) = kiosk.did(SubmitCase)
    kiosk.tell(CaseKept(effect.case.number), CaseDelivered(effect.case.number, RECEIPT))
    return effect


def as_sent(case: Case) -> Documents:
    service = Service("1", "2", "事", "3", "部")
    return documents(Submission(case, "1" * 21, "000000", MONDAY_AFTERNOON, service, "1"))


def test_the_chosen_shot_goes_with_the_case_and_is_part_of_what_is_signed(kiosk: Kiosk) -> None:
    start = poses(kiosk)
    assert (start.shots, start.same_person) == (3, True)
    kiosk.completes(SHOTS)
    shown = kiosk.shown
    assert isinstance(shown, ShotsView)
    assert [shot.selected for shot in shown.shots] == [False, True, False], "the clearest"
    kiosk.tell(ShotPressed(2), ContinuePressed())
    assert kiosk.page == "phone"
    case = submitted(kiosk).case
    assert case.photo == SHOTS.shots[2]
    assert {datum.name: datum.value for datum in case.data}["photo_ref"] == case.photo.sha256
    others = [SHOTS.shots[0].jpeg, SHOTS.shots[1].jpeg]
    assert not any(jpeg in everything(case) for jpeg in others)
    assert kiosk.audited("card_photo_chosen")[0]["sha256"] == "h" + case.photo.sha256[:5]
    sent = documents(
        Submission(
            case, "1" * 21, "000000", MONDAY_AFTERNOON, Service("1", "2", "事", "3", "部"), "1"
        )
    )
    assert f"base64,{case.photo.jpeg}</FILEURL>" in sent.attributes
    assert case.photo.sha256 in sent.form
    assert "照片待采集" not in everything(kiosk.did(Print)[-1].slip)


def test_one_advice_at_a_time_the_worst_first_then_the_countdown(kiosk: Kiosk) -> None:
    poses(kiosk)
    kiosk.tell(PhotoHint((PhotoRule.BACKGROUND, PhotoRule.EYES_OPEN), 0, 0))
    shown = kiosk.shown
    assert isinstance(shown, PhotoView)
    assert (shown.hint, shown.also, shown.icon) == ("请拉下白幕布", "还有：请睁开眼睛", "blinds")
    kiosk.tell(PhotoHint((), 3, 0))
    shown = kiosk.shown
    assert (shown.hint, shown.countdown) == ("很好，请别动", "3")
    kiosk.tell(PhotoHint((), 0, 1))
    assert kiosk.shown.also == "拍好 1 张，共 3 张"


@pytest.mark.parametrize("rule", PhotoRule)
def test_every_rule_has_its_sentence_and_its_picture(kiosk: Kiosk, rule: PhotoRule) -> None:
    poses(kiosk)
    kiosk.tell(PhotoHint((rule,), 0, 0))
    assert kiosk.shown.hint
    assert kiosk.shown.icon == photo_told.ICONS[rule]


def test_who_likes_none_may_have_others_three_times_in_all(kiosk: Kiosk) -> None:
    poses(kiosk)
    for _ in range(2):
        kiosk.completes(SHOTS)
        assert kiosk.shown.secondary.name == "retake"
        kiosk.tell(RetakePressed())
        assert kiosk.page == "photo"
    kiosk.completes(SHOTS)
    assert kiosk.shown.secondary.name == "not-here"
    kiosk.tell(RetakePressed())
    assert kiosk.page == "photo_choice"
    kiosk.tell(RefusePressed())
    assert kiosk.page == "phone"
    assert kiosk.audited("card_photo_pending")[0]["why"] == "declined"


def ends_in_vain(kiosk: Kiosk) -> None:
    for _ in range(3):
        kiosk.tell(PhotoHint((PhotoRule.GLASSES,), 0, 0))
        kiosk.completes(code=CompletionCode.TIME_OUT)
        assert kiosk.page == "no_photo"
        if kiosk.shown.primary.name == "again":
            kiosk.tell(RetakePressed())
    kiosk.tell(ContinuePressed())


def loses_the_camera(kiosk: Kiosk) -> None:
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert kiosk.shown.title == "现在拍不了照片"
    kiosk.tell(ContinuePressed())


def is_known_no_more(kiosk: Kiosk) -> None:
    """The face process was killed meanwhile; the new one has seen nobody."""
    kiosk.completes(code=CompletionCode.INVALID_DATA)
    kiosk.tell(ContinuePressed())


def does_not_want_to(kiosk: Kiosk) -> None:
    kiosk.tell(RefusePressed())


@pytest.mark.parametrize(
    ("way", "why"),
    [
        (ends_in_vain, "unseen"),
        (loses_the_camera, "camera"),
        (is_known_no_more, "camera"),
        (does_not_want_to, "declined"),
    ],
)
def test_without_a_photo_the_case_goes_on_and_the_slip_says_where(
    kiosk: Kiosk, way: object, why: str
) -> None:
    poses(kiosk)
    way(kiosk)  # type: ignore[operator]
    assert kiosk.page == "phone"
    assert kiosk.audited("card_photo_pending") == [{"visit": kiosk.state.visits, "why": why}]
    case = submitted(kiosk).case
    assert case.photo is None
    sent = documents(
        Submission(
            case, "1" * 21, "000000", MONDAY_AFTERNOON, Service("1", "2", "事", "3", "部"), "1"
        )
    )
    assert "<PHOTO>pending</PHOTO>" in sent.form
    assert "base64" not in sent.attributes
    assert "照片待采集：凭这张凭条到自助机补拍" in everything(kiosk.did(Print)[-1].slip)


@pytest.mark.parametrize("leaves", [LeavePressed(), BackPressed()])
def test_who_leaves_while_posing_turns_the_camera_off_and_is_forgotten(
    kiosk: Kiosk, leaves: object
) -> None:
    start = poses(kiosk)
    kiosk.tell(leaves)
    assert kiosk.did(StopPhotos) == [StopPhotos(start.id)]
    if isinstance(leaves, LeavePressed):
        assert kiosk.did(ClearFaces)


def test_the_next_visitor_finds_no_photo(kiosk: Kiosk) -> None:
    poses(kiosk)
    kiosk.completes(SHOTS)
    assert kiosk.remembers(SHOTS.shots[0].jpeg)
    kiosk.tell(LeavePressed())
    assert not kiosk.remembers(SHOTS.shots[0].jpeg)
    assert SHOTS.shots[0].jpeg not in repr(kiosk.effects)


def test_whoever_refused_the_face_check_is_photographed_and_compared_with_nobody(
    kiosk: Kiosk,
) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    card = card_of("chen-haiying")
    kiosk.answered(CodeHolder(card.number, card.name))
    kiosk.tell(ContinuePressed())
    (start,) = kiosk.did(StartPhotos)
    assert not start.same_person
    assert not kiosk.did(StartFace)
    kiosk.completes(replace(SHOTS, compared=False))
    assert kiosk.audited("card_photos_taken")[0]["compared"] == "nobody"


@pytest.mark.parametrize("leaves", [LeavePressed(), BackPressed(), ContinuePressed()])
def test_whose_portrait_was_never_known_leaves_no_shots_in_the_face_process_either(
    kiosk: Kiosk, leaves: Event
) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(portrait=False)
    kiosk.tell(ContinuePressed(), WayPressed("code"))
    kiosk.scans()
    card = card_of("chen-haiying")
    kiosk.answered(CodeHolder(card.number, card.name))
    kiosk.tell(ContinuePressed())
    kiosk.completes(SHOTS)
    assert not kiosk.did(ClearFaces)
    kiosk.tell(leaves)
    assert len(kiosk.did(ClearFaces)) == 1


def test_under_sixteen_no_camera_opens_for_the_card_either() -> None:
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, birth=date(2012, 3, 7)))
    assert not kiosk.did(StartPhotos)
    kiosk = Kiosk()
    kiosk.to_the_photo()
    assert kiosk.state.visit is not None
    young = replace(kiosk.state.visit.facts, card=card_of("chen-haiying", birth=date(2012, 3, 7)))
    visit = replace(kiosk.state.visit, facts=young)
    move = card_photo.enter(Context(kiosk.rules, kiosk.state, visit))
    assert move.facts is not None
    assert move.facts.data.value("photo") == "pending"


def test_the_elders_page_waits_twice_as_long(kiosk: Kiosk) -> None:
    kiosk.to_the_photo()
    kiosk.tell(ThemePressed(Theme.ELDER), ContinuePressed())
    (start,) = kiosk.did(StartPhotos)
    assert start.limit_s == 2 * kiosk.rules.config.card_photo.limit_s


def test_the_review_says_where_a_photo_that_is_not_there_is_taken(kiosk: Kiosk) -> None:
    poses(kiosk)
    does_not_want_to(kiosk)
    kiosk.tell(*map(DigitPressed, "19900006620"), ContinuePressed(), DeliveryPressed(Delivery.POST))
    rows = {row.label: row.value for group in kiosk.shown.groups for row in group.rows}
    assert rows["照片"] == "以后补拍，或到派出所拍"
