"""The kiosk of all stories in this folder."""

import pytest

from tests.kiosk.visit.kiosk import Kiosk


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()
