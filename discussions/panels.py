"""What a group's page shows of its discussions."""

from dataclasses import dataclass

from django.utils.text import Truncator

from articles.markdown.comments import plain
from discussions.models import Comment
from groups.models import Membership
from groups.panels import Panel

NEWEST = 5
WORDS = 32


@dataclass(frozen=True)
class Saying:
    """A comment with the beginning of its words."""

    comment: Comment
    words: str


def recent_voices(membership: Membership) -> Panel | None:
    """The newest of what this member may hear in their group."""
    heard = Comment.objects.visible_to(membership.user).standing()
    newest = (
        heard.filter(reading__group=membership.group_id)
        .select_related("author", "paragraph", "reading__article")
        .order_by("-created_at", "-pk")[:NEWEST]
    )
    said = [Saying(comment, Truncator(plain(comment.source)).words(WORDS)) for comment in newest]
    return Panel("discussions/_recent.html", {"sayings": said}) if said else None
