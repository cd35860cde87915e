"""A program of its own that sounds: SDL's `disk` driver writes what would be heard to a file.

    python -m tests.screens.heard DIRECTORY beep card_read | say TEXT | hush | wait SECONDS ...

Prints, as JSON, how long the longest call took (s).
"""

import json
import logging
import sys
import time
from pathlib import Path

from screens.environment import prepare


def main(directory: Path, script: list[str]) -> None:
    logging.basicConfig(level=logging.WARNING)
    prepare(directory, small=True)
    from screens.sounds import Sounds

    sounds = Sounds(directory / "sounds")
    longest_s = 0.0
    words = iter(script)
    for verb in words:
        if verb == "wait":
            time.sleep(float(next(words)))
            continue
        arguments = [] if verb == "hush" else [next(words)]
        began_s = time.monotonic()
        getattr(sounds, verb)(*arguments)
        longest_s = max(longest_s, time.monotonic() - began_s)
    sounds.close()
    print(json.dumps({"longest_s": longest_s}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
