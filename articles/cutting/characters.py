"""Characters as they should be, before a text is cut."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
# Not a paragraph's end: a page may end in the middle of a sentence.
_PAGE_END = re.compile("\n?\f\n?")
_BROKEN_WORD = re.compile("\u00ad[ \t]*\n[ \t]*(?=\\S)")
_INVISIBLE = re.compile(
    "[\ufeff\u200b\u2060\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Putting the marks on one letter in order takes time by the square of their number.
_MANY_MARKS = re.compile(r"[^\w\s\x00-\x7f]{300}")


def tidy(text: str) -> str:
    """The text with line feeds for line ends, plain spaces, nothing invisible, composed letters.

    Marks of direction and joiners stay, for they change how the text is read. Words broken at a
    line's end by a soft hyphen are whole again. Tabs and spaces at line ends stay: Markdown
    gives them a meaning.
    """
    text = _PAGE_END.sub("\n", _LINE_ENDS.sub("\n", text))
    text = _INVISIBLE.sub("", _BROKEN_WORD.sub("", text))
    return "\n".join(map(_composed, _SPACES.sub(" ", text).split("\n")))


def _composed(line: str) -> str:
    if line.isascii() or _MANY_MARKS.search(line):
        return line
    return unicodedata.normalize("NFC", line)
