"""What becomes of a person's groups when their account is erased."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.actions.traces import forget_tasks
from accounts.duties import Duty, chosen_heir
from accounts.models import User
from articles.models import Article, Visibility
from groups.actions.attendance import end_attendances
from groups.actions.companions import hand_on
from groups.actions.groups import close
from groups.actions.members import change_role
from groups.actions.steps import advance_group
from groups.models import Group, Invitation, JoinRequest, LogEntry, Membership, Reading
from groups.models.memberships import MembershipQuerySet

LEADER = Membership.Role.LEADER


def led_alone(user: User) -> list[Duty]:
    """The groups that this person leads alone, with the members who could lead them next."""
    others = _staying(user).filter(role=LEADER)
    led = Membership.objects.leading().filter(user=user).exclude(group__in=others.values("group"))
    groups = Group.objects.filter(pk__in=led.values("group"))
    heirs: dict[int, list[tuple[str, str]]] = {}
    for heir in _staying(user).filter(group__in=groups).select_related("user"):
        heirs.setdefault(heir.group_id, []).append((str(heir.pk), heir.user.display_name))
    return [Duty(f"group-{group.pk}", group.name, heirs.get(group.pk, [])) for group in groups]


@transaction.atomic
def step_back(
    sender: object = None, *, user: User, ends: date, heirs: Mapping[str, str], **_more: Any
) -> None:
    """Let nobody wait for a person whose account is to be erased, and somebody else lead.

    Raises NoHeir for a group with other members that would be left without a leader.
    """
    hold_groups(user)
    for duty in led_alone(user):
        if heir := chosen_heir(duty, heirs):
            _hand_lead(heir, user)
    active = Membership.objects.active().filter(user=user)
    pausing = list(active)
    active.update(state=Membership.State.PAUSED, paused_until=_back(ends))
    for membership in pausing:
        end_attendances(membership)
        hand_on(membership)
        advance_group(membership.group_id)
    waiting = JoinRequest.objects.filter(user=user, state=JoinRequest.State.WAITING)
    waiting.update(state=JoinRequest.State.WITHDRAWN)


@transaction.atomic
def step_forward(sender: object = None, *, user: User, ends: date, **_more: Any) -> None:
    """Let a person who keeps their account be active again wherever `step_back` paused them."""
    hold_groups(user)
    paused = Membership.objects.filter(user=user, state=Membership.State.PAUSED)
    paused.filter(paused_until=_back(ends)).update(state=Membership.State.ACTIVE, paused_until=None)


@transaction.atomic
def erase_memberships(
    sender: object = None, *, user: User, emails: Collection[str], **_more: Any
) -> None:
    """Take a person out of all groups, with their marks and places and all that they asked for.

    A group that has nobody left closes. One that came to be led by them alone meanwhile is led
    from now on by who has been there longest.
    """
    hold_groups(user)
    for duty in led_alone(user):
        if duty.heirs:
            _hand_lead(duty.heirs[0][0])
    _hold_texts(user)
    _pass_on_translations(user)
    _forget_tasks(user)
    for group in _left_empty(user):
        close(group)
    _forget_words(user, emails)
    JoinRequest.objects.filter(user=user).delete()
    mine = Membership.objects.filter(user=user)
    keys = sorted(mine.values_list("group", flat=True))
    mine.delete()
    for key in keys:
        advance_group(key)


def hold_groups(user: User) -> None:
    """Lock all groups that this person is or was in, until the end of the transaction."""
    groups = Group.objects.filter(pk__in=Membership.objects.filter(user=user).values("group"))
    list(groups.order_by("pk").select_for_update().values_list("pk"))


def _staying(user: User) -> MembershipQuerySet:
    """The others who can lead a group: the active ones first, then the longest in it."""
    return Membership.objects.staying().exclude(user=user).order_by("state", "joined_at", "pk")


def _hand_lead(heir: str, by: User | None = None) -> None:
    membership = Membership.objects.get(pk=heir)
    mine = Membership.objects.filter(group=membership.group_id, user=by).first() if by else None
    change_role(membership, role=LEADER, by=mine)


def _back(ends: date) -> date:
    # A pause always has its end, also where the erasure should not come: the day after it. By this
    # day a pause of this kind is told from one that the member chose.
    return ends + timedelta(days=1)


def _left_empty(user: User) -> list[Group]:
    """The groups in which this person is the last."""
    others = Membership.objects.present().exclude(user=user)
    mine = Membership.objects.present().filter(user=user)
    groups = Group.objects.filter(pk__in=mine.values("group"))
    return list(groups.exclude(pk__in=others.values("group")).order_by("pk"))


def _hold_texts(user: User) -> None:
    # A revision that is being made at this moment moves the places that are to go.
    readings = Reading.objects.filter(places__membership__user=user)
    articles = Article.objects.filter(pk__in=readings.values("article"))
    list(articles.order_by("pk").select_for_update().values_list("pk"))


def _pass_on_translations(user: User) -> None:
    """Give the translations that only groups of this person may read to a leader there."""
    mine = Article.objects.filter(added_by=user, visibility=Visibility.GROUPS)
    for translation in mine.exclude(translation_of=None):
        readings = Reading.objects.visible_to(user).filter(article=translation.translation_of_id)
        leading = _staying(user).filter(role=LEADER, group__in=readings.values("group"))
        if heir := leading.first():
            Article.objects.filter(pk=translation.pk).update(added_by=heir.user_id)


def _forget_words(user: User, emails: Collection[str]) -> None:
    """Clear what the person noted for themselves, and their addresses where others noted them."""
    notes = LogEntry.objects.filter(act__in=(LogEntry.Act.INVITED, LogEntry.Act.REVOKED))
    notes.filter(actor=user).update(reason="")
    for email in emails:
        Invitation.objects.filter(email__iexact=email).delete()
        Invitation.objects.filter(note__icontains=email).update(note="")
        LogEntry.objects.filter(reason__icontains=email).update(reason="")


def _forget_tasks(user: User) -> None:
    mine = Membership.objects.filter(user=user)
    requests = JoinRequest.objects.filter(user=user)
    invitations = Invitation.objects.filter(invited_by__in=mine)
    forget_tasks(
        {
            "membership_pk": set(mine.values_list("pk", flat=True)),
            "request_pk": set(requests.values_list("pk", flat=True)),
            "invitation_pk": set(invitations.values_list("pk", flat=True)),
        }
    )
