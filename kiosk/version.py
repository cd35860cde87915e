"""Which version of the program runs: from its installation, else from the folder it runs in."""

import configparser
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

NAME = "budayang"


@cache
def version() -> str:
    """As in setup.cfg, e.g. "0.1.0"."""
    try:
        return installed_version(NAME)
    except PackageNotFoundError:
        metadata = configparser.ConfigParser()
        metadata.read(Path(__file__).parent.parent / "setup.cfg", encoding="utf-8")
        return metadata.get("metadata", "version", fallback="?")
