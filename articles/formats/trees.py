"""Parsing (X)HTML and XML, without the network, other files or entities of their own."""

import re
from html.entities import html5

from lxml import etree, html

from articles.blocks import Damaged, TooLong, TooManyParts
from articles.formats.elements import Element

# Six for each letter of the longest text.
_LARGEST = 12_000_000
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_DEFINED = re.compile(rb"<!ENTITY\s", re.IGNORECASE)


class EntitiesDefined(Damaged):
    """Whoever defines entities in a text means harm, or might."""


def xml_tree(data: bytes) -> Element:
    """The root of an XML document. Raises Damaged for what is none, or defines entities."""
    _refuse(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        root = etree.fromstring(_ENTITY.sub(_character, data), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Damaged from error
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and next(document_type.iterentities(), None) is not None:
        raise Damaged
    return root


def xhtml_tree(data: bytes) -> Element:
    """The root of a page that should be XML, but need not. Raises Damaged."""
    try:
        return xml_tree(data)
    except EntitiesDefined:
        raise
    except Damaged:
        return html_tree(data.decode("utf-8", "replace"))


def html_tree(text: str) -> Element:
    """The root of a web page, however untidy. Raises Damaged for what is none."""
    data = text.replace("\0", "").encode("utf-8", "replace")
    _refuse(data)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Damaged from error
    # What stands deeper than the parser goes is lost, and it only says so here.
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise TooManyParts
    return root


def _refuse(data: bytes) -> None:
    if len(data) > _LARGEST:
        raise TooLong
    if _DEFINED.search(data) or _DEFINED.search(data.replace(b"\0", b"")):
        raise EntitiesDefined


def _character(match: re.Match[bytes]) -> bytes:
    name = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    characters = html5.get(f"{name.decode('ascii')};", "")
    return "".join(f"&#{ord(each)};" for each in characters).encode() or match[0]
