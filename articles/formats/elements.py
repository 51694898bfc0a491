"""What the elements and attributes of (X)HTML say of the text in them."""

import re
from typing import Any

# lxml comes without types.
type Element = Any


def names(written: str) -> frozenset[str]:
    """The names in a line of them."""
    return frozenset(written.split())


BLOCKS = names(
    "address article aside blockquote body caption center dd details div dl dt "
    "fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html legend "
    "li main ol p pre section summary table tbody td tfoot th thead tr ul menu dir"
)
LEFT_OUT = names(
    "annotation annotation-xml applet area audio base basefont button canvas datalist "
    "dialog embed form frame frameset head iframe input keygen link map meta meter "
    "nav noframes noscript object optgroup option param progress script select source "
    "style template textarea title track video"
)
MARKS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("s", "del", "strike"), "del"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
    "sup": "sup",
    "sub": "sub",
}
_CLASS_MARKS = {
    **dict.fromkeys(("italic", "italics", "emphasis", "emph"), "em"),
    **dict.fromkeys(("bold", "strong"), "strong"),
    **dict.fromkeys(("superscript", "sup"), "sup"),
    **dict.fromkeys(("subscript", "sub"), "sub"),
}
_STYLE_MARKS = (
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "em"),
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE), "del"),
    (re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE), "sub"),
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = names(
    "mw-editsection mw-cite-backlink mw-jump-link noprint navbox catlinks sr-only "
    "screen-reader-text visually-hidden headerlink anchorjs-link"
)
_VERSE_CLASSES = names("verse poem poetry stanza linegroup line-group lg")
_LINE_CLASSES = frozenset(["line", "verse-line", "poem-line"])
_KEPT_LINES = re.compile(r"white-space\s*:\s*(?:pre-line|pre-wrap|break-spaces)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]\w+)*", re.IGNORECASE)

_LONGEST_VALUE = 10_000
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_LANGUAGE = ("{http://www.w3.org/XML/1998/namespace}lang", "lang", "xml:lang")
_EPUB_TYPE = ("{http://www.idpf.org/2007/ops}type", "epub:type")


def name(element: Element) -> str:
    """The tag without its namespace, in lower case; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def settable(text: str) -> str:
    """The text without characters that no tree takes in, though parsers let some of them pass."""
    return _NOT_XML.sub("", text)


def value(element: Element, *names: str) -> str:
    """The first of these attributes that there is."""
    for each in names:
        if found := element.get(each):
            return settable(str(found)[:_LONGEST_VALUE])
    return ""


def words(element: Element, *names: str) -> frozenset[str]:
    """The words of these attributes, in lower case."""
    return frozenset(word for each in names for word in value(element, each).lower().split())


def classes(element: Element) -> frozenset[str]:
    return words(element, "class")


def roles(element: Element) -> frozenset[str]:
    """What the element is to readers: the words of `role` and `epub:type`."""
    return words(element, "role", *_EPUB_TYPE)


def language(element: Element) -> str:
    """The code of two or three letters of the language that the element declares."""
    return language_code(value(element, *_XML_LANGUAGE))


def language_code(written: str) -> str:
    """The first part of a language as it is written in files: `he` of `he-IL`."""
    found = _LANGUAGE.fullmatch(written.strip())
    return found[1].lower() if found else ""


def is_hidden(element: Element) -> bool:
    """Whether browsers do not show the element, or only as a tool of the page."""
    if "hidden" in element.attrib or value(element, "aria-hidden") == "true":
        return True
    if roles(element) & {"pagebreak", "doc-pagebreak", "navigation", "search"}:
        return True
    return bool(classes(element) & _HIDDEN_CLASSES or _HIDDEN_STYLE.search(value(element, "style")))


def marks(element: Element) -> list[str]:
    """What the element makes of the words in it: em, strong, del, code, sup, sub."""
    found = [MARKS[tag]] if (tag := name(element)) in MARKS else []
    if tag in BLOCKS:
        return found
    found += [mark for each, mark in _CLASS_MARKS.items() if each in classes(element)]
    if style := value(element, "style"):
        found += [mark for pattern, mark in _STYLE_MARKS if pattern.search(style)]
    return found


def is_verse(element: Element) -> bool:
    return bool((classes(element) | roles(element)) & _VERSE_CLASSES)


def is_line(element: Element) -> bool:
    """Whether the element is a line of verse."""
    return bool(classes(element) & _LINE_CLASSES)


def keeps_lines(element: Element) -> bool:
    """Whether the ends of lines in the source are to be seen."""
    return bool(_KEPT_LINES.search(value(element, "style")))


def is_caption(element: Element) -> bool:
    return name(element) == "figcaption" or any("caption" in each for each in classes(element))


def heading_level(element: Element) -> int:
    """1 to 6; 0 for what is no heading."""
    tag = name(element)
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if "heading" in words(element, "role"):
        level = value(element, "aria-level")
        return min(max(int(level), 1), 6) if level.isdecimal() and len(level) < 3 else 2
    return 0
