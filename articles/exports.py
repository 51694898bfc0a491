"""The texts that a person has brought, for the export of what is theirs."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import File, Row, Section
from articles.markdown import document
from articles.models import Article, Collection, Draft, Picture, Revision, Text

# So many rows with whole texts are in memory at once.
FEW = 20


def my_texts(user: User) -> Section:
    """The articles, each with a file that holds its text as it is now."""
    mine = Article.objects.filter(added_by=user).order_by("pk")
    return Section(
        key="texts",
        title=_("Texts I have brought"),
        labels=_labels(),
        rows=({**_facts(text), "file": _file_name(text)} for text in mine.iterator()),
        files=_text_files(user),
    )


def my_collections(user: User) -> Section:
    mine = Collection.objects.filter(added_by=user).order_by("pk")
    return Section(
        key="collections",
        title=_("Collections I have brought"),
        labels=_labels(),
        rows=(_facts(text) for text in mine.iterator()),
    )


def my_revisions(user: User) -> Section:
    """The versions that the person has made; their sources stand in the JSON file only."""
    mine = Revision.objects.filter(made_by=user).select_related("article").order_by("pk")
    return Section(
        key="revisions",
        title=_("Versions of texts I have made"),
        labels={
            "title": _("Title"),
            "number": _("Version"),
            "note": _("What has changed"),
            "made_at": _("When"),
        },
        rows=(
            {
                "title": revision.article.title,
                "number": revision.number,
                "note": revision.note,
                "made_at": revision.made_at,
                "source": revision.source,
            }
            for revision in mine.iterator(chunk_size=FEW)
        ),
    )


def my_drafts(user: User) -> Section:
    mine = Draft.objects.of(user).order_by("pk")
    return Section(
        key="drafts",
        title=_("Texts on their way in"),
        labels=_labels(),
        rows=({**_facts(text), "file": _file_name(text)} for text in mine.defer("blocks_json")),
        files=(
            File(_file_name(draft), document(draft.blocks).encode())
            for draft in mine.iterator(chunk_size=FEW)
        ),
    )


SECTIONS = [my_texts, my_collections, my_revisions, my_drafts]


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "author": _("Author"),
        "language": _("Language"),
        "source": _("Source"),
        "licence": _("Licence"),
        "visibility": _("Who may find and read it"),
        "created_at": _("Brought on"),
        "file": _("File"),
    }


def _facts(text: Article | Collection | Draft) -> Row:
    return {
        "title": text.title,
        "author": text.author,
        "language": text.language,
        "source": text.source,
        "licence": text.licence,
        "visibility": text.get_visibility_display(),
        "created_at": text.created_at,
    }


def _file_name(text: Text) -> str:
    folder = "drafts" if isinstance(text, Draft) else "texts"
    title = slugify(text.title, allow_unicode=True)[:60]
    return f"{folder}/{text.pk}-{title or 'text'}.md"


def _text_files(user: User) -> Iterator[File]:
    others = Revision.objects.filter(article=OuterRef("article")).order_by("-number")
    mine = Revision.objects.filter(article__added_by=user).select_related("article")
    newest = mine.filter(number=Subquery(others.values("number")[:1])).order_by("article")
    for revision in newest.iterator(chunk_size=FEW):
        yield File(_file_name(revision.article), revision.source.encode())
    pictures = Picture.objects.filter(article__added_by=user).order_by("pk")
    for picture in pictures.iterator(chunk_size=FEW):
        yield File(f"texts/{picture.article_id}-{picture.name}.webp", bytes(picture.content))
