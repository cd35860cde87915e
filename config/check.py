"""python -m config.check [FOLDER]: every problem of a catalogue; --schema FOLDER: its schema.

What an administrator runs on the files of matters before anybody signs them, and what an editor or
another program reads to know what a file may say. Exit code 0: no problem, 1: problems, one a line
with file, key, rule and value. Trying a whole configuration on every kiosk is `publish`'s business.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.catalogue import CATALOG, read_catalogue
from config.matters import HERE_FIRST, Matter
from config.shared_parts import Shared
from config.words import TEXTS, load_language

SCHEMAS: Mapping[str, type[Matter] | type[Shared]] = {"matter": Matter, "shared": Shared}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.check", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CATALOG)
    parser.add_argument("--schema", type=Path, metavar="FOLDER", help="write the JSON Schema there")
    options = parser.parse_args(arguments)
    if options.schema is not None:
        return write_schemas(options.schema)
    catalogue = read_catalogue(options.folder)
    words = load_language(TEXTS / "zh", "terminal")
    for problem in catalogue.problems:
        print(problem)
    if catalogue.problems:
        print(words("terminal.catalog_problems", count=len(catalogue.problems)), file=sys.stderr)
        return 1
    here = [matter.here for matter in catalogue.matters.values()]
    done, begun, explained = (here.count(each) for each in HERE_FIRST)
    print(
        words(
            "terminal.catalog_well",
            count=len(here),
            done=done,
            begun=begun,
            explained=explained,
            examples=sum(bool(matter.examples) for matter in catalogue.matters.values()),
        )
    )
    return 0


def schema(name: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a file as it is written. name: "matter" or "shared".

    A plan may also name a shared stage, which the model no longer does once it is read.
    """
    made: dict[str, Any] = SCHEMAS[name].model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if name == "matter":
        plan = made["properties"]["plan"]
        plan["items"] = {"anyOf": [plan["items"], {"type": "string"}]}
    return made


def write_schemas(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        text = json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
