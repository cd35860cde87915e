"""card_read_9600: the same on the slowest wire, of which the technician is warned."""

from tests.bench import card_read
from tests.bench.measure import Report


def measure() -> Report:
    return card_read.measure(9600)
