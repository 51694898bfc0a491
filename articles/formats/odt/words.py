"""The words of an OpenDocument text's paragraphs."""

from collections.abc import Callable

from lxml import etree

from articles.formats.elements import Element
from articles.formats.odt.names import DRAW, OFFICE, SVG, TEXT, XLINK, number
from articles.formats.odt.styles import Look, Styles
from articles.formats.office import MAX_DEPTH
from articles.formats.runs import Words, figure

_DROPPED = frozenset(
    (
        *(
            f"{OFFICE}{name}"
            for name in ("annotation", "annotation-end", "forms", "event-listeners")
        ),
        *(f"{TEXT}{name}" for name in ("ruby-text", "tracked-changes", "note-citation", "script")),
        *(f"{TEXT}{name}" for name in ("hidden-text", "page-number", "page-count", "number")),
        *(f"{TEXT}{name}" for name in ("soft-page-break", "toc-mark", "alphabetical-index-mark")),
        *(f"{SVG}{name}" for name in ("title", "desc")),
    )
)
_MOST_SPACES = 200


class Scribe:
    """Collects the words of paragraphs; notes are numbered as the text mentions them."""

    def __init__(self, styles: Styles, *, embedded: Callable[[Element], str]) -> None:
        self.styles = styles
        self.notes: dict[str, Element] = {}
        self._embedded = embedded

    def words(self, paragraph: Element) -> Words:
        """The words of a paragraph; what hangs on it are figures and, as they stand, text boxes."""
        words = Words()
        look = self.styles.look("paragraph", paragraph.get(f"{TEXT}style-name", ""))
        if not look.hidden:
            # A style that makes all of a paragraph bold stresses nothing.
            self._content(paragraph, words, Look(language=look.language), "", 0)
        return words

    def hanging(self, drawing: Element) -> Words:
        """No words, but what hangs on a drawing that stands in no paragraph."""
        words = Words()
        self._drawing(drawing, words)
        return words

    def _content(self, parent: Element, words: Words, look: Look, href: str, depth: int) -> None:
        self._add(parent.text, words, look, href)
        for element in parent:
            if isinstance(element.tag, str) and element.tag not in _DROPPED:
                self._inside(element, words, look, href, depth)
            self._add(element.tail, words, look, href)

    def _add(self, text: str | None, words: Words, look: Look, href: str) -> None:
        if text and not look.hidden:
            words.add(text, look.marks, href, look.language or self.styles.language)

    def _inside(self, element: Element, words: Words, look: Look, href: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._add("".join(element.itertext()), words, look, href)
            return
        match element.tag:
            case tag if tag == f"{TEXT}line-break":
                words.add_break()
            case tag if tag == f"{TEXT}tab":
                self._add(" ", words, look, href)
            case tag if tag == f"{TEXT}s":
                count = min(number(element.get(f"{TEXT}c"), 1), _MOST_SPACES)
                self._add(" " * count, words, look, href)
            case tag if tag == f"{TEXT}note":
                self._mention(element, words)
            case tag if tag.startswith(DRAW):
                self._drawing(element, words)
            case tag if tag == f"{TEXT}a":
                link = element.get(f"{XLINK}href", "")
                self._content(element, words, look, link or href, depth + 1)
            case tag if tag == f"{TEXT}span":
                own = self.styles.look("text", element.get(f"{TEXT}style-name", ""))
                self._content(element, words, own.over(look), href, depth + 1)
            case _:
                self._content(element, words, look, href, depth + 1)

    def _mention(self, note: Element, words: Words) -> None:
        name = f"note-{len(self.notes) + 1}"
        self.notes[name] = note
        words.mention(name, str(len(self.notes)))

    def _drawing(self, element: Element, words: Words) -> None:
        """Hang the pictures of a drawing, and the boxes with text in it, on the paragraph."""
        alternative = ""
        walk = etree.iterwalk(element, events=("start",))
        for _, each in walk:
            if each.tag in {f"{DRAW}text-box", f"{DRAW}custom-shape"}:
                words.hanging.append(each)
                walk.skip_subtree()
            elif each.tag == f"{DRAW}frame":
                said = (each.findtext(f"{SVG}{name}") for name in ("desc", "title"))
                alternative = next(filter(None, said), "")
            elif each.tag == f"{DRAW}image":
                words.hanging.append(figure(self._embedded(each), alternative))
                walk.skip_subtree()
            elif each.tag == f"{DRAW}object":
                walk.skip_subtree()
