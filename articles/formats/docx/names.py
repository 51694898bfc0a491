"""Names in the XML of Word's documents, and values as they are written there."""

from articles.formats.elements import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = f"{W}val"

# The strict form of the format says the same by other names.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R,
    b"http://purl.oclc.org/ooxml/drawingml/main": A,
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": WP,
    b"http://purl.oclc.org/ooxml/officeDocument/math": MATH,
}
_OFF = {"0", "false", "off", "none"}


def transitional(data: bytes) -> bytes:
    """The XML with the names that most documents use."""
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, name in _STRICT.items():
            data = data.replace(strict, name[1:-1].encode())
    return data


def value(element: Element | None, path: str, attribute: str = VAL) -> str:
    """The attribute of an element at this path; empty where there is none."""
    found = element.find(path) if element is not None else None
    return str(found.get(attribute, "")) if found is not None else ""


def number(written: str, default: int = 0) -> int:
    """A number as it is written in attributes, within reason."""
    digits = written.removeprefix("-")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 9:
        return default
    return int(written)


def switch(element: Element | None, name: str) -> bool | None:
    """Whether a property is on or off; None where nothing is said."""
    found = element.find(f"{W}{name}") if element is not None else None
    return None if found is None else found.get(VAL, "1").lower() not in _OFF
