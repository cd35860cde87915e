"""Pictures of the screen as PNG files, for the evidence and for looking at.

`Window.screenshot` is black offscreen, because the back buffer is undefined after a swap; a
picture is therefore drawn anew into a buffer of its own.
"""

from pathlib import Path

from screens.router import Router


def save_picture(router: Router, path: Path) -> None:
    """Write what is shown now. Call it from the UI thread, between two frames."""
    path.parent.mkdir(parents=True, exist_ok=True)
    router.export_to_png(str(path))
