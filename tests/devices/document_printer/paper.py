"""Small documents, made by hand: what a printer gets to see in these tests."""

from io import BytesIO

from PIL import Image, ImageDraw

from kiosk.ports import Document
from kiosk.vocabulary import DocumentMedia


def pdf(pages: int = 1, words: str = "SPECIMEN", media: DocumentMedia = DocumentMedia.A4) -> bytes:
    """A valid PDF 1.4 with one line of text on each page (ISO 32000-1)."""
    across, along = (595, 842) if media is DocumentMedia.A4 else (842, 1191)
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in range(pages):
        text = f"BT /F1 36 Tf 72 {along - 108} Td ({words} {page + 1} / {pages}) Tj ET"
        frame = f"4 w 36 36 {across - 72} {along - 72} re S"
        drawing = f"{frame} {text}"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {across} {along}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * page} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + end.encode()


def jpeg(words: str = "SPECIMEN") -> bytes:
    """An A4 page at 100 dots per inch."""
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, 787, 1129), outline="black", width=4)
    draw.text((90, 120), words, fill="black", font_size=48)
    kept = BytesIO()
    page.save(kept, "JPEG", dpi=(100, 100))
    return kept.getvalue()


def document(
    number: str, pages: int = 1, media: DocumentMedia = DocumentMedia.A4, words: str = "SPECIMEN"
) -> Document:
    data = pdf(pages, words, media)
    return Document("business_licence", number, "application/pdf", media, data)
