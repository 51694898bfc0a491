"""The tables, as they are printed and kept in benchmarks/RESULTS.md."""

import math
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "RESULTS.md"
HEADING = "## At scale"
COMMAND = "uv run python -m benchmarks.scale"


class Report:
    """What has been measured, printed as it comes."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}
        self._now: list[str] = []

    def part(self, title: str, about: str) -> None:
        self._now = self._parts.setdefault(title, [])
        print(f"\n### {title}\n")
        self.say(about)

    def say(self, text: str) -> None:
        """A paragraph below the title, or below a table."""
        self._put([*_wrapped(text), ""])

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        lines = [_row(head), f"|{'---|' * len(head)}"]
        self._put([*lines, *(_row([cell(one) for one in row]) for row in rows), ""])

    def _put(self, lines: list[str]) -> None:
        print("\n".join(lines), flush=True)
        self._now += lines

    def write(self, about: str) -> None:
        """Put all parts into the results in place of those of the same title; leave the rest."""
        text = RESULTS.read_text()
        begins = re.search(rf"^{HEADING}$", text, re.MULTILINE)
        start = begins.start() if begins else len(text)
        follows = re.search(r"^## ", text[start + 1 :], re.MULTILINE)
        end = start + 1 + follows.start() if follows else len(text)
        kept = dict(_parts_of(text[start:end]))
        kept |= {title: "\n".join(lines).strip() for title, lines in self._parts.items()}
        section = [HEADING, "", "\n".join(_wrapped(about)), ""]
        for title, body in kept.items():
            section += [f"### {title}", "", body, ""]
        before = text[:start].rstrip() + "\n\n"
        RESULTS.write_text(before + "\n".join(section).rstrip() + "\n" + _after(text[end:]))


def _parts_of(section: str) -> Iterable[tuple[str, str]]:
    for part in section.split("\n### ")[1:]:
        title, _, body = part.partition("\n")
        yield title.strip(), body.strip()


def _after(rest: str) -> str:
    return f"\n{rest}" if rest else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= 120:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def cell(value: object) -> str:
    """A value as a table shows it: numbers with about three digits."""
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def times(value: float, of: float) -> str:
    """How many times as much it is."""
    return "–" if not of or math.isnan(value) else f"{cell(value / of)}×"


def wrong_in(wrong: Mapping[str, int]) -> str:
    """How many errors there were, and of which kinds."""
    kinds = ", ".join(f"{number}× {kind}" for kind, number in sorted(wrong.items()))
    return kinds or "0"


def machine() -> str:
    """The processor, how many of them, and the memory."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists() and (found := re.search(r"model name\s*: (.+)", info.read_text())):
        name = found[1]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GB"
