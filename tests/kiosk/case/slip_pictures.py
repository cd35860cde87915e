"""Draws every kind of slip on paper, for docs/pictures/slips.png, and renews the golden texts:

    .venv/bin/python -m tests.kiosk.case.slip_pictures

The bytes are the kiosk's, the paper the simulated printer's.
"""

import sys
from pathlib import Path

from PIL import Image

from devices.printer.codec import encode_job
from devices.printer.layout import lay_out
from devices.printer.profile import load_profile
from devices.printer.raster import Rasteriser
from devices.printer.simulator_commands import next_command
from devices.printer.simulator_models import MODELS
from devices.printer.simulator_paper import Mechanism
from kiosk.demonstration.slip_samples import KINDS, sample
from kiosk.ports import Slip
from kiosk.vocabulary import Language
from tests.devices.printer.conftest import FONT
from tests.devices.printer.conftest import MODELS as SIMULATED
from tests.kiosk.case.test_slips import GOLDEN, PAPERS, RULES, laid_out

PROFILE = "epson-tm-t88"
PICTURE = Path("docs/pictures/slips.png")
COLUMNS, GAP, GROUND = 5, 24, (110, 113, 105)
SCALE = 0.5


def on_paper(slip: Slip, profile: str = PROFILE) -> Image.Image:
    """As it lies on a table, and nothing of the wire between."""
    model = load_profile(profile)
    job = encode_job(lay_out(slip, model.cells), model, Rasteriser(FONT, model), process=b"0000")
    mechanism = Mechanism(FONT, MODELS[SIMULATED[profile]])
    buffer = bytearray(b"".join(job.pieces))
    while heard := next_command(buffer):
        if heard.name == "GS V":
            return mechanism.cut(heard.data, b"")[1].picture()
        mechanism.execute(heard, b"")
    raise AssertionError("the job has no cut")


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """Side by side, each column as long as it must be."""
    small = [
        each.resize((int(each.width * SCALE), int(each.height * SCALE)), Image.Resampling.LANCZOS)
        for each in pictures
    ]
    wide = max(each.width for each in small) + GAP
    heights = [GAP] * COLUMNS
    placed = []
    for each in small:
        column = heights.index(min(heights))
        placed.append((each, (GAP + column * wide, heights[column])))
        heights[column] += each.height + GAP
    whole = Image.new("RGB", (COLUMNS * wide + GAP, max(heights)), GROUND)
    for each, place in placed:
        whole.paste(each, place, each)
    return whole


def renew() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for language in Language:
        for paper in PAPERS:
            file = GOLDEN / f"slips-{paper}-{language}.txt"
            file.write_text(laid_out(paper, language), encoding="utf-8")
    whole = sheet([on_paper(sample(kind, RULES)) for kind in KINDS])
    whole.quantize(32).save(PICTURE, optimize=True)
    print(f"renewed {GOLDEN.name}/ and {PICTURE}; look at both")


if __name__ == "__main__":
    sys.exit(renew())
