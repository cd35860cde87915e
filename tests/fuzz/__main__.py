"""Long runs of every fuzz target: `python -m tests.fuzz [SECONDS] [--seed N]`, or `make fuzz`.

The seconds are shared among the targets. Each round of a target has a seed of its own, which is
printed when it finds something; the simplest input that does harm is kept in `corpus/`, where
`make test` replays it. Ends with 1 when something was found.
"""

import argparse
import sys
import time
from collections.abc import Callable
from hashlib import sha256

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CORPUS, SEEDS, TARGETS

EXAMPLES = 300  # a round


@st.composite
def inputs(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Anything; or what makes sense, in pieces, with bytes changed, left out or put in."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.binary(max_size=200))
    data = bytearray(b"".join(draw(st.lists(st.sampled_from(seeds), min_size=1, max_size=4))))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.integers(0, 3))
        data[at : at + gone] = draw(st.binary(max_size=3))
    return bytes(data)


def one_round(name: str, number: int) -> bytes | None:
    """An input that does harm, as small as could be made, if this round finds one."""
    target, seeds = TARGETS[name], SEEDS[name]
    harmful: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(seeds))
    def tried(data: bytes) -> None:
        try:
            target(data)
        except Exception:
            harmful.append(data)  # the last one is the simplest
            raise

    try:
        tried()
    except Exception as finding:
        print(f"{name}: seed {number}: {type(finding).__name__}: {finding}", flush=True)
        return harmful[-1]
    return None


def keep(name: str, data: bytes, told: Callable[[str], None] = print) -> None:
    place = CORPUS / name / sha256(data).hexdigest()[:16]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    told(f"kept: {place}")


def run_for(name: str, first_seed: int, seconds: float, told: Callable[[str], None]) -> bool:
    """Rounds until the time is over or something is found. Whether nothing was."""
    ends_s = time.monotonic() + seconds
    number = first_seed
    while number == first_seed or time.monotonic() < ends_s:
        if harmful := one_round(name, number):
            keep(name, harmful)
            return False
        number += 1
    told(f"{name}: seeds {first_seed} to {number - 1}, {EXAMPLES} inputs each, nothing found")
    return True


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("seconds", type=float, nargs="?", default=60.0)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    share_s = chosen.seconds / len(TARGETS)
    well = [run_for(name, chosen.seed, share_s, print) for name in TARGETS]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
