"""Would visits still end, and their pages hold, with this configuration? For `config check`.

Answers for what is asked of it, and in which order. Leaves paper and pages, which nothing in
`kiosk/` may know, to whoever hands them in.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from config.model import KioskConfig
from config.problem import Problem
from kiosk.demonstration.rehearsal import offered, rehearse, unfinished
from kiosk.rules import Rules, load_rules
from kiosk.visit.state import State

EXAMPLES_RULE = "示例, to be confirmed before service; until then it is only explained"

Met = Iterable[tuple[str, State]]
Lint = Callable[[Rules, Met], Iterable[tuple[str, str]]]
"""Of pages: name of each that does not hold what it shows, and what is wrong there."""


def problems(
    config: KioskConfig,
    unfit_slips: Callable[[Rules], Iterable[Problem]],
    lint: Callable[[Path], Lint],
) -> Iterator[Problem]:
    """Slips on their paper, visits to their end, pages by the lint. Raises what `load_rules` does.

    lint: makes the lint, with a directory for what it leaves behind.
    """
    rules = load_rules(config)
    for code, keys in rules.unconfirmed.items():
        yield Problem(f"{code}.toml", ", ".join(keys), EXAMPLES_RULE)
    yield from unfit_slips(rules)
    ours = load_rules(config.model_copy(update={"texts": type(config.texts)(), "catalog": {}}))
    can = frozenset(code for code in offered(ours) if rehearse(ours, code).finished)
    yield from unfinished(rules, can)
    with ExitStack() as until_the_end:
        own = until_the_end.enter_context(TemporaryDirectory(prefix="budayang-"))
        until_the_end.callback(logging.disable, logging.root.manager.disable)
        logging.disable(logging.WARNING)  # what Kivy says of itself while it is loaded
        unfit = lint(Path(own))
        found = list(unfit(rules, _pages_met(rules)))
        if found:  # what is wrong with the program's own words is no administrator's to mend
            before = set(unfit(ours, _pages_met(ours)))
            found = [each for each in found if each not in before]
        for page, problem in found:
            yield Problem(page, "(page)", problem)


def _pages_met(rules: Rules) -> Met:
    """Every page of the visits that are offered once, with the state in which it is shown."""
    codes = sorted(offered(rules))
    return dict(page for code in codes for page in rehearse(rules, code).pages).items()
