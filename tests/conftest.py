"""Options of every run: the contract suites also take real hardware."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hardware",
        action="append",
        default=[],
        metavar="DEVICE=PORT",
        help="run the contract of a device on the real thing too: card_reader=/dev/ttyUSB0",
    )
