"""Files of all kinds as texts."""

from articles.blocks import Cut
from articles.cutting import cut
from articles.encoding import decode
from articles.formats.kinds import FileKind, kind_of
from articles.formats.outcome import Progress
from articles.formats.sandbox import read_apart

__all__ = ["read"]


def read(data: bytes, *, name: str = "", progress: Progress | None = None) -> Cut:
    """The text in a file, whatever its kind; `name` only helps where the content says nothing.

    `progress` is told what is being done, how much of it is done, and of how much. All but plain
    text is read by another process, which can do no harm. Raises InvalidArticle.
    """
    kind = kind_of(data, name)
    if kind is FileKind.TEXT:
        return cut(decode(data))
    return read_apart(data, kind, progress=progress)
