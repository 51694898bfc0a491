"""From (X)HTML to blocks; what all formats but plain text come through."""

from collections.abc import Iterator

from articles.blocks import Block
from articles.formats.elements import Element
from articles.formats.markup.images import FindPicture
from articles.formats.markup.scribe import Scribe
from articles.formats.notes import notes_in

__all__ = ["FindPicture", "blocks_of_tree"]


def blocks_of_tree(body: Element, *, picture: FindPicture, language: str = "") -> Iterator[Block]:
    """The blocks of an element's content, whose tags may stand in a namespace or not.

    `picture` is given an image's address and its alternative text, and tells the name of the
    picture if it is to be shown. `language` is the code of the article's language: what is in
    another one, and in its script, says so. Links lead to web and mail addresses only.
    """
    scribe = Scribe(picture, language, notes_in(body))
    yield from scribe.blocks(body)
