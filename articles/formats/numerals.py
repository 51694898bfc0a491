"""Numbers as lists are numbered with them."""

from collections.abc import Callable

_LARGEST = 3_999
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_HEBREW = (
    *((400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס")),
    *((50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט")),
    *((8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א")),
)
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HEBREW_LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
_RUSSIAN_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_SIGNS = "*†‡§"


def _summed(values: tuple[tuple[int, str], ...]) -> Callable[[int], str]:
    def write(number: int) -> str:
        letters = []
        for size, sign in values:
            count, number = divmod(number, size)
            letters.append(sign * count)
        return "".join(letters)

    return write


def _repeated(letters: str) -> Callable[[int], str]:
    """Letters that are doubled when they are used up: z, aa, bb."""

    def write(number: int) -> str:
        return letters[(number - 1) % len(letters)] * min((number - 1) // len(letters) + 1, 10)

    return write


_roman, _hebrew = _summed(_ROMAN), _summed(_HEBREW)
_latin = _repeated(_LATIN_LETTERS)
_WRITERS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "i": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "I": lambda number: _roman(number).upper(),
    "lowerLetter": _latin,
    "a": _latin,
    "upperLetter": lambda number: _latin(number).upper(),
    "A": lambda number: _latin(number).upper(),
    "hebrew1": _hebrew,
    "hebrew2": _repeated(_HEBREW_LETTERS),
    "א, י, ק, ...": _hebrew,
    "א, ב, ...": _repeated(_HEBREW_LETTERS),
    "russianLower": _repeated(_RUSSIAN_LETTERS),
    "russianUpper": lambda number: _repeated(_RUSSIAN_LETTERS)(number).upper(),
    "chicago": _repeated(_SIGNS),
    "decimalZero": lambda number: f"{number:02}",
}
PLAIN = frozenset(
    {"decimal", "1", "ordinal", "decimalZero", "decimalEnclosedCircle", "cardinalText"}
)


def numeral(number: int, kind: str) -> str:
    """The number as Word and OpenDocument name its kind: `lowerRoman` or `i`; digits if unknown."""
    write = _WRITERS.get(kind)
    return write(number) if write and 0 < number <= _LARGEST else str(number)
