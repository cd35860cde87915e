"""A kiosk's disk while generations are installed, as a process that can be killed.

`python -m tests.torture.install_process FOLDER`: boots, tells what is in force, installs the next
generation, confirms it, installs one more and takes it back.
"""

import sys
from pathlib import Path

from config.bundle import Bundle
from config.remote.store import Store


def a_bundle(generation: int) -> Bundle:
    padding = {f"home.{number}": "x" * 50 for number in range(200)}
    layers = {"county": {"texts": {"zh": padding}}}
    return Bundle(generation=generation, min_generation=generation, county="330225", layers=layers)


def main(folder: Path) -> None:
    store = Store(folder, "0.1.0")
    installed = store.boot()
    before = installed.bundle.generation if installed.bundle else 0
    print("BOOTED", before, flush=True)
    for number, stays in ((before + 1, True), (before + 2, False)):
        bundle = a_bundle(number)
        store.stage(bundle, bundle.data())
        store.begin_trial(number)
        if stays:
            store.confirm()
            print("CONFIRMED", number, flush=True)
        else:
            store.revert("unhealthy")
    print("DONE", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
