"""The police's photo of somebody without a card: believed from there only, whatever is in it."""

from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.model import PlatformConfig
from config.people import load_people
from devices.biometric import portrait
from devices.biometric.engine import DlibEngine, distance
from devices.biometric.portrait import Encoding, PortraitRefused
from devices.camera.police_photo import PolicePhotos
from kiosk.effects import Ask
from kiosk.events.platforms import Answered
from kiosk.platforms.desk import Desk
from kiosk.platforms.sharing import SharingPlatform
from kiosk.ports import LARGEST_PHOTO
from kiosk.questions import RegisterEntry
from kiosk.sandbox.server import Sandbox
from kiosk.vocabulary import AnswerCode, CompletionCode, Platform
from tests.devices.biometric.conftest import CLIPS, OTHER, OWNER, FaceDesk
from tests.devices.biometric.test_driver import PASS
from tests.devices.biometric.test_driver import distance as far

SIZE = (358, 441)
"""GA/T 461: width and height of a photo for a card, in pixels."""


@pytest.fixture(scope="module")
def police() -> PolicePhotos:
    return PolicePhotos(CLIPS)


def jpeg(columns: int, rows: int) -> bytes:
    return cv2.imencode(".jpg", np.full((rows, columns, 3), 200, np.uint8))[1].tobytes()


def claiming(columns: int, rows: int) -> bytes:
    """A photo whose head says that it has so many pixels; what follows is of a small one."""
    data = bytearray(jpeg(102, 126))
    frame = data.index(b"\xff\xc0")  # SOF0: length, precision, rows, columns
    data[frame + 5 : frame + 9] = rows.to_bytes(2, "big") + columns.to_bytes(2, "big")
    return bytes(data)


def answer(data: bytes) -> str:
    try:
        return "an image" if portrait.decode_photo(data).ndim == 3 else "nonsense"
    except PortraitRefused as refusal:
        return refusal.reason


def test_a_photo_is_as_good_as_the_portrait_of_a_card(
    engine: DlibEngine, camera, people, police: PolicePhotos
):
    """Of the same person, in colour and twenty times as many bytes."""
    chip, photo = camera.library.portrait(people[OTHER]), police.of(people[OTHER])
    assert len(chip) < 5 * 1024 < len(photo) <= 20 * 1024
    of_card = Encoding(engine, portrait.decode(chip, simulation=True)).vector
    of_photo = Encoding(engine, portrait.decode_photo(photo)).vector
    assert distance(of_card, of_photo) < 0.40


def test_a_jpeg_is_a_photo_and_never_what_a_card_holds(camera, people, police: PolicePhotos):
    """Who writes a photo of their own on a chip would be whoever the card says."""
    chip, photo = camera.library.portrait(people[OTHER]), police.of(people[OTHER])
    assert portrait.decode_photo(photo).shape == (*SIZE[::-1], 3)
    for simulation in (True, False):
        with pytest.raises(PortraitRefused, match="unknown"):
            portrait.decode(photo, simulation)
    assert answer(chip) == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(1024),
        cv2.imencode(".png", np.full((441, 358, 3), 9, np.uint8))[1].tobytes(),
        jpeg(358, 441)[:200],
        jpeg(16, 16),
        jpeg(1400, 102),
        jpeg(102, 1400),
    ],
)
def test_what_is_no_photo_of_one_person_is_damaged(data):
    assert answer(data) == "damaged"


@given(st.binary(max_size=2000), st.integers(0, 3000))
def test_no_bytes_of_a_platform_break_the_decoder(junk, cut):
    for data in (junk, WHITE[:cut] + junk, b"\xff\xd8\xff" + junk):
        assert answer(data) in {"an image", "damaged"}


WHITE = jpeg(*SIZE)


def test_somebody_without_a_card_is_compared_with_the_photo_that_the_platform_gave(
    desk: FaceDesk, tmp_path: Path, people, police: PolicePhotos
):
    """From the platform's answer over HTTP to the verdict; the last card read was another's."""
    secret = tmp_path / "secret.json"
    secret.write_text('{"app_key": "kiosk", "app_secret": "made-up"}', encoding="utf-8")
    police.of(people[OTHER])  # painted before it is asked for, as the sandbox does
    desk.stands(OTHER)
    desk.lay(OWNER)
    credentials = {"app_key": "kiosk", "app_secret": "made-up"}
    sandbox = Sandbox(tmp_path / "sandbox", credentials, photo_of=police.of)
    place = PlatformConfig(
        base_url=sandbox.url, secret_file=secret, connect_timeout_s=1.0, read_timeout_s=2.0
    )
    questions = Desk(
        {Platform.SHARING: SharingPlatform(place)},
        desk.inbox.put,
        portrait=desk.biometric.import_photo,
    )
    try:
        number = load_people(date.today())[OTHER].number
        questions.carry_out(Ask("who", RegisterEntry(number, "ID-03", portrait=True)))
        told = desk.until(lambda event: isinstance(event, Answered))
        assert isinstance(told, Answered)
        assert told.code is AnswerCode.ANSWERED
        assert told.result.has_portrait
        desk.imported = None
        assert far(desk.check(card=None, actions=1)) <= PASS
    finally:
        questions.close()
        sandbox.close()


@pytest.mark.parametrize(
    "hostile",
    [claiming(65_535, 65_535), claiming(1_600, 2_000), jpeg(*SIZE).ljust(LARGEST_PHOTO + 1, b"\0")],
    ids=["12 GB of pixels", "more pixels than any photo", "more bytes than any photo"],
)
def test_the_face_process_refuses_a_hostile_photo_and_lives_on(desk: FaceDesk, hostile: bytes):
    pid = desk.biometric._child.pid
    desk.biometric.import_photo(bytearray(hostile))
    desk.imported = None
    end = desk.check(card=None)
    assert (end.code, end.result) == (CompletionCode.INVALID_DATA, "damaged")
    assert desk.biometric._child.pid == pid
