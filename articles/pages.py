"""The pages that a long text is cut into; a short one is a single page."""

from dataclasses import dataclass

# A page holds so many paragraphs; the last one takes in what would not fill half a page.
PARAGRAPHS = 150
LEFT_OVER = 50


@dataclass(frozen=True)
class Page:
    """The paragraphs at the positions `first` to `last`; pages are numbered from 1 to `total`."""

    number: int
    total: int
    first: int
    last: int

    @property
    def is_only(self) -> bool:
        return self.total == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return None if self.is_last else self.number + 1

    @property
    def query(self) -> str:
        """What leads to it, behind the address of the text; empty for a single page."""
        return "" if self.is_only else f"?page={self.number}"

    def holds(self, position: int) -> bool:
        return self.first <= position <= self.last


@dataclass(frozen=True)
class Pages:
    """The pages of a text of `length` paragraphs; a text of none has one empty page."""

    length: int

    @property
    def total(self) -> int:
        return max((self.length - LEFT_OVER - 1) // PARAGRAPHS + 1, 1)

    def at(self, position: int) -> Page:
        """The page that holds this position, or the nearest one."""
        return self._page((position - 1) // PARAGRAPHS + 1)

    @property
    def last(self) -> Page:
        return self._page(self.total)

    def numbered(self, number: str | None) -> Page | None:
        """The page of this number, as an address names it; None where there is none."""
        if not number or not number.isdecimal() or len(number) > 9:
            return None
        return self._page(int(number)) if 1 <= int(number) <= self.total else None

    def _page(self, number: int) -> Page:
        number = min(max(number, 1), self.total)
        first = (number - 1) * PARAGRAPHS + 1
        last = self.length if number == self.total else number * PARAGRAPHS
        return Page(number, self.total, first, last)
