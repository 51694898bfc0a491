"""The Markdown of comments, and plain words as Markdown."""

import re

import nh3

from articles.markdown import cleaning
from articles.markdown.mentions import NOBODY, Names, mentioned_in
from articles.markdown.parser import Parser, encodable, lines_of

_COMMENT = Parser(breaks=True, bare_domains=True)

_CLEANER = nh3.Cleaner(
    **(cleaning.RULES | {"tags": cleaning.RULES["tags"] | {"span"}}),
    allowed_classes={"span": {"mention"}},
    url_relative="deny",
)

_LINE_BEGIN = re.compile(r"(?:\r\n?|\n)[ \t]*")
_INLINE_MARKS = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~\n]|\Z)          # would escape what follows
    | `
    | \*(?=[^ \n]) | (?<=[^ \n])\*        # not the lone star of 5 * 3
    | _(?![^\W_]) | (?<![^\W_])_          # not the line in snake_case
    | ~(?=~) | (?<=~)~
    | ~(?=[^\s~]+~) | \^(?=[^\s^]+\^)     # lowered, raised
    | \](?=\()                            # a link, an image
    | \[(?=\^)                            # a footnote
    | <(?=[^<>\x00-\x20]+>)               # an address in brackets
    | &(?=\#[0-9]{1,7};|\#x[0-9a-f]{1,6};|[a-z][0-9a-z]{1,31};)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINE_MARKS = re.compile(
    r"""
    ^(?:
      ([0-9]{1,9})(?=[.)](?:[ \t]|$))        # a numbered item
    | (?=\#{1,6}(?:[ \t]|$)               # a heading
        | >
        | [-+*](?:[ \t]|$)                # an item
        | \[[^\]\n]{1,999}\]:            # where a link leads
        | [-=:|][-=:| \t]*$               # an underline, a rule, the second row of a table
      )
    )
    """,
    re.VERBOSE | re.MULTILINE,
)

_CLOSING_MARKS = re.compile(r"(^| )(#+)$")


def render(source: str, names: Names = NOBODY) -> str:
    """The HTML of a comment, safe to be put in a page as it stands; these names stand out in it."""
    return _CLEANER.clean(_COMMENT.render(encodable(source), {"names": names}))


def mentioned(source: str, names: Names) -> set[str]:
    """Those of these names that the comment mentions."""
    return mentioned_in(_COMMENT.parse(encodable(source), {"names": names}))


def plain(source: str) -> str:
    """The words of a comment without markup, a line for each of its paragraphs."""
    return "\n".join(lines_of(_COMMENT.parse(source))).strip()


def escape(text: str) -> str:
    """Markdown that shows these characters; what is no markup stays as it is.

    Spaces at the beginning of lines are left out, for Markdown would take four of them as code.
    """
    lines = _LINE_BEGIN.sub("\n", text).lstrip(" \t")
    return escape_marks(_INLINE_MARKS.sub(r"\\\g<0>", lines))


def escape_end(source: str) -> str:
    """The Markdown of a heading, so that no `#` at its end is taken for a mark."""
    return _CLOSING_MARKS.sub(r"\1\\\2", source)


def escape_marks(source: str) -> str:
    """The Markdown of one block, so that none of its lines begins another one."""
    return _LINE_MARKS.sub(r"\1\\", source)
