"""Handing down: what authors agree to, and how leaders publish it."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from discussions import notifications
from discussions.actions.passing import pass_on
from discussions.models import (
    Consent,
    Heirloom,
    HeirloomHelp,
    Legacy,
    LegacyNote,
    Publication,
    generation_of,
    heritable,
)
from discussions.models.legacies import AGREEING, hash_of
from discussions.permissions import may_hand_down
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.actions.steps import held
from groups.models import Group, LogEntry, Membership, Reading


@transaction.atomic
def choose(reading: Reading, *, author: User, choices: Mapping[int, str]) -> None:
    """Note what somebody lets be handed down of their comments, by the comments' keys.

    What they agree to now goes to those who have received the legacy already; what they do not
    agree to any more is nowhere from now on.
    """
    legacy = Legacy.objects.select_for_update().filter(reading=reading).first()
    for comment in heritable(reading).filter(author=author, pk__in=choices):
        chosen = {"choice": choices[comment.pk], "chosen_at": timezone.now()}
        Consent.objects.update_or_create(comment=comment, defaults=chosen)
    if legacy:
        _gather(legacy)
        pass_on(legacy)


@transaction.atomic
def publish(
    reading: Reading,
    *,
    by: Membership,
    reach: Publication.Reach,
    to_group: Group | None = None,
    names_group: bool = False,
    carries_on: bool = True,
) -> Publication:
    """Hand down what the authors of a finished reading agree to; its members are told.

    It `carries_on` what was received and has helped somebody here, as long as its own authors
    agree. Raises PermissionDenied for who does not lead the group, or is not in the group that it
    is for, and while the reading is not finished.
    """
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    if not may_hand_down(by, held(reading.pk)):
        raise PermissionDenied(_("A reading is handed down when it is finished."))
    if to_group and not Membership.objects.of(by.user).filter(group=to_group).exists():
        raise PermissionDenied(_("You can hand it down to a group that you are in."))
    given = {
        "article_id": reading.article_id,
        "generation": generation_of(reading),
        "names_group": names_group,
        "withdrawn_at": None,
    }
    legacy, _is_new = Legacy.objects.update_or_create(reading=reading, defaults=given)
    _gather(legacy)
    if carries_on:
        _carry_on(legacy)
    pass_on(legacy)
    record(group, LogEntry.Act.HANDED_DOWN, by=by.user, reading=reading)
    notifications.tell_of_legacy.enqueue(legacy.pk, by.user_id)
    return _reach(legacy, by=by.user, reach=reach, to_group=to_group)


@transaction.atomic
def revoke_publication(publication: Publication, *, by: Membership) -> None:
    """End one way of handing down: by it no further reading receives the legacy."""
    reading = publication.legacy.reading
    assert reading is not None
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    mine = Publication.objects.filter(pk=publication.pk, revoked_at=None)
    if mine.update(revoked_at=timezone.now()):
        record(group, LogEntry.Act.HANDING_REVOKED, by=by.user, reading=reading)


@transaction.atomic
def withdraw(legacy: Legacy, *, by: Membership) -> None:
    """Take a legacy back: its notes are nowhere any more, also where they were carried on.

    When it is published again, they are there again for those who had received it.
    """
    reading = legacy.reading
    assert reading is not None
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    now = timezone.now()
    if Legacy.objects.standing().filter(pk=legacy.pk).update(withdrawn_at=now):
        Publication.objects.filter(legacy=legacy, revoked_at=None).update(revoked_at=now)
        record(group, LogEntry.Act.WITHDREW, by=by.user, reading=reading)


def _gather(legacy: Legacy) -> None:
    """Put what its authors agree to into a legacy."""
    assert legacy.reading is not None
    known = LegacyNote.objects.filter(legacy=legacy, root=None).values("comment")
    agreed = heritable(legacy.reading).filter(consent__choice__in=AGREEING)
    LegacyNote.objects.bulk_create(
        LegacyNote(
            legacy=legacy,
            paragraph_id=comment.paragraph_id,
            comment=comment,
            generation=legacy.generation,
        )
        for comment in agreed.exclude(pk__in=known)
    )


def _carry_on(legacy: Legacy) -> None:
    """Put what the reading has received, and what helped somebody there, into its own legacy."""
    helped = HeirloomHelp.objects.filter(heirloom=OuterRef("pk"))
    received = Heirloom.objects.standing().filter(Exists(helped), reading=legacy.reading)
    known = set(LegacyNote.objects.filter(legacy=legacy).values_list("root", flat=True))
    LegacyNote.objects.bulk_create(
        LegacyNote(
            legacy=legacy,
            paragraph_id=heirloom.paragraph_id,
            comment_id=heirloom.note.comment_id,
            root=heirloom.note.first,
            generation=heirloom.note.generation,
        )
        for heirloom in received.select_related("note__root")
        if heirloom.note.first.pk not in known
    )


def _reach(
    legacy: Legacy, *, by: User, reach: Publication.Reach, to_group: Group | None
) -> Publication:
    """The publication that reaches so far; a code is always a new one."""
    there = Publication.objects.standing().filter(legacy=legacy, reach=reach, to_group=to_group)
    found = None if reach == Publication.Reach.CODE else there.first()
    if found:
        return found
    publication = Publication(legacy=legacy, reach=reach, to_group=to_group, published_by=by)
    if reach == Publication.Reach.CODE:
        publication.code_hash = hash_of(publication.made_code)
    publication.save()
    return publication
