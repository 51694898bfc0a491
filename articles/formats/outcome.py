"""The last steps of reading a file: from its blocks, and what it says of itself, to a cut."""

import re
from collections.abc import Callable, Iterable, Mapping

from articles.blocks import Block, Cut, Kind, OnlyPictures
from articles.cutting import blocks_of, bounded, with_languages
from articles.cutting.language import guess_language
from articles.cutting.opening import LONGEST_TITLE, is_same
from articles.markdown import document, plain_block

type Progress = Callable[[str, int, int], None]

# A book has chapters, and is longer than what is read at one sitting.
_SHORTEST_BOOK = 400
_FEWEST_CHAPTERS = 3
_MOST_ROUNDS = 3
_SAMPLE_BLOCKS = 2_000
# Among Latin letters only these can be told apart by their words.
_TOLD_APART = {"es", "fr", "de"}

_NO_TITLE = re.compile(
    r"""
      microsoft\ (?:word|powerpoint)\b.* | powerpoint\ presentation | about:blank
    | (?:untitled|document|title|doc|slide|ללא\ שם|без\ имени|безымянный)[\s\d_-]*
    | .*\.(?:docx?|odt|rtf|pdf|tex|dvi|indd|qxd|pages|html?|txt)
    | [\W\d_]* | \S*[/\\].*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:microsoft office|windows) user|user|admin(?:istrator)?|owner|unknown|author|python-docx"
    r"|[\d\W_]*)",
    re.IGNORECASE,
)


def settled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks as they come back when their document is read again.

    Raises InvalidArticle for what is too long or has nothing to read.
    """
    found = bounded(blocks)
    for _ in range(_MOST_ROUNDS):
        read = bounded(blocks_of(document(found)))
        if read == found:
            break
        found = read
    return found


def cut_of(
    blocks: Iterable[Block],
    *,
    language: str,
    title: str = "",
    author: str = "",
    pictures: Mapping[str, bytes] | None = None,
) -> Cut:
    """A cut of these blocks; without a `title`, a heading at the beginning is one.

    Raises InvalidArticle as `settled` does, and OnlyPictures.
    """
    found = settled(with_languages(blocks, language))
    if not any(map(_has_words, found)):
        raise OnlyPictures
    title, rest = _titled(found, " ".join(title.split())[:LONGEST_TITLE])
    if len(rest) < len(found):
        rest = settled(rest)
    chapters = sum(block.kind is Kind.HEADING and block.level == 1 for block in rest)
    is_book = len(rest) > _SHORTEST_BOOK and chapters >= _FEWEST_CHAPTERS
    shown = {figure.picture.name for block in rest if (figure := block.figure) and figure.picture}
    kept = {name: data for name, data in (pictures or {}).items() if name in shown}
    return Cut(title, rest, language, " ".join(author.split()), pictures=kept, is_book=is_book)


def _titled(blocks: tuple[Block, ...], title: str) -> tuple[str, tuple[Block, ...]]:
    """The title, and the blocks without its repetitions at their beginning."""
    if not title and len(blocks) > 1 and blocks[0].kind is Kind.HEADING:
        level = blocks[0].level
        alike = sum(block.kind is Kind.HEADING and block.level <= level for block in blocks)
        words = plain_block(blocks[0]).strip()
        if alike == 1 and len(words) <= LONGEST_TITLE:
            title = words
    start = 0
    while title and start < min(2, len(blocks) - 1):
        if not is_same(plain_block(blocks[start]), title):
            break
        start += 1
    return title, blocks[start:]


def _has_words(block: Block) -> bool:
    figure = block.figure
    words = f"{figure.words} {figure.caption}" if figure else block.body
    return any(map(str.isalnum, words))


def sensible_title(written: str) -> str:
    """What a file calls itself; empty for what programs write there of their own."""
    title = " ".join(written.split())
    return "" if _NO_TITLE.fullmatch(title) or len(title) > LONGEST_TITLE else title


def sensible_author(written: str) -> str:
    """Who wrote a file; empty for what programs write there of their own."""
    author = " ".join(written.split())
    return "" if _NO_AUTHOR.fullmatch(author) or len(author) > LONGEST_TITLE else author


def likely_language(text: str, declared: str) -> str:
    """The language of a text: the declared one, unless its letters or words speak against it."""
    guessed = guess_language(text)
    if not declared or not fits(text, declared):
        return guessed
    return guessed if declared == "en" and guessed in _TOLD_APART else declared


def fits(text: str, language: str) -> bool:
    """Whether the text is in letters that the language is written in."""
    (judged,) = with_languages([Block(text)], language)
    return bool(language) and not judged.language
