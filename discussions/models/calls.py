"""Who was called to help somebody who is stuck, and who can be."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Block
from discussions.calling import Candidate
from discussions.models.listening import Following
from discussions.models.stuck import Stuck
from groups.models import Mark, Membership, Place
from groups.models.memberships import MembershipQuerySet

# Calls of so long ago weigh on nobody any more.
WEIGHS = timedelta(days=30)


class Call(models.Model):
    """That a member was called to help somebody who is stuck."""

    stuck = models.ForeignKey(Stuck, on_delete=models.CASCADE, related_name="calls")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calls"
    )
    round = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("stuck", "helper"), name="discussions_one_call"),
        )

    def __str__(self) -> str:
        return f"{self.helper} · {self.stuck}"


def who_can_help(stuck: Stuck) -> MembershipQuerySet:
    """The active members who are past where somebody is stuck, and want to hear of it.

    Nobody who has blocked the other, the one or the other way, is among them.
    """
    marks = Mark.objects.filter(
        reading=stuck.reading_id, paragraph=stuck.paragraph_id, membership=OuterRef("pk")
    )
    blocks = Block.objects.filter(
        Q(blocker=OuterRef("user"), blocked=stuck.asker_id)
        | Q(blocker=stuck.asker_id, blocked=OuterRef("user"))
    )
    chosen = Following.objects.filter(user=OuterRef("user"))
    of_thread = chosen.filter(thread=stuck.thread_id)
    of_paragraph = chosen.filter(reading=stuck.reading_id, paragraph=stuck.paragraph_id)
    choices = (Subquery(chosen.values("is_muted")) for chosen in (of_thread, of_paragraph))
    members = Membership.objects.active().staying().filter(group=stuck.reading.group_id)
    others = members.exclude(user=stuck.asker_id).alias(is_muted=Coalesce(*choices, False))
    return others.filter(Exists(marks.filter(is_carried=False)), ~Exists(blocks), is_muted=False)


def helpers_nearby(stuck: Stuck) -> list[Candidate]:
    """These members, with how far past it they stand and how often they were called of late."""
    behind_all = stuck.reading.article.text.count() + 1
    places = Place.objects.filter(reading=stuck.reading_id, membership=OuterRef("pk"))
    calls = Call.objects.filter(
        helper=OuterRef("user"),
        stuck__reading__group=stuck.reading.group_id,
        created_at__gt=timezone.now() - WEIGHS,
    )
    of_helper = calls.order_by().values("helper")
    found = who_can_help(stuck).annotate(
        stands_at=Subquery(places.values("paragraph__position")),
        calls=Coalesce(Subquery(of_helper.annotate(of=Count("pk")).values("of")), 0),
        last=Subquery(of_helper.annotate(last=Max("created_at")).values("last")),
    )
    return [
        Candidate(user, abs((at or behind_all) - stuck.paragraph.position), calls, last)
        for user, at, calls, last in found.values_list("user", "stands_at", "calls", "last")
    ]
