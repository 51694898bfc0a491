"""What a person hands down, and what of others helped them, for the export of what is theirs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from discussions.models import Consent, HeirloomHelp, Help
from groups.exports import Names, where_labels


def my_consents(user: User) -> Section:
    """What the person chose to hand down, or not to."""
    return Section(
        key="handed_down",
        title=_("What I hand down"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "choice": _("What I chose"),
            "words": _("My words"),
            "chosen_at": _("When"),
        },
        rows=_consents(user),
    )


def _consents(user: User) -> Iterator[Row]:
    names = Names(user)
    related = ("comment__reading", "comment__paragraph")
    consents = Consent.objects.filter(comment__author=user).select_related(*related)
    for consent in consents.order_by("pk"):
        yield {
            **names.where(consent.comment.reading),
            "paragraph": consent.comment.paragraph.position,
            "address": consent.comment.get_absolute_url(),
            "choice": consent.get_choice_display(),
            "words": consent.comment.source,
            "chosen_at": consent.chosen_at,
        }


def my_helps(user: User) -> Section:
    """Where the person said that something helped them; nobody else's words."""
    return Section(
        key="helped_me",
        title=_("What helped me"),
        labels={**where_labels(), "paragraph": _("Paragraph"), "created_at": _("When")},
        rows=_helps(user),
    )


def _helps(user: User) -> Iterator[Row]:
    names = Names(user)
    related = ("comment__reading", "comment__paragraph")
    for one in Help.objects.filter(user=user).select_related(*related):
        yield {
            **names.where(one.comment.reading),
            "paragraph": one.comment.paragraph.position,
            "created_at": one.created_at,
        }
    related = ("heirloom__reading", "heirloom__paragraph")
    for later in HeirloomHelp.objects.filter(user=user).select_related(*related):
        yield {
            **names.where(later.heirloom.reading),
            "paragraph": later.heirloom.paragraph.position,
            "is_from_before": True,
            "created_at": later.created_at,
        }


SECTIONS = [my_consents, my_helps]
