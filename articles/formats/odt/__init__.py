"""Reading OpenDocument texts: ODT, and the flat FODT."""

import base64
import binascii
import codecs
from collections.abc import Callable

from articles.blocks import Cut, Damaged, Encrypted
from articles.formats.archive import Archive
from articles.formats.elements import Element
from articles.formats.odt.body import Reader
from articles.formats.odt.names import DC, DRAW, MANIFEST, META, OFFICE, TEXT, XLINK
from articles.formats.odt.styles import Styles
from articles.formats.odt.words import Scribe
from articles.formats.office import Body, cut_of_body, file_in, opened, parsed
from articles.formats.outcome import Progress

_STYLE_PARENTS = (f"{OFFICE}automatic-styles", f"{OFFICE}styles")


def read(data: bytes, *, progress: Progress | None = None) -> Cut:
    """The text of an ODT or FODT file.

    Kept are headings, numbered and bulleted lists, quotes, tables, pictures with their captions,
    notes, links and stress; comments, deleted words, headers and footers are left out. Raises
    InvalidArticle.
    """
    flat = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if flat.startswith(b"<"):
        root = parsed(flat)
        pictures: dict[str, bytes] = {}
        return _cut(root, root, root, _flat_pictures(pictures), pictures.get, progress=progress)
    archive = opened(data)
    if _is_encrypted(archive):
        raise Encrypted
    content = _part(archive, "content.xml")
    if content is None:
        raise Damaged
    styles, meta = _part(archive, "styles.xml"), _part(archive, "meta.xml")
    return _cut(content, styles, meta, _place, file_in(archive), progress=progress)


def _cut(
    content: Element,
    styles: Element | None,
    meta: Element | None,
    embedded: Callable[[Element], str],
    file: Callable[[str], bytes | None],
    *,
    progress: Progress | None,
) -> Cut:
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise Damaged
    parents = [content.find(_STYLE_PARENTS[0])]
    parents += [styles.find(path) for path in _STYLE_PARENTS[::-1]] if styles is not None else []
    scribe = Scribe(Styles(each for each in parents if each is not None), embedded=embedded)
    body = Body()
    reader = Reader(scribe, body)
    reader.read(text)
    done = 0
    while done < len(scribe.notes):
        name, note = list(scribe.notes.items())[done]
        done += 1
        if (words := note.find(f"{TEXT}note-body")) is not None:
            body.note(name, reader.paragraphs(words))
    about = meta.find(f"{OFFICE}meta") if meta is not None else None
    return cut_of_body(
        body,
        file,
        title=_said(about, f"{DC}title"),
        author=_said(about, f"{META}initial-creator") or _said(about, f"{DC}creator"),
        language=scribe.styles.language,
        progress=progress,
    )


def _part(archive: Archive, name: str) -> Element | None:
    return parsed(archive.read(name)) if name in archive.names else None


def _is_encrypted(archive: Archive) -> bool:
    manifest = _part(archive, "META-INF/manifest.xml")
    if manifest is None:
        return False
    return next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None


def _said(about: Element | None, name: str) -> str:
    return (about.findtext(name) or "") if about is not None else ""


def _place(image: Element) -> str:
    """Where in the archive an image is."""
    return str(image.get(f"{XLINK}href", "")).removeprefix("./")


def _flat_pictures(pictures: dict[str, bytes]) -> Callable[[Element], str]:
    """What takes images out of a flat file and names them."""

    def place(image: Element) -> str:
        written = image.findtext(f"{OFFICE}binary-data") or ""
        try:
            data = base64.b64decode(written)
        except (binascii.Error, ValueError):
            data = b""
        name = f"{DRAW}{len(pictures)}"
        if data:
            pictures[name] = data
        return name if data else _place(image)

    return place
