"""Coming into a group: at once, or by a request that a leader answers."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from groups import notifications
from groups.actions.companions import assign_companion
from groups.actions.locks import locked_group
from groups.actions.log import record
from groups.actions.readings import take_places
from groups.actions.steps import advance_group
from groups.models import Ban, Group, JoinRequest, LogEntry, Membership

# So often a person may ask in a group within this time.
MOST_REQUESTS = 3
WHILE = timedelta(days=7)


class Refused(Exception):
    """This person cannot come into the group now. Its text says why, and what to do."""


class Full(Refused):
    """The group has as many members as it wants."""

    def __init__(self) -> None:
        super().__init__(_("This group is full. Ask one of its leaders to make room."))


class Barred(Refused):
    """The person was removed from the group for good."""

    def __init__(self) -> None:
        super().__init__(_("You cannot join this group again."))


class TooOften(Refused):
    """The person has asked several times of late."""

    def __init__(self) -> None:
        super().__init__(_("You have asked several times this week. Give the leaders some days."))


@transaction.atomic
def join(group: Group, *, user: User) -> Membership:
    """Make this person an active member, or leave things be where they are one already.

    Who returns finds their marks and places again. Raises Full and Barred.
    """
    group = locked_group(group.pk)
    membership = Membership.objects.filter(group=group, user=user).first()
    if membership and not membership.has_left:
        return membership
    _require_welcome(group, user)
    returns = membership is not None
    membership = membership or Membership(group=group, user=user)
    membership.state = Membership.State.ACTIVE
    membership.joined_at = timezone.now()
    membership.save()
    take_places(membership)
    if returns:
        # Alone here, and with all of it read, they are everyone.
        advance_group(group.pk)
    assign_companion(membership)
    # Who comes in by another way need not wait any more.
    JoinRequest.objects.filter(group=group, user=user, state=JoinRequest.State.WAITING).update(
        state=JoinRequest.State.ACCEPTED, answered_at=timezone.now()
    )
    record(group, LogEntry.Act.JOINED, by=user)
    notifications.tell_of_joining.enqueue(membership.pk)
    return membership


@transaction.atomic
def ask(group: Group, *, user: User, note: str) -> JoinRequest | None:
    """Ask the leaders to let this person in; None for who is in already.

    While a request waits, asking again only gives it the new note. Raises Full, Barred, TooOften.
    """
    group = locked_group(group.pk)
    if Membership.objects.of(user).filter(group=group).exists():
        return None
    _require_welcome(group, user)
    requests = JoinRequest.objects.filter(group=group, user=user)
    waiting = requests.waiting().first()
    if waiting:
        waiting.note = note
        waiting.save(update_fields=["note"])
        return waiting
    if requests.filter(created_at__gt=timezone.now() - WHILE).count() >= MOST_REQUESTS:
        raise TooOften
    request = JoinRequest.objects.create(group=group, user=user, note=note)
    notifications.tell_of_request.enqueue(request.pk)
    return request


@transaction.atomic
def take_back(group: Group, *, user: User) -> None:
    """Take back this person's request, if it still waits."""
    locked_group(group.pk)
    JoinRequest.objects.filter(group=group, user=user).waiting().update(
        state=JoinRequest.State.WITHDRAWN, answered_at=timezone.now()
    )


@transaction.atomic
def let_in(request: JoinRequest, *, by: Membership, answer: str = "") -> JoinRequest:
    """Make who asked a member. Nothing happens if the request does not wait any more.

    Raises Full and Barred.
    """
    request = _locked(request)
    if request.is_waiting:
        join(request.group, user=request.user)
        _answer(request, JoinRequest.State.ACCEPTED, by=by, words=answer)
        record(request.group, LogEntry.Act.REQUEST_ACCEPTED, by=by.user, about=request.user)
    return request


@transaction.atomic
def decline(request: JoinRequest, *, by: Membership, answer: str = "") -> JoinRequest:
    """Do not let in who asked. Nothing happens if the request does not wait any more."""
    request = _locked(request)
    if request.is_waiting:
        _answer(request, JoinRequest.State.DECLINED, by=by, words=answer)
        record(
            request.group,
            LogEntry.Act.REQUEST_DECLINED,
            by=by.user,
            about=request.user,
            reason=answer,
        )
    return request


def _require_welcome(group: Group, user: User) -> None:
    if Ban.objects.filter(group=group, user=user).exists():
        raise Barred
    size = Membership.objects.present().filter(group=group).count()
    if group.size_limit is not None and size >= group.size_limit:
        raise Full


def _locked(request: JoinRequest) -> JoinRequest:
    locked_group(request.group_id)
    return JoinRequest.objects.select_related("group", "user").get(pk=request.pk)


def _answer(request: JoinRequest, state: JoinRequest.State, *, by: Membership, words: str) -> None:
    request.state = state
    request.answer = words
    request.answered_by = by.user
    request.answered_at = timezone.now()
    request.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    notifications.tell_answer.enqueue(request.pk)
