"""On which paragraphs of a text annotations stand: found by its words, never guessed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.models import Article, Paragraph
from articles.search.indexing import folded
from articles.search.plain import plain
from discussions.annotations import Annotation
from discussions.tree import MAX_DEPTH

# Fewer words in a row may well stand in another paragraph too, unless they are all of it.
_FEWEST_WORDS = 3
# More of a quotation is not looked at; and what stands in more paragraphs tells nothing.
_LONGEST, _MOST_PLACES = 2000, 50


@dataclass(frozen=True)
class Entry:
    """An annotation in a note; `answers` is the one above it, and `depth` how far below the first.

    At the greatest depth they answer the one above them all the same.
    """

    annotation: Annotation
    answers: Annotation | None
    depth: int


@dataclass(frozen=True)
class Note:
    """What goes together on one paragraph: an annotation, and behind it the replies to it."""

    paragraph: Paragraph
    entries: Sequence[Entry]


@dataclass
class Placement:
    """What has found its place, and what has not."""

    notes: list[Note] = field(default_factory=list)
    lost: list[Annotation] = field(default_factory=list)


def place(annotations: Sequence[Annotation], article: Article) -> Placement:
    """Where these annotations stand in a text, each with the replies to it."""
    text = Text(list(article.text))
    known = {annotation.id for annotation in annotations}
    replies: defaultdict[str, list[Annotation]] = defaultdict(list)
    begun = []
    for annotation in annotations:
        if annotation.target in known:
            replies[annotation.target].append(annotation)
        else:
            begun.append(annotation)
    placement = Placement()
    for annotation in begun:
        entries = list(_entries(annotation, replies))
        _put(placement, entries, text.paragraph_of(annotation))
    # What answers itself, by however many steps, is answered by nothing that has a place.
    circling = (annotation for left in replies.values() for annotation in left)
    placement.lost += [annotation for annotation in circling if annotation.words]
    return placement


def _put(placement: Placement, entries: list[Entry], paragraph: Paragraph | None) -> None:
    if not any(entry.annotation.words for entry in entries):
        return
    if paragraph:
        placement.notes.append(Note(paragraph, entries))
    else:
        placement.lost += [entry.annotation for entry in entries if entry.annotation.words]


def _entries(first: Annotation, replies: defaultdict[str, list[Annotation]]) -> Iterator[Entry]:
    """An annotation, and each reply to it behind what that answers."""
    waiting: list[Entry] = [Entry(first, None, 0)]
    while waiting:
        entry = waiting.pop()
        yield entry
        is_deep = entry.depth == MAX_DEPTH
        under = entry.answers if is_deep else entry.annotation
        depth = entry.depth + (not is_deep)
        # Taken, so that a second annotation with the same id does not get them too.
        answers = replies.pop(entry.annotation.id, [])
        waiting.extend(Entry(reply, under, depth) for reply in reversed(answers))


class Text:
    """The paragraphs of a text, to be found by words that stand in them."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._whole: defaultdict[str, set[int]] = defaultdict(set)
        self._begins: list[int] = []
        self._found: dict[str, set[int]] = {}
        parts: list[str] = []
        length = 0
        for number, paragraph in enumerate(paragraphs):
            words = _folded(plain(paragraph))
            self._whole[words].add(number)
            self._begins.append(length)
            parts.append(words)
            length += len(words) + 1
        self._words = "\n".join(parts)

    def paragraph_of(self, annotation: Annotation) -> Paragraph | None:
        """The only one that has the words; of several that have, the very one that is named."""
        numbers: set[int] | None = None
        for quote in annotation.quotes:
            if found := self._holding(quote):
                numbers = found if numbers is None else numbers & found
        found_here = [self._paragraphs[number] for number in numbers or ()]
        if len(found_here) > 1:
            found_here = [each for each in found_here if each.pk == annotation.paragraph]
        return found_here[0] if found_here else None

    def _holding(self, quote: str) -> set[int]:
        """The numbers of the paragraphs that are these words, else of those that have them."""
        if len(quote) > _LONGEST:
            quote = quote[:_LONGEST].rpartition(" ")[0]
        words = _folded(quote)
        if not words.strip():
            return set()
        if words not in self._found:
            self._found[words] = self._whole.get(words) or self._places_of(words)
        return self._found[words]

    def _places_of(self, words: str) -> set[int]:
        places: set[int] = set()
        if len(words.split()) < _FEWEST_WORDS:
            return places
        at = self._words.find(words)
        while at >= 0 and len(places) <= _MOST_PLACES:
            places.add(bisect_right(self._begins, at) - 1)
            at = self._words.find(words, at + 1)
        return places if len(places) <= _MOST_PLACES else set()


def _folded(text: str) -> str:
    """The words, each with a space before it and behind it."""
    words, _forms = folded(text)
    return words
