"""A visit is tried without a kiosk, and what spoils it is told."""

from kiosk.demonstration.rehearsal import offered, rehearse, unfinished
from tests.kiosk.visit.kiosk import demo_rules

RULES = demo_rules()


def test_a_visit_comes_to_its_end_and_tells_the_pages_it_passes() -> None:
    done = rehearse(RULES, "ID-01")
    assert (done.finished, done.failure) == (True, "")
    names = [name for name, _ in done.pages]
    assert names[:3] == ["home", "door id-card", "ID-01 need_to_know"]
    assert {"ID-01 consent", "ID-01 review", "ID-01 done"} <= set(names)


def test_a_visit_that_ended_before_and_does_not_now_is_told() -> None:
    strict = demo_rules(catalog={"ID-01": {"eligibility": {"kinds": ["hk_mo_tw"]}}})
    assert [problem.key for problem in unfinished(RULES, frozenset({"ID-01"}))] == []
    (problem,) = unfinished(strict, frozenset({"ID-01"}))
    assert (problem.file, problem.rule) == ("ID-01", "a visit does not come to its end")


def test_what_is_switched_off_is_not_tried() -> None:
    switched = demo_rules(switches={"ID-01": {"on": False, "reason": "升级"}})
    assert "ID-01" in offered(RULES)
    assert "ID-01" not in offered(switched)
