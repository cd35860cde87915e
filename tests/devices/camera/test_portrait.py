"""The portrait on a simulated card."""

import cv2
import numpy as np
import pytest

from devices.camera.people.portrait import HEIGHT, MAGIC, PORTRAIT_BYTES, WIDTH, pack
from tests.devices.camera.cast import SEEDS, library

WLT_MAGIC = b"WLf\0"


@pytest.mark.parametrize("seed", SEEDS.values())
def test_it_is_as_large_as_the_one_on_a_chip_and_never_looks_like_wlt(seed: int) -> None:
    portrait = library().portrait(seed)
    length = int.from_bytes(portrait[4:6], "big")
    assert len(portrait) == PORTRAIT_BYTES == 1024
    assert portrait.startswith(MAGIC)
    assert not portrait.startswith(WLT_MAGIC)
    assert 0 < length <= 1018
    assert portrait[6 + length :] == bytes(1018 - length)
    photo = cv2.imdecode(np.frombuffer(portrait[6 : 6 + length], np.uint8), cv2.IMREAD_COLOR)
    assert photo is not None
    assert photo.shape == (HEIGHT, WIDTH, 3) == (126, 102, 3)
    assert photo[2, 2].min() > 240, "the wall behind is white"


def test_a_photo_that_cannot_fit_is_refused() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (378, 306, 3), dtype=np.uint8)
    with pytest.raises(ValueError, match="no JPEG of this photo fits into 1018 bytes"):
        pack(noise)
