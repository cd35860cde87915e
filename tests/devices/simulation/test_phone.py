"""What a phone makes of a picture of the screen."""

import segno

from devices.simulation.phone import code_on


def screen(text: str) -> tuple[tuple[int, int], bytes]:
    """A white screen with a code on it, as a window system gives it: RGBA, the lowest row first."""
    rows = [list(row) for row in segno.make(text).matrix_iter(scale=6, border=4)]
    pixels = b"".join(
        bytes(255 * (1 - dark) if channel < 3 else 255 for dark in row for channel in range(4))
        for row in reversed(rows)
    )
    return (len(rows[0]), len(rows)), pixels


def test_it_reads_the_code_that_is_shown() -> None:
    assert code_on(*screen("https://pay.example.invalid/b/1")) == "https://pay.example.invalid/b/1"


def test_where_there_is_none_it_reads_none() -> None:
    assert code_on((64, 64), b"\xff" * (64 * 64 * 4)) == ""
