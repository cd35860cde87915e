"""python -m kiosk.sandbox DIRECTORY CREDENTIALS.json [PORT]: the platforms, until stdin ends."""

import json
import sys
from pathlib import Path

from kiosk.sandbox.server import serve

if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    serve(
        Path(sys.argv[1]),
        json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")),
        int(sys.argv[3]) if len(sys.argv) == 4 else 0,
    )
