"""The least that Kivy can show: a window of the kiosk's size with one label in the kiosk's font.

python -m tests.bench.bare_window DIRECTORY FONT: says READY=1 on NOTIFY_SOCKET at its first flip,
then stays until it is ended.
"""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from devices.simulation.lifetime import die_with_parent
from screens.environment import prepare


def main(directory: Path, font: str) -> None:
    die_with_parent()
    prepare(directory)
    from kivy.app import App
    from kivy.core.window import Window
    from kivy.uix.label import Label

    class BareApp(App):
        def build(self) -> Label:
            Window.bind(on_flip=self.first_flip)
            return Label(text="不打烊", font_name=font, font_size=96)

        def first_flip(self, *_: Any) -> None:
            Window.unbind(on_flip=self.first_flip)
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])

    BareApp().run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
