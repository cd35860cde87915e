"""Corners of a kiosk with a licence printer in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.devices.document_printer.desk import Corner, Ours
from tests.devices.document_printer.eve import Eve


@pytest.fixture
def ours(tmp_path: Path) -> Ours:
    """Our peer; whoever puts it into a corner closes it."""
    return Ours(tmp_path)


@pytest.fixture
def corner(ours: Ours, tmp_path: Path) -> Iterator[Corner]:
    made = Corner(tmp_path, ours)
    yield made
    made.close()


@pytest.fixture(params=["peer", pytest.param("ippeveprinter", marks=pytest.mark.ipp)])
def any_corner(request: Any, tmp_path: Path) -> Iterator[Corner]:
    """The contract's: our own peer always, the CUPS project's in `make test-ipp`."""
    if request.param == "peer":
        made = Corner(tmp_path, Ours(tmp_path, sheet_s=0.1))
    else:
        made = Corner(
            tmp_path,
            Eve(tmp_path),
            reply_timeout_s=0.5,
            stopped_patience_s=0.6,
            job_timeout_s=10.0,
        )
    yield made
    made.close()
