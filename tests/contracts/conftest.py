"""Runs each contract on the simulated device, and with `--hardware DEVICE=PORT` on a real one too.

pytest tests/contracts --hardware card_reader=/dev/budayang/card_reader
"""

from collections.abc import Callable

import pytest

SIMULATED = "simulated"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`wire` is SIMULATED or a port; a contract's class says by `named` of which device."""
    if "wire" not in metafunc.fixturenames:
        return
    given = [each.partition("=") for each in metafunc.config.getoption("--hardware")]
    ports = [port for name, _, port in given if name == metafunc.cls.named.value]
    metafunc.parametrize("wire", [SIMULATED, *ports])


@pytest.fixture
def ask_a_person(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tell whoever stands beside real hardware what to do; the test waits for them."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    assert reporter is not None
    return lambda words: reporter.write_line(f"\n>>> {words}", yellow=True)
