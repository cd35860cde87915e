"""The page about faults says what the tests play."""

from tests.devices.fault_matrix import PAGE, page


def test_the_page_about_faults_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.devices.fault_matrix"
