"""run_kiosk.py with a visitor that carries a stop-watch: python -m tests.bench.timed_kiosk run ...

The kiosk is the real one. The visitor also tells, as one line of JSON, how long the pages took no
touch because they had just changed, how long the finger itself took (found, put down, lifted; each
waits for the loop that draws), and how long the display took for the first picture of each page.
"""

import json
import sys
import time
from typing import Any

import run_kiosk


def main() -> int:
    begin = run_kiosk._visit

    def timed(options: Any, app: Any, runtime: Any) -> Any:
        from screens import performance

        vars(performance)["Visitor"] = _timed_visitor(_Display(app.router))
        return begin(options, app, runtime)

    run_kiosk._visit = timed
    return run_kiosk.main()


class _Display:
    """From the beginning of the drawing until the picture is out, for the first of each page."""

    def __init__(self, router: Any) -> None:
        from kivy.core.window import Window
        from kivy.graphics.opengl import glFinish

        self.drawn_s = 0.0
        self._new = False
        self._began_s = 0.0
        show, draw, flip = router.show, Window.on_draw, Window.flip

        def shown(view: Any) -> bool:
            changed = bool(show(view))
            self._new = self._new or changed
            return changed

        def timed_draw() -> None:
            self._began_s = time.monotonic()
            draw()

        def timed_flip() -> None:
            flip()
            if self._new:
                glFinish()
                self.drawn_s += time.monotonic() - self._began_s
                self._new = False

        router.show, Window.on_draw, Window.flip = shown, timed_draw, timed_flip


def _timed_visitor(display: _Display) -> type:
    from screens.ui_thread import on_ui_thread
    from screens.visitor import POLL_S, Visitor

    class TimedVisitor(Visitor):
        """Waits by itself where the page takes no touches, so that it can tell for how long."""

        guarded_s = finger_s = 0.0

        def touch(self, *names: str) -> None:
            if not names:
                return  # a page of a story that asks for nothing
            began_s = time.monotonic()
            while on_ui_thread(lambda: self._is_guarded(names[0])):
                time.sleep(POLL_S)
            ready_s = time.monotonic()
            super().touch(*names)
            self.guarded_s += ready_s - began_s
            self.finger_s += time.monotonic() - ready_s

        def draws(self, name: str, strokes: Any) -> None:
            began_s = time.monotonic()
            super().draws(name, strokes)
            self.finger_s += time.monotonic() - began_s

        def _is_guarded(self, name: str) -> bool:
            piece = self._router.find(name)
            return piece is not None and not self._router.accepts(*piece.to_window(*piece.center))

        def _note(self, page: str) -> None:
            super()._note(page)
            times = {
                "guarded_s": self.guarded_s,
                "finger_s": self.finger_s,
                "drawn_s": display.drawn_s,
            }
            print(json.dumps({"page": page, "at_s": time.monotonic(), **times}), flush=True)

    return TimedVisitor


if __name__ == "__main__":
    sys.exit(main())
