"""Options of every run: the contract suites also take real hardware."""

import gc

import pytest

# What collecting makes stays to the end: looking through it for garbage again and again would cost
# a third of the whole run.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hardware",
        action="append",
        default=[],
        metavar="DEVICE=PORT",
        help="run the contract of a device on the real thing too: card_reader=/dev/ttyUSB0",
    )
