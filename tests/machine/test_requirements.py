"""The lock is complete, means the same on every machine, and says what the other lists say."""

import configparser
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
MACHINE = ROOT / "config" / "machine"

PINNED = re.compile(r"([a-z0-9-]+)==(\S+) \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def locked() -> dict[str, str]:
    found = map(PINNED.fullmatch, (MACHINE / "requirements.lock").read_text().splitlines())
    return {match[1]: match[2] for match in found if match}


def wanted() -> list[Requirement]:
    lines = (MACHINE / "requirements.in").read_text().splitlines()
    stripped = (line.partition("#")[0].strip() for line in lines)
    return [Requirement(line) for line in stripped if line]


def test_every_line_of_the_lock_is_a_pinned_version_or_its_hash() -> None:
    lines = (MACHINE / "requirements.lock").read_text().splitlines()
    strange = [
        line
        for line in lines
        if line and line[0] != "#" and not (PINNED.fullmatch(line) or HASH.fullmatch(line))
    ]
    assert strange == []
    assert len(locked()) > 40


def test_the_lock_fulfils_what_was_asked_for_and_never_compiles_dlib() -> None:
    versions = locked()
    for requirement in wanted():
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier
    assert "dlib-bin" in versions
    assert "dlib" not in versions


@pytest.mark.parametrize("name", sorted(locked()))
def test_what_is_installed_is_what_is_locked_and_lacks_nothing(name: str) -> None:
    """Installed with --no-deps, so what the lock forgot would be missed at run time."""
    versions = locked()
    here = distribution(name)
    assert here.version == versions[name]
    for text in here.requires or ():
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        needed = canonicalize_name(requirement.name)
        assert versions["dlib-bin" if needed == "dlib" else needed] in requirement.specifier


def test_the_compiled_dlib_has_no_second_copy_beside_it() -> None:
    with pytest.raises(PackageNotFoundError):
        distribution("dlib")


def test_the_package_asks_for_what_a_machine_installs() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    texts = [
        setup["options"]["install_requires"],
        setup["options.extras_require"]["simulate"],
        setup["options.extras_require"]["dev"],
    ]
    asked = {str(Requirement(line)) for text in texts for line in text.split("\n") if line}
    # face-recognition brings dlib and the models under their own names; pip is the installer.
    only_on_a_machine = {"dlib-bin", "face-recognition-models", "pip"}
    assert asked == {str(each) for each in wanted() if each.name not in only_on_a_machine}
