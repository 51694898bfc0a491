"""PDF files made by code."""

from collections.abc import Sequence

PROSE = (
    "The lamp was lit before anybody in the house had",
    "come down the stairs, and nobody knew who it was",
    "that had done so. They went on with their work as",
    "they did on other days.",
)

type Placed = tuple[float, float, float, str]


def pdf(pages: Sequence[Sequence[Placed]], *, info: str = "", trailer: str = "") -> bytes:
    """A PDF file with these words at these places: from the left, from below, and their size.

    What begins with `*` is bold. Pages are 400 points wide and 600 high.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    kids = []
    for words in pages:
        drawn = "\n".join(
            f"BT /{'B' if text.startswith('*') else 'R'} {size} Tf {x} {y} Td"
            f" ({text.removeprefix('*').replace('(', chr(92) + '(').replace(')', chr(92) + ')')})"
            " Tj ET"
            for x, y, size, text in words
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /R 3 0 R"
            f" /B 4 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    if info:
        objects.append(f"<< {info} >>")
        trailer += f" /Info {len(objects)} 0 R"
    written = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    )
    return written + end.encode()


def lines(
    *texts: str, left: float = 50, top: float = 500, size: float = 10, indent: float = 0
) -> list[Placed]:
    """Lines below each other, the first one set in."""
    return [
        (left + (0 if index else indent), top - 1.2 * size * index, size, text)
        for index, text in enumerate(texts)
    ]
