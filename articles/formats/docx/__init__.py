"""Reading the documents of Word (DOCX)."""

from collections.abc import Iterator, Mapping

from articles.blocks import Cut, Damaged
from articles.formats.docx.body import Reader
from articles.formats.docx.names import W
from articles.formats.docx.numbering import Numbering
from articles.formats.docx.parts import Part, main_part, part
from articles.formats.docx.styles import Styles
from articles.formats.docx.words import Scribe, Source
from articles.formats.elements import Element
from articles.formats.office import Body, cut_of_body, file_in, opened
from articles.formats.outcome import Progress

_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "docProps/core.xml"


def read(data: bytes, *, progress: Progress | None = None) -> Cut:
    """The text of a DOCX file.

    Kept are headings, numbered and bulleted lists, quotes, tables, pictures with their captions,
    notes, links and stress; comments, deleted words, headers and footers are left out. Raises
    InvalidArticle.
    """
    archive = opened(data)
    main = main_part(archive)
    text = main.root.find(f"{W}body")
    if text is None:
        raise Damaged
    styles, numbering, footnotes, endnotes = (
        part(archive, main.by_kind.get(kind, ""))
        for kind in ("styles", "numbering", "footnotes", "endnotes")
    )
    notes = dict([*_notes(footnotes, "footnote"), *_notes(endnotes, "endnote")])
    known = Styles.read(styles.root if styles else None)
    body = Body()
    scribe = Scribe(known, has_note=notes.__contains__)
    reader = Reader(known, Numbering(numbering.root if numbering else None), scribe, body)
    reader.read(text, Source(main.targets))
    for name in _mentioned(scribe.mentioned):
        note, targets = notes[name]
        body.note(name, reader.paragraphs(note, Source(targets)))
    core = part(archive, _CORE)
    return cut_of_body(
        body,
        file_in(archive),
        title=_said(core, "title"),
        author=_said(core, "creator"),
        language=known.default_look.language,
        progress=progress,
    )


def _notes(
    found: Part | None, kind: str
) -> Iterator[tuple[str, tuple[Element, Mapping[str, str]]]]:
    """The notes of a part by their names, without the lines that part them from the text."""
    for note in found.root.iterchildren(f"{W}{kind}") if found else ():
        if note.get(f"{W}type", "normal") == "normal":
            yield f"{kind}-{note.get(f'{W}id', '')}", (note, found.targets if found else {})


def _mentioned(names: Mapping[str, str]) -> Iterator[str]:
    """The names of the notes, those too that other notes mention."""
    done: set[str] = set()
    while waiting := [name for name in names if name not in done]:
        done.update(waiting)
        yield from waiting


def _said(core: Part | None, name: str) -> str:
    return (core.root.findtext(f"{_DC}{name}") or "") if core else ""
