"""What a group's page shows of its discussions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.text import Truncator

from accounts.models import User, compiled
from articles.markdown.comments import plain
from discussions.echoes import echoes_in
from discussions.introductions import introduction_in
from discussions.models import PUBLIC, Comment, CommentQuerySet, unheard_by
from groups.models import Membership, Reading
from groups.panels import Panel

NEWEST = 5
WORDS = 32


@dataclass(frozen=True)
class Saying:
    """A comment with the beginning of its words."""

    comment: Comment
    words: str


def new_voices(membership: Membership) -> Panel | None:
    """In which of the group's readings something is new to this member, and how much."""
    readings = _new(membership.user, membership.group_id)
    return Panel("discussions/_new_voices.html", {"readings": readings}) if readings else None


def my_preparations(membership: Membership) -> Panel | None:
    """How much this member has prepared in their group, and what has come of it."""
    echoes = echoes_in(membership.group_id, membership.user).values()
    if not echoes:
        return None
    context = {
        "number": len(echoes),
        "reached": sum(echo.reached for echo in echoes),
        "helped": sum(echo.helped for echo in echoes),
    }
    return Panel("discussions/_prepared_panel.html", context)


def recent_voices(membership: Membership) -> Panel | None:
    """The newest of what this member may hear in their group, where all may hear it."""
    newest = _newest(membership.user, membership.group_id)
    said = [Saying(comment, Truncator(plain(comment.source)).words(WORDS)) for comment in newest]
    return Panel("discussions/_recent.html", {"sayings": said}) if said else None


def introduction(membership: Membership) -> Panel | None:
    """Whom this member may meet by answering a question of theirs."""
    met = introduction_in(membership)
    return Panel("discussions/_introduction.html", {"introduction": met}) if met else None


@compiled
def _new(user: User, group: int) -> QuerySet[Comment, Any]:
    unheard = unheard_by(user, within=Reading.objects.filter(group=group)).order_by("reading")
    reading = ("reading", "reading__article__title", "reading__article__language")
    counted: QuerySet[Comment, Any] = unheard.values(*reading).annotate(new=Count("pk"))
    return counted


@compiled
def _newest(user: User, group: int) -> CommentQuerySet:
    heard = Comment.objects.visible_to(user).standing()
    public = heard.filter(reading__group=group, thread__kind__in=PUBLIC)
    related = public.select_related("author", "paragraph", "reading__article", "thread")
    return related.order_by("-created_at", "-pk")[:NEWEST]
