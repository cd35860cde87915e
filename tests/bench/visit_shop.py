"""visit_time_shop: a sole business opened, from the home page to the goodbye."""

from tests.bench import visit
from tests.bench.measure import Report


def measure() -> Report:
    return visit.measure("visit_time_shop", "opens-shop")
