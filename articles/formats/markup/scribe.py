"""Going through a tree, and writing down its blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from articles.blocks import Block, Figure, Kind
from articles.cutting import with_languages
from articles.cutting.characters import tidy
from articles.cutting.lines import is_divider
from articles.formats.elements import (
    BLOCKS,
    LEFT_OUT,
    Element,
    heading_level,
    is_caption,
    is_hidden,
    is_line,
    is_verse,
    keeps_lines,
    language,
    marks,
    name,
    value,
)
from articles.formats.markup.images import FindPicture, figure_of
from articles.formats.markup.places import Item, Place, block_in, counted, item_of
from articles.formats.markup.words import formula, one_line, unsigned, visible_words
from articles.formats.notes import Notes
from articles.formats.pieces import Piece, has_words, split_at_breaks, text_of
from articles.formats.prose import address, markdown
from articles.formats.tables import is_table, rows_of, table_source

_LONGEST_VERSE_LINE = 100


@dataclass
class Scribe:
    """Writes down the blocks of a tree as it goes through it."""

    picture: FindPicture
    language: str
    notes: Notes = field(default_factory=Notes)
    pieces: list[Piece] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    done: list[Block] = field(default_factory=list)

    def blocks(self, root: Element) -> Iterator[Block]:
        places = [Place()]
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                place = self._entered(element, places[-1])
                if place is None:
                    walk.skip_subtree()
                    place = places[-1]
                else:
                    self._write(element.text, place)
                places.append(place)
            elif event == "end":
                self._left(element, places.pop(), places[-1])
                if element is not root:
                    self._write(element.tail, places[-1])
            elif element is not root:
                self._write(element.tail, places[-1])
            yield from self._taken()
        self._flush(places[-1])
        yield from self._taken()

    def _taken(self) -> list[Block]:
        taken, self.done = self.done, []
        return taken

    def _entered(self, element: Element, place: Place) -> Place | None:
        """What holds within an element; None if its content is not to be gone through."""
        tag = name(element)
        label = self.notes.labels.get(element)
        if label is None and (tag in LEFT_OUT or is_hidden(element)):
            return None
        if self._is_written(element, tag, place):
            return None
        if tag in BLOCKS:
            if not (place.is_verse and tag in {"p", "div"}):
                self._flush(place)
            place = self._block_place(element, tag, place, label)
        return self._within(element, place)

    def _is_written(self, element: Element, tag: str, place: Place) -> bool:
        """Whether an element is one to be taken as a whole, and has been."""
        match tag:
            case "br":
                self._break(place)
            case "wbr":
                pass
            case "img" | "image" | "svg" | "math":
                self._pictured(element, tag, place)
            case "a" if element in self.notes.mentions:
                self.pieces.append(Piece(self.notes.mentions[element], mention=True))
            case "a":
                return bool(place.note) and self.notes.is_way_back(element)
            case "pre" if not (place.is_verse or is_verse(element)):
                self._flush(place)
                self._code(element)
            case "figure":
                return self._figure(element, place)
            case "table":
                self._flush(place)
                return self._table(element, place)
            case _:
                return False
        return True

    def _block_place(self, element: Element, tag: str, place: Place, label: str | None) -> Place:
        place = replace(place, is_caption=place.is_caption or is_caption(element))
        if level := heading_level(element):
            place = replace(place, level=level)
        if is_verse(element):
            self._flush(place)
            place = replace(place, is_verse=True)
        if keeps_lines(element) or tag == "pre":
            place = replace(place, keeps_lines=True)
        match tag:
            case "blockquote":
                place = replace(place, is_quoted=True)
            case "ol" | "ul" | "menu" | "dir":
                items = counted(element, is_ordered=tag == "ol")
                place = replace(place, items=items, depth=place.depth + 1)
            case "li":
                place = replace(place, item=item_of(element, place), depth=max(place.depth, 1))
            case "dt":
                place = replace(place, marks=("strong",))
        if label is not None:
            note = Item(label=label, sign=self.notes.signs.get(label, ""))
            place = replace(place, note=note, item=None, depth=0)
        return place

    def _within(self, element: Element, place: Place) -> Place:
        new = [mark for mark in marks(element) if mark not in place.marks]
        if name(element) == "a" and (target := address(value(element, "href"))):
            is_linked = any(":" in mark for mark in place.marks)
            new += [] if is_linked else [target]
        own = language(element) or place.language
        if name(element) == "q":
            self.pieces.append(Piece("“", place.marks, own))
        if not new and own == place.language:
            return place
        return replace(place, marks=(*place.marks, *new), language=own)

    def _left(self, element: Element, within: Place, place: Place) -> None:
        tag = name(element)
        if tag == "q":
            self.pieces.append(Piece("”", place.marks, place.language))
        elif tag in {"td", "th"}:
            self.pieces.append(Piece(" "))
        if tag in BLOCKS:
            has_breaks = any(piece.words == "\n" for piece in self.pieces)
            if place.is_verse and tag in {"p", "div"} and not is_verse(element):
                self._break(place)
                if has_breaks and tag == "p" and not is_line(element):
                    self._flush(within)
            else:
                self._flush(within)
        elif within.is_verse and is_line(element):
            self._break(place)

    def _write(self, words: str | None, place: Place) -> None:
        if not words:
            return
        if place.keeps_lines and "\n" in words:
            for index, line in enumerate(words.split("\n")):
                if index:
                    self._break(place)
                self._write(line, place)
            return
        self.pieces.append(Piece(words, place.marks, place.language))

    def _break(self, place: Place) -> None:
        self.pieces.append(Piece("\n", (), place.language))

    def _flush(self, place: Place) -> None:
        """Make blocks of the words and pictures that have come together."""
        pieces, self.pieces = self.pieces, []
        figures, self.figures = self.figures, []
        if has_words(pieces):
            self.done += self._passages(pieces, place)
        for figure in figures:
            self.done.append(Block(figure.source, Kind.FIGURE))

    def _passages(self, pieces: Sequence[Piece], place: Place) -> Iterator[Block]:
        if place.level:
            if source := markdown(pieces, breaks=False):
                yield self._spoken(Block(source, Kind.HEADING, place.level), pieces, place)
            return
        for stanza in split_at_breaks(pieces, at_least=2):
            lines = split_at_breaks(stanza, at_least=1)
            is_prose = any(len(text_of(line)) > _LONGEST_VERSE_LINE for line in lines)
            whole = place.is_verse or not is_prose or place.is_quoted
            for passage in [stanza] if whole else lines:
                yield from self._passage(passage, place)

    def _passage(self, pieces: Sequence[Piece], place: Place) -> Iterator[Block]:
        if place.note and place.note.sign:
            pieces = unsigned(pieces, place.note.sign)
        source = markdown(pieces)
        if not source or is_divider(text_of(pieces)):
            return
        if place.is_caption and self._caption(markdown(pieces, breaks=False)):
            return
        yield self._spoken(block_in(source, place), pieces, place)

    def _caption(self, caption: str) -> bool:
        """Whether the words have become the caption of the picture above them."""
        figure = self.done[-1].figure if self.done else None
        if not figure or figure.caption:
            return False
        self.done[-1] = Block(replace(figure, caption=caption).source, Kind.FIGURE)
        return True

    def _spoken(self, block: Block, pieces: Sequence[Piece], place: Place) -> Block:
        """The block with its language, where that is not the article's."""
        languages = {piece.language for piece in pieces if not piece.words.isspace()}
        own = languages.pop() if len(languages) == 1 else place.language
        if not own or own == self.language:
            return block
        (judged,) = with_languages([block], own)
        # Declared, but written in other letters: the program's language rather than the text's.
        return block if judged.language else replace(block, language=own)

    def _pictured(self, element: Element, tag: str, place: Place) -> None:
        if tag == "math":
            written = " ".join(formula(element).split())
            self.pieces.append(Piece(written, (*place.marks, "code"), place.language))
        elif "math" in value(element, "class"):
            self.pieces.append(Piece(value(element, "alt"), (*place.marks, "code")))
        elif figure := figure_of(element, picture=self.picture):
            self.figures.append(figure)

    def _figure(self, element: Element, place: Place) -> bool:
        """Whether an element `figure` is an image, or several, with one caption."""
        images = []
        captions: list[Element] = []
        for inside in element.iter("*"):
            tag = name(inside)
            if tag in {"table", "pre", "blockquote", "p", "math"} and not captions:
                return False
            if tag == "figure" and inside is not element:
                return False
            if is_caption(inside) and inside is not element:
                captions.append(inside)
            elif tag in {"img", "svg"}:
                images.append(inside)
        if not images:
            return False
        self._flush(place)
        caption = self.inline(captions[0]) if captions else ""
        for index, image in enumerate(images):
            said = "" if index else caption
            figure = figure_of(image, picture=self.picture, caption=said)
            if figure:
                self.done.append(Block(figure.source, Kind.FIGURE))
        return True

    def inline(self, element: Element) -> str:
        """The words within an element as Markdown in one line."""
        inside = Scribe(self.picture, self.language, self.notes)
        blocks = (
            block for block in inside.blocks(element) if block.kind not in {Kind.CODE, Kind.TABLE}
        )
        return " ".join(" ".join(one_line(block) for block in blocks).split())

    def _code(self, element: Element) -> None:
        words = tidy("".join(visible_words(element))).strip("\n")
        if words.strip():
            lines = (line.rstrip() for line in words.expandtabs(4).split("\n"))
            self.done.append(Block("\n".join(lines), Kind.CODE))

    def _table(self, element: Element, place: Place) -> bool:
        """Whether a table is one to be read by rows and columns, and has been written so."""
        if place.note or not is_table(element):
            return False
        rows = rows_of(element, self._cell)
        if not rows:
            return False
        for caption in element.iterchildren("{*}caption"):
            if words := self.inline(caption):
                self.done.append(Block(words))
        self.done += [Block(source, Kind.TABLE) for source in table_source(rows)]
        return True

    def _cell(self, cell: Element) -> str | None:
        """A cell's content in one line; None for more than a line can hold."""
        inside = Scribe(self.picture, self.language, self.notes)
        blocks = list(inside.blocks(cell))
        if len(blocks) > 3 or any(block.kind not in {Kind.TEXT, Kind.VERSE} for block in blocks):
            return None
        return " ".join(map(one_line, blocks))
