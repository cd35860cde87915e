"""The simulated camera as a client sees it: a real stream, its faults, and its patience."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import cv2
import pytest

from devices.camera.clips import COVERED, LOOKING, NOBODY
from devices.camera.people.measure import distance, faces_in
from devices.camera.simulator import CameraPeer, in_parts
from devices.simulation.peer import PeerRefusal
from tests.devices.camera.cast import CLIPS, SEEDS, decoded, library, on_card

FPS = 60
ONE, OTHER = list(SEEDS)[:2]


@pytest.fixture
def camera() -> Iterator[CameraPeer]:
    library()
    peer = CameraPeer(SEEDS, CLIPS, fps=FPS)
    yield peer
    peer.close()


class Watcher:
    """Reads the parts of a multipart stream from a socket, byte for byte."""

    def __init__(self, camera: CameraPeer, timeout_s: float = 2.0) -> None:
        address = urlsplit(camera.wiring()["camera.source"])
        self.socket = socket.create_connection(("127.0.0.1", address.port or 0), timeout_s)
        self.socket.sendall(f"GET {address.path} HTTP/1.0\r\n\r\n".encode())
        self.file = self.socket.makefile("rb")
        while self.file.readline().strip():
            pass

    def frame(self) -> bytes:
        head: dict[bytes, bytes] = {}
        if not self.file.readline().startswith(b"--frame"):
            raise EOFError
        while line := self.file.readline().strip():
            name, _, value = line.partition(b": ")
            head[name] = value
        jpeg = self.file.read(int(head[b"Content-Length"]))
        assert self.file.readline() == b"\r\n"
        return jpeg

    def until_it_ends(self) -> None:
        while True:
            self.frame()

    def close(self) -> None:
        self.file.close()
        self.socket.close()


def open_capture(camera: CameraPeer) -> cv2.VideoCapture:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 2000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 300]
    return cv2.VideoCapture(camera.wiring()["camera.source"], cv2.CAP_FFMPEG, limits)


def test_opencv_reads_the_person_who_looks(camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": ONE})
    capture = open_capture(camera)
    clip = library().clip(LOOKING, (SEEDS[ONE],))
    for _ in range(3):  # the first may still show the empty hall
        ok, picture = capture.read()
        assert ok
    capture.release()
    assert picture.shape == (720, 1280, 3)
    assert cv2.absdiff(picture, decoded(clip[0])).mean() < 6
    crossed = camera.wire()[-1]
    assert crossed.keys() == {"at_s", "direction", "length", "code"}
    assert crossed["length"] in {len(frame) for frame in clip}


def test_a_frozen_stream_is_noticed_by_the_read_time_out(camera: CameraPeer) -> None:
    capture = open_capture(camera)
    assert capture.read()[0]
    camera.verbs["freeze"]({})
    began = time.monotonic()
    while capture.read()[0]:
        assert time.monotonic() - began < 1
    assert 0.2 < time.monotonic() - began < 1.5
    assert camera.status()["frozen"]
    capture.release()


def test_a_frozen_camera_keeps_the_connection_and_goes_on_when_healthy(camera: CameraPeer) -> None:
    watcher = Watcher(camera, timeout_s=0.15)
    watcher.frame()
    camera.verbs["freeze"]({})
    with pytest.raises(TimeoutError):
        watcher.until_it_ends()
    assert camera.status()["watchers"] == 1
    camera.verbs["healthy"]({})
    fresh = Watcher(camera)
    assert fresh.frame()
    watcher.close()
    fresh.close()


def test_a_switch_takes_effect_with_the_next_frame_and_loses_none_unsaid(
    camera: CameraPeer,
) -> None:
    watcher = Watcher(camera)
    watcher.frame()
    camera.verbs["look"]({"person": ONE})
    camera.verbs["cover"]({})
    camera.verbs["healthy"]({})
    nobody = set(library().clip(NOBODY))
    black = library().clip(COVERED)[0]
    looking = library().clip(LOOKING, (SEEDS[ONE],))
    frames = [watcher.frame() for _ in range(len(looking) + 20)]
    watcher.close()
    shown = [looking.index(f) for f in frames if f not in nobody and f != black]
    assert len(shown) > len(looking), "the switch came late"
    lost = sum(
        (after - before - 1) % len(looking)
        for before, after in itertools.pairwise(
            shown[1:]
        )  # shown[0]: before the camera was covered
    )
    assert lost <= camera.status()["frames_skipped"], "lost, and not counted"


@pytest.mark.parametrize("species", ["photo_bent", "eye_holes"])
def test_an_attack_is_a_scene_by_name_in_which_the_owner_is_seen(
    camera: CameraPeer, monkeypatch: pytest.MonkeyPatch, species: str
) -> None:
    monkeypatch.setattr("devices.camera.presentation.FRAMES", 2)
    status = camera.verbs["attack"]({"species": species, "person": ONE})
    assert (status["attack"], status["person"]) == (species, None), "nobody is there themselves"
    watcher = Watcher(camera)
    watcher.frame()
    (face,) = faces_in(decoded(watcher.frame()))
    watcher.close()
    assert distance(face.descriptor, on_card(SEEDS[ONE])) < 0.5
    camera.verbs["look"]({"person": OTHER})
    assert camera.status()["person"] == OTHER


def test_leaving_empties_the_hall(camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": ONE})
    camera.verbs["leave"]({})
    watcher = Watcher(camera)
    watcher.frame()
    assert watcher.frame() in set(library().clip(NOBODY))
    watcher.close()
    assert camera.status()["person"] is None


def test_an_empty_hall_is_dark_too(camera: CameraPeer) -> None:
    light = decoded(library().clip(NOBODY)[0]).mean()
    camera.verbs["dark"]({})
    watcher = Watcher(camera)
    watcher.frame()
    assert 0 < decoded(watcher.frame()).mean() < light / 4
    watcher.close()


def test_a_slow_watcher_skips_frames_and_holds_up_nobody(camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": ONE})
    slow, quick = Watcher(camera), Watcher(camera)
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
    slow.frame()
    quick.frame()
    began = time.monotonic()
    for _ in range(FPS):
        quick.frame()
    assert time.monotonic() - began < 2.5, "the quick one waited"
    while camera.status()["frames_skipped"] == 0:
        assert time.monotonic() - began < 5, "the slow one was sent every frame late"
        slow.frame()
    slow.close()
    quick.close()


def test_unplugged_it_drops_and_refuses_and_replugged_it_is_where_it_was(
    camera: CameraPeer,
) -> None:
    wiring = camera.wiring()
    watcher = Watcher(camera)
    watcher.frame()
    camera.verbs["unplug"]({})
    with pytest.raises((EOFError, ConnectionError)):
        watcher.until_it_ends()
    with pytest.raises(ConnectionRefusedError):
        Watcher(camera)
    camera.verbs["replug"]({})
    assert camera.wiring() == wiring
    again = Watcher(camera)
    assert again.frame()
    watcher.close()
    again.close()


def test_a_gesture_is_played_once_and_then_the_person_looks_again(camera: CameraPeer) -> None:
    """A watcher that is held up misses frames: what it sees comes once, and in order."""
    blink = library().clip("blink", (SEEDS[ONE],))
    looking = set(library().clip(LOOKING, (SEEDS[ONE],)))
    camera.verbs["look"]({"person": ONE})
    watcher = Watcher(camera)
    watcher.frame()
    skipped = camera.status()["frames_skipped"]
    camera.verbs["gesture"]({"name": "blink"})
    frames = [watcher.frame() for _ in range(len(blink) + 25)]
    skipped = camera.status()["frames_skipped"] - skipped
    watcher.close()
    seen = [blink.index(frame) for frame in frames if frame in blink]
    assert seen == sorted(set(seen))
    assert len(blink) - len(seen) <= skipped
    assert seen, "the watcher was held up for the whole of it"
    last = max(at for at, frame in enumerate(frames) if frame in blink)
    assert frames[last + 1 :]
    assert set(frames[last + 1 :]) <= looking


def test_a_gesture_that_is_held_goes_on_until_the_person_rests(camera: CameraPeer) -> None:
    blink = library().clip("blink", (SEEDS[ONE],))
    go, hold, back = in_parts(blink)
    assert [*go, *hold, *back] == blink
    camera.verbs["look"]({"person": ONE})
    watcher = Watcher(camera)
    camera.verbs["gesture"]({"name": "blink", "held": True})
    while watcher.frame() not in hold:
        pass
    held = [watcher.frame() for _ in range(2 * len(hold))]
    assert set(held) <= set(hold)
    assert all(one != other for one, other in pairwise(held)), "a frozen camera"
    camera.verbs["gesture"]({"name": "rest"})
    while watcher.frame() in hold:
        pass
    assert not {watcher.frame() for _ in range(len(back) + 3)} & {*go, *hold}
    watcher.close()


@pytest.mark.parametrize(
    ("verb", "asked", "answer"),
    [
        ("look", {"person": "nobody-we-know"}, f"one of {ONE}"),
        ("look", {}, "not None"),
        ("two_people", {"person": OTHER}, "nobody stands"),
        ("gesture", {"name": "blink"}, "nobody stands"),
        ("gesture", {"name": "dance"}, "one of blink"),
        ("wear", {"what": "mask"}, "nobody stands"),
        ("wear", {"what": "crown"}, "glasses, dark_glasses, mask"),
        ("attack", {"species": "hologram", "person": ONE}, "one of photo_still"),
        ("attack", {"species": "replay"}, "not None"),
    ],
)
def test_what_cannot_be_done_is_said(
    camera: CameraPeer, verb: str, asked: dict[str, str], answer: str
) -> None:
    before = camera.status()
    with pytest.raises(PeerRefusal, match=answer):
        camera.verbs[verb](asked)
    assert camera.status() == before


def test_closing_ends_every_thread_even_with_watchers() -> None:
    before = set(threading.enumerate())
    camera = CameraPeer(SEEDS, CLIPS, fps=FPS)
    watcher = Watcher(camera)
    watcher.frame()
    began = time.monotonic()
    camera.close()
    assert time.monotonic() - began < 1
    assert set(threading.enumerate()) <= before
    watcher.close()
