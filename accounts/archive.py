"""Everything that is a person's own in one archive, for them to take along."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import batched
from typing import IO

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section, sections_of

# Bytes that are kept in memory before a file takes them, and rows that are written at once.
IN_MEMORY = 2 * 1024 * 1024
BATCH = 200


def archive_of(user: User) -> IO[bytes]:
    """A ZIP file with `everything.json`, `everything.html` and the files, open at its beginning.

    It is as of one moment, in the language that is spoken now; rows are not held in memory.
    """
    made: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # for the caller
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        tempfile.SpooledTemporaryFile(IN_MEMORY) as page,
    ):
        sections = list(sections_of(user))
        with archive.open("everything.json", "w", force_zip64=True) as data:
            _write(sections, data, page)
        page.seek(0)
        with archive.open("everything.html", "w", force_zip64=True) as readable:
            readable.writelines(page)
        for section in sections:
            for file in section.files:
                archive.writestr(file.name, file.content)
    made.seek(0)
    return made


def _write(sections: Sequence[Section], data: IO[bytes], page: IO[bytes]) -> None:
    """Write all rows, which can be read only once, as JSON and as HTML."""
    page.write(_html("head", sections=sections).encode())
    data.write(b"{")
    for number, section in enumerate(sections):
        data.write(f"{', ' if number else ''}\n{json.dumps(section.key)}: [".encode())
        page.write(_html("section", section=section).encode())
        between, has_rows = "", False
        for rows in batched(section.rows, BATCH, strict=False):
            for row in rows:
                data.write(f"{between}\n{_json(row)}".encode())
                between = ","
            page.write(_html("rows", rows=[_cells(section, row) for row in rows]).encode())
            has_rows = True
        data.write(b"]")
        page.write(_html("section_end", has_rows=has_rows).encode())
    data.write(b"\n}\n")
    page.write(_html("foot").encode())


def _json(row: Row) -> str:
    return json.dumps(dict(row), cls=DjangoJSONEncoder, ensure_ascii=False)


def _html(part: str, **context: object) -> str:
    page = {
        "site_name": settings.SITE_NAME,
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "made_at": timezone.now(),
    }
    return get_template(f"accounts/everything.html#{part}").render(page | context)


def _cells(section: Section, row: Row) -> list[tuple[str, str]]:
    """The labels and values of a row that have something to say."""
    cells = [(label, _told(row.get(name))) for name, label in section.labels.items()]
    return [(label, value) for label, value in cells if value]


def _told(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case str() | int():
            return str(value)
        case Iterable():
            return ", ".join(map(str, value))
    raise TypeError(type(value))
