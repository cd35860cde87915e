"""A matter by a file alone: the one that CONTRIBUTING.md shows, brought to a kiosk and a platform.

As an administrator brings it: laid over the catalogue by a layer of configuration, word for word,
and published at 统一受理平台 by whoever runs that. No program is changed for it.
"""

import json
import re
import textwrap
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

WALK = "CONTRIBUTING.md"
CHAPTER = "## A new matter\n"


def file_of_the_walk(root: Path) -> str:
    """The one file that the chapter shows, as somebody who copies it has it."""
    told = (root / WALK).read_text(encoding="utf-8").split(CHAPTER)[1].split("\n## ")[0]
    (shown,) = re.findall(r"```toml\n(.*?)\n *```", told, re.DOTALL)
    return textwrap.dedent(shown) + "\n"


def layer_of(file: str) -> str:
    """The county's layer that adds the matter of this file to the catalogue."""
    matter = tomllib.loads(file)
    return f"[catalog]\n{_written(matter['code'])} = {_written(matter)}\n"


def order_of(file: str) -> dict[str, str]:
    """What the platform has to be told of it: its code there, and its name."""
    matter = tomllib.loads(file)
    codes = matter["codes"]
    return {"code": codes.get("province") or codes["national"], "name": matter["sub_item"]}


def _written(value: Any) -> str:
    """A value of a TOML document as TOML; tables on one line."""
    match value:
        case Mapping():
            inner = ", ".join(f"{_written(key)} = {_written(each)}" for key, each in value.items())
            return f"{{ {inner} }}"
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)
