"""The picture for the screen: whole frames without a copy, and nothing left of them."""

import os

import pytest

from devices.biometric.preview import SIDE, PreviewMemory, create_memory


@pytest.fixture
def both():
    """The face process's side and the kiosk's."""
    memory = create_memory()
    yield PreviewMemory(memory), PreviewMemory(memory)
    os.close(memory)


def publish(writer: PreviewMemory, width: int, height: int, level: int) -> None:
    writer.begin(width, height)[:] = bytes([level]) * (width * height * 3)
    writer.publish()


def test_a_published_frame_is_seen_by_the_kiosk_and_the_next_does_not_disturb_it(both):
    writer, reader = both
    assert reader.newest() is None
    publish(writer, 4, 2, 11)
    first = reader.newest()
    writer.begin(SIDE, 360)[:3] = b"\x63\x63\x63"  # half written, not published
    assert reader.newest() == first
    assert (first.sequence, first.width, first.height) == (1, 4, 2)
    assert bytes(first.pixels) == bytes([11]) * 24
    writer.publish()
    assert (reader.newest().sequence, reader.newest().width) == (2, SIDE)
    assert bytes(first.pixels) == bytes([11]) * 24


def test_erasing_leaves_zeros_even_in_a_view_that_somebody_holds(both):
    writer, reader = both
    publish(writer, 8, 8, 200)
    held = reader.newest()
    reader.erase()
    assert reader.newest() is None
    assert not any(held.pixels)


def test_a_shape_that_does_not_fit_is_no_frame(both):
    writer, reader = both
    writer.begin(SIDE + 1, 10_000)
    writer.publish()
    assert reader.newest() is None


def test_the_memory_cannot_be_cut_off_under_the_kiosk():
    memory = create_memory()
    with pytest.raises(PermissionError):
        os.ftruncate(memory, 0)
    os.close(memory)
