"""Corners of a kiosk with a licence printer in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.devices.document_printer.desk import Corner, Desk
from tests.devices.document_printer.eve import EveDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["peer", pytest.param("ippeveprinter", marks=pytest.mark.ipp)])
def corner(request: Any, tmp_path: Path) -> Iterator[Corner]:
    """The contract's: our own peer always, the CUPS project's in `make test-ipp`."""
    made = Desk(tmp_path, sheet_s=0.1) if request.param == "peer" else EveDesk(tmp_path)
    yield made
    made.close()
