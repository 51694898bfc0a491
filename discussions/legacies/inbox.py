"""What people are told of legacies in their inbox: theirs is handed down, and it helps."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.inbox import Entry, Source
from accounts.models import User
from articles.markdown.comments import plain
from discussions.models import HeirloomHelp, Legacy
from discussions.models.heirlooms import stands
from groups.models import Reading

WORDS = 32


def _legacies(member: User) -> QuerySet[Legacy]:
    """What the groups of this person hand down."""
    readings = Reading.objects.visible_to(member).values("pk")
    standing = Legacy.objects.standing().filter(reading__in=readings)
    return standing.select_related("reading__article", "reading__group")


def _legacy(legacy: Legacy, kind: str, reader: User) -> Entry:
    assert legacy.reading is not None
    return Entry(
        _("What you prepared is handed down; choose what of yours goes with it"),
        None,
        url=_back_on(legacy.reading),
        about=legacy.reading.article.title,
        where=legacy.reading.group.name,
    )


def _helps(author: User) -> QuerySet[HeirloomHelp]:
    """Where what this person handed down, and still does, has helped somebody."""
    readings = Reading.objects.visible_to(author).values("pk")
    of_mine = HeirloomHelp.objects.filter(
        stands("heirloom__note__"),
        heirloom__note__comment__author=author,
        heirloom__note__comment__reading__in=readings,
    )
    comment = "heirloom__note__comment"
    return of_mine.select_related(f"{comment}__reading__article", f"{comment}__reading__group")


def _help(helped: HeirloomHelp, kind: str, reader: User) -> Entry:
    comment = helped.heirloom.note.comment
    assert comment is not None
    return Entry(
        _("What you handed down has helped somebody who reads after you"),
        None,
        url=_back_on(comment.reading),
        about=comment.reading.article.title,
        where=comment.reading.group.name,
        words=Truncator(plain(comment.source)).words(WORDS),
    )


def _back_on(reading: Reading) -> str:
    return reverse("discussions:back", args=[reading.pk])


SOURCES = [
    Source({"legacy": gettext_lazy("My group hands something down")}, _legacies, _legacy),
    Source({"handed": gettext_lazy("What I handed down helped somebody")}, _helps, _help),
]
