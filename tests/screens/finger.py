"""A hardware bench with a finger on it: presses controls by name, then stays until its parent goes.

    python -m tests.screens.finger DIRECTORY NAME ...

Prints a line for each press, and a last one naming every text that did not fit its place on any
page that was pressed on, or is there in the end.
"""

import os
import signal
import sys
from pathlib import Path

from screens.environment import prepare_bench

ROOT = Path(__file__).parents[2]


def main(directory: Path, names: list[str]) -> None:
    prepare_bench(directory / "bench")
    from kivy.clock import Clock
    from kivy.tests.common import UnitTestTouch

    from config.words import load_words
    from devices.simulation.client import ControlClient, ControlLost, ControlRefused
    from devices.simulation.lifetime import at_end_of_file
    from screens.hardware_bench import BenchApp
    from screens.widgets.words import Words

    at_end_of_file(lambda: os.kill(os.getpid(), signal.SIGTERM))
    app = BenchApp(
        ControlClient(directory / "control"),
        ROOT / "build" / "fonts",
        load_words(),
        refused=ControlRefused,
        lost=ControlLost,
    )
    signal.signal(signal.SIGTERM, lambda *_: app.stop())

    too_long: set[str] = set()

    def look() -> None:
        too_long.update(
            piece.drawing.text
            for piece in app.page.pieces()
            if isinstance(piece.drawing, Words)
            and not piece.drawing.lay(piece.box.w, piece.box.h, piece.tokens).fits
        )

    def press(_: float) -> None:
        piece = app.page.find(names[0]) if names else None
        if piece is not None:
            look()
            touch = UnitTestTouch(*piece.to_window(*piece.center))
            touch.touch_down()
            touch.touch_up()
            print(f"pressed {names.pop(0)}", flush=True)
            if not names:
                look()
                print(f"too long: {sorted(too_long)}", flush=True)
        if names:
            Clock.schedule_once(press, 0.05)

    Clock.schedule_once(press, 0)
    app.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
