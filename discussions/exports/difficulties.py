"""Where a person was stuck, and where they were called to help."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from discussions.models import Call, Stuck
from groups.exports import Names, where_labels


def my_difficulties(user: User) -> Section:
    """Where the person was stuck, named or not, and what they said of it."""
    return Section(
        key="stuck",
        title=_("Where I was stuck"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "words": _("My words"),
            "is_anonymous": _("Without my name"),
            "created_at": _("When"),
            "cleared_at": _("Cleared"),
        },
        rows=_difficulties(user),
    )


def _difficulties(user: User) -> Iterator[Row]:
    names = Names(user)
    for stuck in Stuck.objects.filter(asker=user).select_related("reading", "paragraph"):
        yield {
            **names.where(stuck.reading),
            "paragraph": stuck.paragraph.position,
            "address": stuck.get_absolute_url(),
            "words": stuck.source,
            "is_anonymous": stuck.is_anonymous,
            "created_at": stuck.created_at,
            "cleared_at": stuck.cleared_at,
            "hidden_at": stuck.hidden_at,
        }


def my_calls(user: User) -> Section:
    """Where the person was called to help; not whom."""
    return Section(
        key="calls",
        title=_("Where I was called to help"),
        labels={**where_labels(), "created_at": _("When")},
        rows=_calls(user),
    )


def _calls(user: User) -> Iterator[Row]:
    names = Names(user)
    for call in Call.objects.filter(helper=user).select_related("stuck__reading"):
        yield {
            **names.where(call.stuck.reading),
            "round": call.round,
            "created_at": call.created_at,
        }
