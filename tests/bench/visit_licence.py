"""visit_time_licence: a licence printed on two numbered sheets, one of them twice."""

from tests.bench import visit
from tests.bench.measure import Report


def measure() -> Report:
    return visit.measure("visit_time_licence", "prints-licence")
