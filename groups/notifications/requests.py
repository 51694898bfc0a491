"""Letters and notices about coming in: who asks, who has come, and what was answered."""

from django.tasks import task
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.notices import tell
from accounts.letters import (
    Letter,
    Quoted,
    absolute,
    choice_url,
    reaches,
    send,
    spoken_to,
    stop_url,
)
from accounts.models import User
from groups.inbox import bundle_of
from groups.models import Group, JoinRequest, Membership
from groups.notifications.wording import MANY, blocks, is_in, names_of


@task()
def tell_of_request(request_pk: int) -> None:
    """Tell those who lead the group now that somebody waits to be let in."""
    request = JoinRequest.objects.waiting().filter(pk=request_pk).first()
    if request:
        leading = Membership.objects.leading().filter(group=request.group_id)
        people = {leader.user_id for leader in leading}
        bundle = bundle_of(request.group_id)
        tell("request", about=request.pk, bundle=bundle, to=people, has_letter=True)
        for leader in leading:
            # A letter each: one that fails does not send the others again.
            tell_leader_of_request.enqueue(request.pk, leader.pk)


@task()
def tell_leader_of_request(request_pk: int, membership_pk: int) -> None:
    """Tell one of them."""
    requests = JoinRequest.objects.waiting().select_related("group", "user")
    request = requests.filter(pk=request_pk).first()
    leaders = Membership.objects.leading().select_related("user")
    leader = leaders.filter(pk=membership_pk).first()
    if request is None or leader is None or leader.group_id != request.group_id:
        return
    is_at_once = reaches(leader.user) and leader.user.mail == User.Mail.AT_ONCE
    if not is_at_once or blocks(leader.user, request.user):
        return
    with spoken_to(leader.user):
        names = names_of(request.group, request.user)
        letter = Letter(
            _("%(person)s would like to join %(group)s") % names,
            [
                _("%(person)s asks to be let into your group %(group)s.") % names,
                Quoted(request.note),
            ],
            url=absolute(_requests_of(request.group)),
            label=_("Answer"),
            why=_("This letter came because you lead the group %(group)s.") % names,
            choice_url=choice_url(),
            stop_url=stop_url(leader.user),
        )
        send(letter, to=leader.user.email)


@task(priority=MANY)
def tell_of_joining(membership_pk: int) -> None:
    """Tell those who lead the group now that somebody is in it, but not who let them in."""
    member = Membership.objects.present().filter(pk=membership_pk).first()
    if member is None:
        return
    accepted = JoinRequest.objects.filter(group=member.group_id, user=member.user_id)
    hosts = accepted.exclude(answered_by=None).values("answered_by")
    leading = Membership.objects.leading().filter(group=member.group_id)
    told = leading.exclude(user=member.user_id).exclude(user__in=hosts)
    people = set(told.values_list("user", flat=True))
    tell("join", about=member.pk, bundle=bundle_of(member.group_id), to=people)


@task()
def tell_answer(request_pk: int) -> None:
    """Tell who asked to join what the leaders have answered."""
    answered = JoinRequest.objects.exclude(answered_by=None).select_related("group", "user")
    request = answered.filter(pk=request_pk).first()
    if request is None or not reaches(request.user):
        return
    is_member = is_in(request.group, request.user)
    if request.state == JoinRequest.State.ACCEPTED and is_member:
        _tell_acceptance(request)
    elif request.state == JoinRequest.State.DECLINED and not is_member:
        _tell_refusal(request)


def _tell_acceptance(request: JoinRequest) -> None:
    with spoken_to(request.user):
        names = names_of(request.group)
        letter = Letter(
            _("Welcome to %(group)s") % names,
            [
                _("You asked to join %(group)s, and its leaders have let you in.") % names,
                Quoted(request.answer),
            ],
            url=absolute(request.group.get_absolute_url()),
            label=_("To the group"),
            why=_("This letter came because you asked to join the group %(group)s.") % names,
            choice_url=choice_url(),
            stop_url=stop_url(request.user),
        )
        send(letter, to=request.user.email)


def _tell_refusal(request: JoinRequest) -> None:
    with spoken_to(request.user):
        names = names_of(request.group)
        letter = Letter(
            _("Your wish to join %(group)s") % names,
            [
                _("You asked to join %(group)s. Its leaders have not let you in this time.")
                % names,
                Quoted(request.answer),
            ],
            url=absolute(reverse("groups:directory")),
            label=_("Look for other groups"),
            why=_("This letter came because you asked to join the group %(group)s.") % names,
            choice_url=choice_url(),
            stop_url=stop_url(request.user),
        )
        send(letter, to=request.user.email)


def _requests_of(group: Group) -> str:
    return reverse("groups:requests", args=[group.pk])
