"""The parts of a Word document and how they refer to each other."""

import posixpath
from typing import NamedTuple

from articles.blocks import Damaged
from articles.formats.archive import Archive
from articles.formats.docx.names import transitional
from articles.formats.elements import Element
from articles.formats.office import parsed

_MAIN = "word/document.xml"
_LARGEST_PART = 64 * 1024 * 1024


class Part(NamedTuple):
    """A part as XML, and where its relationships lead: other parts, or addresses."""

    root: Element
    targets: dict[str, str]
    by_kind: dict[str, str]


def main_part(archive: Archive) -> Part:
    """The part with the text. Raises Damaged where there is none."""
    name = _targets(archive, "")[1].get("officeDocument", _MAIN)
    found = part(archive, name if name in archive.names else _MAIN)
    if found is None:
        raise Damaged
    return found


def part(archive: Archive, name: str) -> Part | None:
    """The part of this name. Raises Damaged for what is no XML."""
    if not name or name not in archive.names:
        return None
    root = parsed(transitional(archive.read(name)))
    return Part(root, *_targets(archive, name))


def _targets(archive: Archive, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Where a part's relationships lead, by their keys and by their kinds."""
    folder, file = posixpath.split(name)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    targets: dict[str, str] = {}
    by_kind: dict[str, str] = {}
    if relations not in archive.names:
        return targets, by_kind
    for each in parsed(archive.read(relations)).iterchildren("{*}Relationship"):
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        targets[each.get("Id", "")] = target
        by_kind.setdefault(each.get("Type", "").rpartition("/")[2], target)
    return targets, by_kind
