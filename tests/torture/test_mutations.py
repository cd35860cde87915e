"""The table of mutations fits the code that it breaks; `make torture` says which are caught."""

import pytest

from tests.torture.mutations import ROOT, Mutation, load, mutated


@pytest.mark.parametrize("mutation", load(), ids=lambda mutation: mutation.guarantee)
def test_it_can_be_applied_and_its_tests_are_there(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert mutated(text, mutation) not in (None, text)
    for test in mutation.tests:
        path, _, name = test.partition("::")
        if name:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
        else:
            assert (ROOT / path).exists()
