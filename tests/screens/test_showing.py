"""Showing a view: only what changed is drawn, every view has its screen, a visit is forgotten."""

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from kiosk.ports import Preview
from kiosk.visit import views
from kiosk.vocabulary import Theme
from screens.face import FaceScreen
from screens.motion import Emergence
from screens.pictures import save_picture, take_picture
from screens.router import SCREENS
from screens.widgets import words
from screens.widgets.piece import Piece
from tests.screens.hand import Hand
from tests.screens.pages import page

PHONE = "199 0000 6620"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the pieces that were drawn anew."""
    names: list[str] = []
    redraw = Piece.redraw

    def counting(piece: Piece) -> None:
        names.append(piece.name)
        redraw(piece)

    monkeypatch.setattr(Piece, "redraw", counting)
    return names


def test_every_class_of_view_has_its_screen() -> None:
    assert set(SCREENS) == set(views.View.__args__)


def test_the_same_view_again_draws_nothing(hand: Hand, drawn: list[str]) -> None:
    hand.show(page("review"))
    drawn.clear()
    hand.show(page("review"))
    assert drawn == []


def test_a_tick_draws_the_seconds_and_nothing_else(hand: Hand, drawn: list[str]) -> None:
    shown = page("place card")
    hand.show(shown)
    drawn.clear()
    hand.show(replace(shown, seconds_left="还有 7 秒"))
    assert drawn == ["PlaceCardScreen", "seconds"]


def test_nothing_is_drawn_while_nothing_changes(hand: Hand) -> None:
    hand.show(page("review"))
    hand.frames(5)
    assert _flips_in(hand, 10) == 0


def _flips_in(hand: Hand, frames: int) -> int:
    from kivy.core.window import Window

    flips: list[object] = []
    Window.bind(on_flip=flips.append)
    hand.frames(frames)
    Window.unbind(on_flip=flips.append)
    return len(flips)


def test_the_slip_leaves_the_slot_once_and_then_nothing_is_drawn(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page("done")
    hand.show(shown)
    motion = hand.router.current.moving
    assert motion.matrix.y > 0, "it is still in the slot"
    hand.press(shown.primary.name)
    assert hand.events == [shown.primary.press], "a touch waits for no movement"
    monkeypatch.setattr(Emergence, "WAY_S", 0.01)
    _until(hand, lambda: motion.matrix.y == 0)
    assert _flips_in(hand, 10) <= 2  # the press's own fill
    hand.router.show(replace(shown, slip_hint="别的"))
    assert motion.matrix.y == 0, "it comes out once"
    hand.show(page("rating"))
    hand.router.show(page("done"))
    assert motion.matrix.y > 0, "the next visitor's comes out too"


def _until(hand: Hand, true: Callable[[], bool], within_s: float = 5.0) -> None:
    ends_s = monotonic() + within_s
    while not true():
        assert monotonic() < ends_s
        hand.frames()


def test_in_high_contrast_the_slip_is_out_at_once(hand: Hand) -> None:
    hand.show(page("done", Theme.CONTRAST))
    assert hand.router.current.moving.matrix.y == 0


def test_a_picture_shows_what_moves_at_its_rest(hand: Hand) -> None:
    hand.router.show(page("done"))
    moving = take_picture(hand.router)
    assert hand.router.current.moving.matrix.y > 0, "the picture has not ended the movement"
    hand.router.current.moving.end()
    assert take_picture(hand.router).pixels == moving.pixels


def test_the_window_is_cleared_with_the_ground_of_the_look(hand: Hand) -> None:
    from kivy.core.window import Window

    for theme, ground in ((Theme.STANDARD, b"\xf4\xee\xe2"), (Theme.CONTRAST, b"\0\0\0")):
        hand.show(page("home", theme))
        assert bytes(round(part * 255) for part in Window.clearcolor[:3]) == ground
        assert take_picture(hand.router).pixels[:3] == ground


def test_a_look_is_switched_on_the_spot_and_back(hand: Hand) -> None:
    standard, elder = page("review"), page("review", Theme.ELDER)
    hand.show(standard)
    small = hand.control("submit").box.h
    hand.show(elder)
    assert hand.control("submit").box.h > small
    hand.show(standard)
    assert hand.control("submit").box.h == small


def _words_that_say(text: str) -> list[str]:
    gc.collect()
    return [w.text for w in gc.get_objects() if type(w) is words.Words and text in w.text]


def test_after_a_visit_no_screen_and_no_cache_knows_what_was_typed(hand: Hand) -> None:
    hand.show(page("phone complete"))
    hand.show(page("review"))
    assert _words_that_say(PHONE)
    drawn_texts = words._texture.cache_info().currsize
    hand.show(page("home"))
    assert _words_that_say(PHONE) == []
    assert words._texture.cache_info().currsize < drawn_texts
    hits = words._lay.cache_info().hits
    words.Words(PHONE, "digit", bold=True, leading=1.1).lay(904, 128, hand.router.current.tokens)
    assert words._lay.cache_info().hits == hits, "the number was still in the cache"


def test_the_face_is_shown_the_right_way_up_and_wiped_when_the_page_is_left(
    hand: Hand, tmp_path: Path
) -> None:
    width, height = 64, 48
    rows = [b"\x00\x00\xff" * width] * 24 + [b"\xff\x00\x00" * width] * 24  # BGR: red above blue
    frame = Preview(1, width, height, memoryview(bytearray(b"".join(rows))))
    hand.router.preview = lambda: frame
    hand.show(page("face come_closer"))
    screen = hand.router.current
    assert isinstance(screen, FaceScreen)
    screen._blit(0)
    hand.frames()
    box = next(piece.box for piece in screen.pieces() if piece.name == "person")
    picture = tmp_path / "face.png"
    save_picture(hand.router, picture)
    assert _colour_at(picture, box.x + box.w / 2, box.y + box.h * 0.3) == (255, 0, 0)
    assert _colour_at(picture, box.x + box.w / 2, box.y + box.h * 0.7) == (0, 0, 255)
    texture = screen.picture.texture
    hand.show(page("phone"))
    assert screen.picture.texture is None
    assert set(bytes(texture.pixels)[:3]) == {0}, "the frame stayed on the graphics card"


def _colour_at(picture: Path, x: float, y: float) -> tuple[int, ...]:
    with Image.open(picture) as image:
        return tuple(image.convert("RGB").getpixel((int(x), int(y))))
