"""Signed by two, and wrong all the same: what the running kiosk refuses before it tries it."""

from pathlib import Path
from typing import Any

import pytest

import run_kiosk
from config.layers import Layer
from config.load import effective
from config.part import Level
from config.problem import CannotStart
from kiosk.rules import rules_of
from kiosk.steward import Compiled, Steward
from tests.config.test_layers import county, machine


def compiled(folder: Path, **layers: Any) -> Compiled:
    """What a kiosk makes of these county layers."""
    keeping = {"directory": str(folder), "key_file": str(folder / "key")}
    steward = Steward(rules_of, run_kiosk.slips_that_do_not_fit, health_s=0.1)
    local = machine(keeping=keeping)
    signed = Layer(Level.COUNTY, "generation 2, county", layers)
    return steward.compile(effective([local], [county(), signed]))


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ({"catalog": {"ID-01": {"legal_basis": []}}}, "ID-01.toml: legal_basis"),
        ({"catalog": {"ID-01": {"fee": {"fen": -1}}}}, "ID-01.toml: fee.fen"),
        ({"face": {"pass_at_most": 0.6}}, "face.pass_at_most"),
        ({"texts": {"zh": {"slip.receipt.title": "领取凭证" * 12}}}, "receipt.zh: more than two"),
        ({"texts": {"zh": {"home.titel": "x"}}}, "home.titel: there is no text"),
        ({"slips": {"receipt": {"version": "3", "parts": ["time"]}}}, "must stand on this slip"),
    ],
)
def test_it_is_refused_with_its_rule(tmp_path: Path, layers: dict[str, Any], told: str) -> None:
    with pytest.raises(CannotStart) as refused:
        compiled(tmp_path, **layers)
    assert told in str(refused.value)


def test_what_is_well_is_compiled_with_its_catalogue(tmp_path: Path) -> None:
    rules = compiled(tmp_path, catalog={"ID-01": {"fee": {"fen": 1000}}}).rules
    assert rules.matters["ID-01"].fee.fen == 1000
