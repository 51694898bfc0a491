"""An address as a square that telephones read (QR code, ISO/IEC 18004)."""

from dataclasses import dataclass
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

# The white margin that the standard asks for, in modules.
QUIET = 4


@dataclass(frozen=True)
class Square:
    """The black modules as the path of an SVG, and how many modules there are on a side."""

    path: str
    side: int


def square(address: str) -> Square:
    """The square for this address, with its white margin."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    path = "".join(_row(number, row) for number, row in enumerate(rows))
    return Square(path=path, side=len(rows))


def _row(number: int, row: list[bool]) -> str:
    """The black runs of a row, each a rectangle of height one."""
    path, at = "", 0
    for is_black, run in groupby(row):
        length = len(list(run))
        if is_black:
            path += f"M{at} {number}h{length}v1h-{length}z"
        at += length
    return path
