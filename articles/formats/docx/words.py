"""The words of a Word document's paragraphs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from articles.formats.docx.fields import Fields
from articles.formats.docx.names import MATH, MC, VAL, VML, WP, A, R, W
from articles.formats.docx.styles import Look, Styles, look_of
from articles.formats.elements import Element
from articles.formats.office import MAX_DEPTH
from articles.formats.runs import BREAK, Words, figure

_DROPPED = frozenset(
    f"{W}{name}"
    for name in (
        *("pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "annotationRef"),
        *("footnoteRef", "endnoteRef", "separator", "continuationSeparator", "commentReference"),
        *("softHyphen", "lastRenderedPageBreak", "sdtPr", "sdtEndPr", "rubyPr", "rt", "pgNum"),
    )
)
_RAISED = {"superscript": "sup", "subscript": "sub"}
_GREEK = str.maketrans(
    "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYWVjJv",
    "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςϕϑϖ",
)


@dataclass
class Source:
    """A part of the document: where its links and pictures lead."""

    targets: Mapping[str, str] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)


class Scribe:
    """Collects the words of paragraphs; notes are numbered as the text mentions them."""

    def __init__(self, styles: Styles, *, has_note: Callable[[str], bool]) -> None:
        self.styles = styles
        self.mentioned: dict[str, str] = {}
        self._has_note = has_note

    def words(self, paragraph: Element, source: Source, style: str = "") -> Words:
        """The words of a paragraph, with the boxes in it kept as its elements."""
        made = _Paragraph(self, source, self.styles.look(style))
        made.content(paragraph, "", 0)
        source.fields.end_paragraph()
        return made.words

    def mention(self, name: str) -> str:
        """The number of a note, empty where there is no such note."""
        if not self._has_note(name):
            return ""
        return self.mentioned.setdefault(name, str(len(self.mentioned) + 1))


class _Paragraph:
    """The words of one paragraph in the making."""

    def __init__(self, scribe: Scribe, source: Source, look: Look) -> None:
        self.words = Words()
        self._scribe = scribe
        self._source = source
        self._look = look
        self._marks: frozenset[str] = frozenset()
        self._language = ""

    def content(self, parent: Element, href: str, depth: int) -> None:
        for element in parent:
            if element.tag == f"{W}r":
                self._run(element, href, depth)
            elif element.tag not in _DROPPED and isinstance(element.tag, str):
                self._around(element, href, depth)

    def _around(self, element: Element, href: str, depth: int) -> None:
        """What stands around runs: links, insertions, fields, marks of direction."""
        if depth > MAX_DEPTH:
            self.words.add("".join(element.itertext(f"{W}t")))
            return
        match element.tag.rpartition("}")[2]:
            case "hyperlink":
                href = self._source.targets.get(element.get(f"{R}id", ""), "")
            case "oMath" | "oMathPara":
                self.words.add("".join(element.itertext(f"{MATH}t")))
                return
            case "AlternateContent":
                self._alternative(element, href, depth)
                return
        self.content(element, href, depth + 1)

    def _alternative(self, element: Element, href: str, depth: int) -> None:
        """One of the forms that programs may choose from: the first that has anything in it."""
        for form in element.iterchildren(f"{MC}Choice", f"{MC}Fallback"):
            before = len(self.words.runs), len(self.words.hanging)
            self._inside(form, href, depth + 1)
            if before != (len(self.words.runs), len(self.words.hanging)):
                return

    def _run(self, run: Element, href: str, depth: int) -> None:
        properties = run.find(f"{W}rPr")
        look = look_of(properties)
        style = properties.find(f"{W}rStyle") if properties is not None else None
        if style is not None:
            look = look.over(self._scribe.styles.look(style.get(VAL, "")))
        if look.hidden or (look.hidden is None and self._look.hidden):
            self._only_fields(run)
            return
        self._marks = _marks(look)
        own = look.over(self._look)
        self._language = own.language_from_right if own.is_from_right else own.language
        self._inside(run, href, depth)

    def _only_fields(self, run: Element) -> None:
        for each in run.iterchildren(f"{W}fldChar"):
            self._source.fields.mark(each.get(f"{W}fldCharType", ""))

    def _inside(self, run: Element, href: str, depth: int) -> None:
        fields = self._source.fields
        is_noted = False
        for element in run:
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if name == "fldChar":
                fields.mark(element.get(f"{W}fldCharType", ""))
            elif name == "instrText":
                fields.instruct(element.text or "")
            elif element.tag in _DROPPED or not fields.is_shown:
                continue
            elif name in {"footnoteReference", "endnoteReference"}:
                is_noted = element.get(f"{W}customMarkFollows", "0") in {"1", "true", "on"}
                self._mention(f"{name.removesuffix('Reference')}-{element.get(f'{W}id', '')}")
            elif name in _WRITERS:
                if not is_noted:
                    self._write(element, _WRITERS[name](element), href)
            elif depth <= MAX_DEPTH:
                self._other(element, name, href, depth + 1)

    def _other(self, element: Element, name: str, href: str, depth: int) -> None:
        match name:
            case "AlternateContent":
                self._alternative(element, href, depth)
            case "drawing" | "pict" | "object":
                self._drawing(element)
            case "r":
                self._run(element, href, depth)
            case "ruby" | "rubyBase":
                self._inside(element, href, depth)

    def _write(self, element: Element, text: str, href: str) -> None:
        if text == BREAK:
            self.words.add_break()
        else:
            target = href or self._source.fields.href
            self.words.add(text, self._marks, target, self._language)

    def _mention(self, name: str) -> None:
        if sign := self._scribe.mention(name):
            self.words.mention(name, sign)

    def _drawing(self, element: Element) -> None:
        """Hang the pictures of a drawing, and the boxes with text in it, on the paragraph."""
        alternative = ""
        walk = etree.iterwalk(element, events=("start",))
        for _, each in walk:
            if each.tag == f"{W}txbxContent":
                self.words.hanging.append(each)
                walk.skip_subtree()
            elif each.tag == f"{WP}docPr":
                alternative = each.get("descr") or each.get("title") or ""
            elif each.tag == f"{VML}shape":
                alternative = each.get("alt", "")
            elif each.tag in {f"{A}blip", f"{VML}imagedata"}:
                key = each.get(f"{R}embed") or each.get(f"{R}link") or each.get(f"{R}id", "")
                if target := self._source.targets.get(key, ""):
                    self.words.hanging.append(figure(target, alternative))


def _break(element: Element) -> str:
    is_line = element.get(f"{W}type", "textWrapping") == "textWrapping"
    return BREAK if is_line else " "


def _marks(look: Look) -> frozenset[str]:
    found = set()
    if look.bold:
        found.add("strong")
    if look.italic:
        found.add("em")
    if look.struck:
        found.add("del")
    if look.raised in _RAISED:
        found.add(_RAISED[look.raised])
    return frozenset(found)


def _symbol(element: Element) -> str:
    """A character of a font of symbols; only Greek letters have their place known."""
    code = element.get(f"{W}char", "")
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    if "\uf000" <= character <= "\uf0ff":
        letter = chr(ord(character) - 0xF000)
        return letter.translate(_GREEK) if element.get(f"{W}font", "") == "Symbol" else ""
    return character if character.isprintable() else ""


_WRITERS: dict[str, Callable[[Element], str]] = {
    "t": lambda element: element.text or "",
    **dict.fromkeys(("tab", "ptab"), lambda _: " "),
    "cr": lambda _: BREAK,
    "br": _break,
    "noBreakHyphen": lambda _: "\u2011",
    "sym": _symbol,
}
