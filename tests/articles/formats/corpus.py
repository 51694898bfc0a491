"""Files made by code: good ones in several shapes, and such as are sent to do harm."""

import base64
import io
import random
import zipfile
from collections.abc import Mapping

from PIL import Image

XHTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{attributes}>'
    "<head><title>page</title></head><body>{body}</body></html>"
)
CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
WORDS = [
    "the",
    "wall",
    "stone",
    "garden",
    "of",
    "and",
    "neighbour",
    "mends",
    "row",
    "old",
    "hands",
    "begin",
    "whole",
    "it",
    "is",
    "never",
    "alone",
    "word",
    "reader",
    "place",
]
LAUGHS = (
    '<!DOCTYPE html [<!ENTITY a0 "ha ha ha ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><html><body><p>&a9;</p></body></html>"
)
OUTSIDER = (
    '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<html><body><p>Words &x;</p></body></html>"
)


def picture(width: int = 60, height: int = 40, kind: str = "PNG", colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """A zip file; what is called `mimetype` comes first and is not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def page(body: str, attributes: str = "") -> str:
    return XHTML.format(body=body, attributes=attributes)


def epub(
    pages: Mapping[str, str],
    *,
    metadata: str = "<dc:title>The Wall</dc:title><dc:creator>A. Mason</dc:creator>"
    "<dc:language>en</dc:language>",
    contents: Mapping[str, str] | None = None,
    files: Mapping[str, bytes | str] | None = None,
    guide: str = "",
    is_old: bool = False,
) -> bytes:
    """An EPUB of these pages in this order; `contents` are its entries' titles by their targets."""
    contents = contents or {}
    items = [
        f'<item id="p{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(pages)
    ]
    made: dict[str, bytes | str] = {f"OEBPS/{name}": text for name, text in pages.items()}
    spine = ""
    if is_old:
        points = "".join(
            f"<navPoint><navLabel><text>{title}</text></navLabel>"
            f'<content src="{target}"/></navPoint>'
            for target, title in contents.items()
        )
        made["OEBPS/toc.ncx"] = (
            '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
            '"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/">'
            f"<navMap>{points}</navMap></ncx>"
        )
        items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        spine = ' toc="ncx"'
    else:
        entries = "".join(
            f'<li><a href="{target}">{title}</a></li>' for target, title in contents.items()
        )
        made["OEBPS/nav.xhtml"] = page(f'<nav epub:type="toc"><ol>{entries}</ol></nav>')
        items.append(
            '<item id="nav" properties="nav" href="nav.xhtml" media-type="application/xhtml+xml"/>'
        )
    refs = "".join(f'<itemref idref="p{number}"/>' for number in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{''.join(items)}</manifest><spine{spine}>{refs}</spine>{guide}</package>"
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package,
            **made,
            **(files or {}),
        }
    )


def english_book() -> bytes:
    """Two chapters with footnotes in a file of their own, a picture, a poem, a contents page."""
    return epub(
        {
            "cover.xhtml": page('<img src="wall.png" alt="Cover"/>'),
            "toc.xhtml": page(
                '<p><a href="one.xhtml">The first chapter</a></p>'
                '<p><a href="two.xhtml">The second chapter</a></p>'
                '<p><a href="notes.xhtml">All of the notes</a></p>'
            ),
            "one.xhtml": page(
                "<h2>The Row</h2><p>Whoever lifts <em>one</em> stone moves the row."
                '<a epub:type="noteref" href="notes.xhtml#n1">1</a></p><h2>Below</h2><p>More.</p>'
                '<figure><img src="wall.png" alt="A wall"/>'
                "<figcaption>In spring</figcaption></figure>"
                '<div class="poem"><div class="stanza"><p>Something there is</p>'
                "<p>that does not love a wall</p></div></div>"
                '<p><img src="http://example.org/spy.png" alt="Far away"/></p>'
            ),
            "two.xhtml": page(
                "<p>Each part leans on the next."
                '<sup><a id="r2" href="notes.xhtml#n2">2</a></sup></p>'
            ),
            "notes.xhtml": page(
                '<h1>Notes</h1><aside epub:type="footnote" id="n1"><p>1. So it is.</p>'
                "<p>Indeed.</p></aside>"
                '<ol><li id="n2"><p>Or was. <a href="two.xhtml#r2">Back</a></p></li></ol>'
            ),
        },
        contents={"one.xhtml": "The Row", "two.xhtml": "The Lean", "notes.xhtml": "Notes"},
        metadata="<dc:title>The Wall</dc:title><dc:creator>A. Mason</dc:creator>"
        "<dc:language>en-GB</dc:language><dc:rights>CC BY 4.0</dc:rights>"
        "<dc:source>https://example.org/wall</dc:source>",
        files={"OEBPS/wall.png": picture()},
        guide='<guide><reference type="cover" href="cover.xhtml"/></guide>',
    )


