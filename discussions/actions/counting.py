"""What a thread knows of the comments in it, kept true by every act."""

from collections.abc import Collection

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from discussions.live import tell_of_all
from discussions.models import Comment, Thread


def held(thread_pk: int) -> Thread:
    """A thread, locked until the transaction ends: who speaks in it waits for the next number."""
    return Thread.objects.select_for_update(no_key=True).get(pk=thread_pk)


def stir(*threads: int) -> None:
    """Note that what is read in these threads has changed."""
    Thread.objects.filter(pk__in=threads).update(version=F("version") + 1)
    tell_of_all(threads)


def recount(threads: Collection[int]) -> None:
    """Count the standing voices of these threads anew, one act after another.

    A question whose answer stands no more is open again.
    """
    locked = Thread.objects.select_for_update(no_key=True).filter(pk__in=threads)
    list(locked.order_by("pk").values_list("pk"))
    standing = Comment.objects.standing().filter(thread=OuterRef("pk")).order_by()
    counted = standing.values("thread").annotate(number=Count("pk")).values("number")
    Thread.objects.filter(pk__in=threads).update(
        voices=Coalesce(Subquery(counted), 0), version=F("version") + 1
    )
    answered = Thread.objects.filter(pk__in=threads).exclude(answer=None)
    answered.exclude(answer__in=Comment.objects.standing()).update(answer=None)
    tell_of_all(threads)
