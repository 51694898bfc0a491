"""OpenDocument texts made by code."""

import io
import zipfile

from tests.articles.formats.corpus import picture

ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    [
        *(
            f'xmlns:{name}="{ODF}:{name}:1.0"'
            for name in ("office", "text", "style", "table", "meta")
        ),
        f'xmlns:draw="{ODF}:drawing:1.0"',
        f'xmlns:fo="{ODF}:xsl-fo-compatible:1.0"',
        f'xmlns:svg="{ODF}:svg-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)
COMMON = """
<style:default-style style:family="paragraph">
<style:text-properties fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Caption" style:family="paragraph"/>
<style:style style:name="Round" style:family="paragraph" style:parent-style-name="Round"/>
<style:style style:name="Heading_20_3" style:family="paragraph" style:default-outline-level="3"/>
<text:outline-style>
<text:outline-level-style text:level="1" style:num-format=""/>
<text:outline-level-style text:level="2" style:num-format="I" style:num-suffix="."/>
</text:outline-style>
"""
OWN = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_3"/>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/>
</style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="T3" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties text:display="none"/>
</style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-number text:level="1" text:start-value="3"
style:num-format="א, י, ק, ..." style:num-suffix="."/></text:list-style>
"""
LONG = "The lamp was lit before anybody in the house had come down the stairs."


def content(body: str) -> str:
    return (
        f"<office:document-content {NAMES}><office:automatic-styles>{OWN}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def about(title: str, author: str) -> str:
    said = f"<dc:title>{title}</dc:title><meta:initial-creator>{author}</meta:initial-creator>"
    return f"<office:meta>{said}</office:meta>"


def odt(
    body: str, *, title: str = "", author: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """An ODT file of these paragraphs."""
    styles = f"<office:document-styles {NAMES}><office:styles>{COMMON}</office:styles>"
    meta = f"<office:document-meta {NAMES}>{about(title, author)}</office:document-meta>"
    files = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content(body).encode(),
        "styles.xml": f"{styles}</office:document-styles>".encode(),
        "meta.xml": meta.encode(),
        "Pictures/lamp.png": picture(),
        **(more or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            # Programs look for the kind of file at its beginning, so this one is not packed.
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(name, data, packing)
    return file.getvalue()


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def listed(*items: str, style: str = "", attributes: str = "") -> str:
    inside = "".join(f"<text:list-item>{each}</text:list-item>" for each in items)
    return f'<text:list text:style-name="{style}" {attributes}>{inside}</text:list>'


def note(text: str) -> str:
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{text}</text:note-body></text:note>"
    )


def frame(inside: str, description: str = "") -> str:
    return f"<draw:frame>{inside}<svg:desc>{description}</svg:desc></draw:frame>"


IMAGE = '<draw:image xlink:href="Pictures/lamp.png"/>'
