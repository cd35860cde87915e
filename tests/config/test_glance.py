"""The first picture's few values are those of the whole configuration, or none of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.glance import Glance, glance
from config.load import PROFILES, load_config

ROOT = Path(__file__).parents[2]
DEMO = PROFILES / "demo.toml"
OVER = """
[identity]
zone_name = "石浦镇"
[screen]
fonts = "elsewhere"
[keeping]
directory = "/var/lib/kept"
"""
PLAIN = "[screen]\nfullscreen = true\n"


@pytest.mark.parametrize("text", ["", OVER, PLAIN])
def test_it_sees_what_the_whole_configuration_says(tmp_path: Path, text: str) -> None:
    over = tmp_path / "kiosk.toml"
    over.write_text(text, encoding="utf-8")
    config = load_config(DEMO, over)
    assert glance([DEMO, over]) == Glance(
        config.keeping.directory,
        config.screen.fonts,
        config.identity.zone_name,
        config.screen.fullscreen,
    )


def test_it_knows_what_the_screen_is_when_no_file_says_so(tmp_path: Path) -> None:
    bare = tmp_path / "kiosk.toml"
    bare.write_text("\n".join(DEMO.read_text("utf-8").split("[screen]")[:1]), encoding="utf-8")
    config = load_config(bare)
    seen = glance([bare])
    assert seen is not None
    assert (seen.fonts, seen.fullscreen) == (config.screen.fonts, config.screen.fullscreen)


@pytest.mark.parametrize(
    "text",
    [
        "[identity",
        'identity = "here"\n[keeping]\ndirectory = "/d"\n',
        "[identity]\nzone_name = 3\n",
        "[keeping]\ndirectory = []\n",
        "[screen]\nfonts = 1\n",
        '[screen]\nfullscreen = "yes"\n',
    ],
)
def test_what_is_broken_is_left_to_who_tells_it_whole(tmp_path: Path, text: str) -> None:
    broken = tmp_path / "kiosk.toml"
    broken.write_text(text, encoding="utf-8")
    files = [broken] if text.startswith("identity =") else [DEMO, broken]
    assert glance(files) is None
    assert glance([DEMO, tmp_path / "not there"]) is None


def test_it_loads_nothing_that_takes_long() -> None:
    program = "import sys, config.glance; print({'pydantic', 'config.model'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.stdout == "set()\n", done.stderr
