"""The words of word processors' paragraphs, run by run, on their way to HTML."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from articles.formats.elements import Element
from articles.formats.outcome import fits

_SPACES = re.compile(r"[ \t\n\r]+")
_MARKS = ("strong", "em", "del", "sup", "sub")
# Fewer letters are a name or a foreign word, whose language programs only guess.
_FEWEST_LETTERS = 20


class Run(NamedTuple):
    """Words with the same marks; a line break is a run of its own, a mention the note's number."""

    words: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    language: str = ""
    mention: str = ""


BREAK = "\n"


class Words:
    """The runs of one paragraph, and the pictures and boxes that hang on it."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.hanging: list[Element] = []

    def add(
        self, words: str, marks: frozenset[str] = frozenset(), href: str = "", language: str = ""
    ) -> None:
        if words:
            self.runs.append(Run(_SPACES.sub(" ", words), marks, href, language))

    def add_break(self) -> None:
        self.runs.append(Run(BREAK))

    def mention(self, note: str, sign: str) -> None:
        self.runs.append(Run(sign, mention=note))

    @property
    def text(self) -> str:
        return "".join(run.words for run in self.runs if not run.mention)

    @property
    def is_empty(self) -> bool:
        return not any(run.mention or run.words.strip() for run in self.runs)

    @property
    def is_bold(self) -> bool:
        """Whether all that has letters is bold."""
        shown = [run for run in self.runs if any(map(str.isalnum, run.words))]
        return bool(shown) and all("strong" in run.marks for run in shown)

    @property
    def language(self) -> str:
        """The language that most of the letters are said to be in; empty where none is said."""
        letters: Counter[str] = Counter()
        for run in self.runs:
            letters[run.language] += sum(map(str.isalpha, run.words))
        most, count = letters.most_common(1)[0] if letters else ("", 0)
        return most if count >= _FEWEST_LETTERS and fits(self.text, most) else ""

    def element(self, tag: str, *, without: Iterable[str] = ()) -> Element:
        """The words as an element, `without` some marks."""
        made = etree.Element(tag)
        left_out = frozenset(without)
        kept = (run._replace(marks=run.marks - left_out) for run in self.runs)
        groups = groupby(kept, lambda run: (run.marks, run.href, run.mention, run.words == BREAK))
        for (marks, href, mention, is_break), group in groups:
            members = list(group)
            if is_break:
                for _ in members:
                    etree.SubElement(made, "br")
            elif mention:
                link = etree.SubElement(made, "a", role="doc-noteref", href=f"#{mention}")
                link.text = members[0].words
            else:
                _add_marked(made, "".join(run.words for run in members), marks, href)
        return made


def _add_marked(parent: Element, words: str, marks: frozenset[str], href: str) -> None:
    tags = [tag for tag in _MARKS if tag in marks]
    if href:
        parent = etree.SubElement(parent, "a", href=href)
    for tag in tags:
        parent = etree.SubElement(parent, tag)
    if not len(parent):
        parent.text = (parent.text or "") + words
    else:
        parent[-1].tail = (parent[-1].tail or "") + words


def figure(source: str, words: str) -> Element:
    """An image, with words for those who do not see it."""
    made = etree.Element("figure")
    etree.SubElement(made, "img", src=source, alt=" ".join(words.split()))
    return made
