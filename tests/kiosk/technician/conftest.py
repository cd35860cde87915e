"""The kiosk that a technician comes to when all is well."""

import pytest

from tests.kiosk.technician.maintenance import Workplace


@pytest.fixture
def kiosk() -> Workplace:
    kiosk = Workplace()
    kiosk.all_well()
    return kiosk
