"""Fields, which hold an instruction and the result that is to be read."""

import re

_LINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_LONGEST = 5_000
_DEEPEST = 50


class Fields:
    """The fields that are open at a place in the text."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._results: list[str | None] = []

    def mark(self, kind: str) -> None:
        """Take in a `begin`, `separate` or `end`."""
        if kind == "begin" and len(self._open) < _DEEPEST:
            self._open.append([])
            self._results.append(None)
        elif kind == "separate" and self._open:
            found = _LINK.match("".join(self._open[-1])[:_LONGEST])
            self._results[-1] = found[1] if found else ""
        elif kind == "end" and self._open:
            self._open.pop()
            self._results.pop()

    def instruct(self, words: str) -> None:
        if self._open:
            self._open[-1].append(words)

    def end_paragraph(self) -> None:
        """Close what has no result yet: a file that forgets the end must not lose its text."""
        while self._results and self._results[-1] is None:
            self.mark("end")

    @property
    def is_shown(self) -> bool:
        """Whether what comes now is to be read."""
        return None not in self._results

    @property
    def href(self) -> str:
        """Where the words lead, if they are a link's."""
        return next((href for href in reversed(self._results) if href), "")
