"""All pages of a visit in one picture, for the README and for a quick look."""

from pathlib import Path

from PIL import Image

PAGE = (270, 480)
GAP = 12
COLUMNS = 7
GROUND = (110, 113, 105)


def write_contact_sheet(pictures: list[Path], target: Path) -> None:
    """Write the pages in reading order, each a quarter of its size. Nothing when there are none."""
    if not pictures:
        return
    columns = min(COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    width, height = PAGE[0] + GAP, PAGE[1] + GAP
    sheet = Image.new("RGB", (columns * width + GAP, rows * height + GAP), GROUND)
    for number, path in enumerate(pictures):
        place = (GAP + number % columns * width, GAP + number // columns * height)
        with Image.open(path) as page:
            small = page.convert("RGB").resize(PAGE, Image.Resampling.LANCZOS, reducing_gap=1.5)
            sheet.paste(small, place)
    sheet.save(target)