def hebrew_book() -> bytes:
    """An EPUB 2 from right to left; its second chapter has its title in the contents only."""
    return epub(
        {
            "1.xhtml": page(
                "<h1>פרק ראשון</h1><p>אין אדם בונה חומה לבדו.</p>"
                '<p lang="en">Nobody builds a wall alone.</p>',
                ' xml:lang="he" dir="rtl"',
            ),
            "2.xhtml": page("<p>כל אבן נשענת על <b>חברתה</b>.</p>", ' xml:lang="he" dir="rtl"'),
            "missing.xhtml": "",
        },
        contents={"1.xhtml": "פרק ראשון", "2.xhtml": "פרק שני"},
        metadata="<dc:title>החומה</dc:title><dc:language>he</dc:language>",
        is_old=True,
    )


def web_page() -> bytes:
    """A page with its article among all that sites put around it."""
    prose = "Whoever lifts one stone moves the whole row, and so it was with the old wall. " * 3
    return f"""<!doctype html><html lang="en-US"><head><meta charset="utf-8">
    <title>The Wall | A Site</title><meta name="author" content="A. Mason">
    <link rel="canonical" href="https://example.org/wall">
    <script>document.write("<p>never</p>")</script></head>
    <body><nav><a href="/">Home</a></nav><div class="ads">Buy!</div>
    <article><h1>The Wall</h1><p>{prose}<sup><a id="r1" href="#fn1">1</a></sup></p>
    <div class="share-buttons">Share this</div><h2>Part</h2><p>{prose}<a href="/more">More</a></p>
    <blockquote><p>Quoted.</p></blockquote><ol start="3"><li>Third</li></ol>
    <p lang="he">אין אדם בונה חומה לבדו.</p>
    <img src="data:image/png;base64,{_base64(picture())}" alt="A wall">
    <section class="footnotes"><ol><li id="fn1"><p>So it is. <a href="#r1">↩</a></p></li></ol>
    </section>
    </article><aside>Other texts</aside><div id="comments"><p>First!</p></div>
    <footer>All rights <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC</a>
    </footer></body></html>""".encode()


def long_book(*, pictures: int = 0, chapters: int = 30, paragraphs: int = 83) -> bytes:
    """A book of some 300 pages: 36 words a paragraph, a note at every eighth."""
    drawn = random.Random(7)
    files: dict[str, bytes | str] = {}
    pages = {}
    for chapter in range(chapters):
        body = [f"<h1>Chapter {chapter + 1}</h1>"]
        if chapter < pictures:
            noise = Image.effect_noise((300, 200), 40).resize((1_200, 800)).convert("RGB")
            file = io.BytesIO()
            noise.save(file, "JPEG", quality=85)
            files[f"OEBPS/{chapter}.jpg"] = file.getvalue()
            body.append(f'<figure><img src="{chapter}.jpg" alt="A wall"/></figure>')
        for number in range(paragraphs):
            words = drawn.choices(WORDS, k=36)
            words[3] = f"<em>{words[3]}</em>"
            text = " ".join(words).capitalize()
            note = f'<a epub:type="noteref" href="#n{number}">{number // 8 + 1}</a>'
            body.append(f"<p>{text}.{note if number % 8 == 0 else ''}</p>")
        body += [
            f'<aside epub:type="footnote" id="n{number}"><p>{number // 8 + 1}. A note.</p></aside>'
            for number in range(0, paragraphs, 8)
        ]
        pages[f"c{chapter}.xhtml"] = page("".join(body))
    return epub(pages, files=files)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
