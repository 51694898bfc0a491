"""Letters about groups: written and sent by the worker, after looking at everything again.

Actions enqueue these tasks in their transaction, e.g. `tell_answer.enqueue(request.pk)`: if it
rolls back, nothing goes out. What is true when a task's turn comes counts, not what was true
before: nobody who has left, is switched off or wants no letters gets one.
"""

from collections.abc import Sequence

from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.letters import (
    Letter,
    Quoted,
    absolute,
    choice_url,
    named,
    owner_of,
    reaches,
    send,
    spoken_in,
    spoken_to,
)
from accounts.models import Block, User
from groups.models import Ban, Group, Invitation, JoinRequest, Membership

# After codes that somebody waits for, and after letters to those who are here already.
_MANY = -10


@task()
def tell_of_request(request_pk: int) -> None:
    """Tell those who lead the group now that somebody waits to be let in."""
    request = JoinRequest.objects.waiting().filter(pk=request_pk).first()
    if request:
        leading = Membership.objects.leading().filter(group=request.group_id)
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
    if not reaches(leader.user) or _blocks(leader.user, request.user):
        return
    with spoken_to(leader.user):
        names = _names(request.group, request.user)
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
        )
        send(letter, to=leader.user.email)


@task()
def tell_answer(request_pk: int) -> None:
    """Tell who asked to join what the leaders have answered."""
    answered = JoinRequest.objects.exclude(answered_by=None).select_related("group", "user")
    request = answered.filter(pk=request_pk).first()
    if request is None or not reaches(request.user):
        return
    is_in = _is_in(request.group, request.user)
    if request.state == JoinRequest.State.ACCEPTED and is_in:
        _tell_acceptance(request)
    elif request.state == JoinRequest.State.DECLINED and not is_in:
        _tell_refusal(request)


def _tell_acceptance(request: JoinRequest) -> None:
    with spoken_to(request.user):
        names = _names(request.group)
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
        )
        send(letter, to=request.user.email)


def _tell_refusal(request: JoinRequest) -> None:
    with spoken_to(request.user):
        names = _names(request.group)
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
        )
        send(letter, to=request.user.email)


@task()
def tell_role(membership_pk: int, by_pk: int | None) -> None:
    """Tell a member that another person (the user `by_pk`) changed their role."""
    present = Membership.objects.present().select_related("group", "user")
    member = present.filter(pk=membership_pk).first()
    if member is None or member.user_id == by_pk or not reaches(member.user):
        return
    with spoken_to(member.user):
        names = _names(member.group)
        if member.is_leader:
            subject = _("You lead %(group)s now") % names
            words = [
                _("You have been made a leader of %(group)s.") % names,
                _(
                    "Leaders invite people and answer those who ask to join, start readings, and "
                    "see to it that everyone is well there."
                ),
            ]
        else:
            subject = _("You do not lead %(group)s any more") % names
            words = [
                _(
                    "You are a member of %(group)s and do not lead it any more. "
                    "All that you have read and said stays as it is."
                )
                % names
            ]
        _send_to_member(member, subject, words)


def _send_to_member(member: Membership, subject: str, words: Sequence[str]) -> None:
    letter = Letter(
        subject,
        words,
        url=absolute(member.group.get_absolute_url()),
        label=_("To the group"),
        why=_("This letter came because you are in the group %(group)s.") % _names(member.group),
        choice_url=choice_url(),
    )
    send(letter, to=member.user.email)


@task()
def tell_removal(group_pk: int, user_pk: int, reason: str, is_banned: bool) -> None:
    """Tell a person that they were removed, and why; nothing if they are back."""
    group = Group.objects.filter(pk=group_pk).first()
    user = User.objects.filter(pk=user_pk).first()
    if group is None or user is None or not reaches(user) or _is_in(group, user):
        return
    is_banned = is_banned and Ban.objects.filter(group=group, user=user).exists()
    with spoken_to(user):
        names = _names(group)
        words = [_("You are not in the group %(group)s any more: a leader removed you.") % names]
        if is_banned:
            words.append(_("You cannot join it again."))
        if reason:
            words += [_("This was the reason given:"), Quoted(reason)]
        letter = Letter(
            _("You are not in %(group)s any more") % names,
            words,
            why=_("This letter came because you were in the group %(group)s.") % names,
            choice_url=choice_url(),
        )
        send(letter, to=user.email)


@task(priority=_MANY)
def send_invitation(invitation_pk: int) -> None:
    """Send an invitation to the address in it, and note when; nothing if it is noted already.

    To send one again, empty its `sent_at` first.
    """
    waiting = Invitation.objects.valid().letters().filter(pk=invitation_pk, sent_at=None)
    invitation = waiting.select_related("group", "invited_by__user").first()
    if invitation is None or not invitation.token:
        return
    user = owner_of(invitation.email)
    if user is None:
        with spoken_in(invitation.group.language):
            send(_invitation(invitation), to=invitation.email)
    elif _is_welcome(user, invitation):
        with spoken_to(user):
            send(_invitation(invitation, to=user), to=invitation.email)
    # A letter that is not wanted counts as sent: who invites learns nothing of its reader.
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())


def _is_welcome(user: User, invitation: Invitation) -> bool:
    group, host = invitation.group, invitation.invited_by.user
    is_barred = Ban.objects.filter(group=group, user=user).exists()
    return reaches(user) and not (is_barred or _is_in(group, user) or _blocks(user, host))


def _invitation(invitation: Invitation, *, to: User | None = None) -> Letter:
    group = invitation.group
    names = _names(group, invitation.invited_by.user)
    words = [
        _("%(person)s invites you to study together in the group %(group)s.") % names,
        Quoted(invitation.message),
    ]
    if group.description:
        words += [_("The group says of itself:"), Quoted(group.description)]
    day = date_format(localtime(invitation.expires_at), "DATE_FORMAT")
    return Letter(
        _("%(person)s invites you to %(group)s") % names,
        words,
        url=absolute(reverse("groups:invitation", args=[invitation.token])),
        label=_("See the invitation"),
        after=[
            _("The invitation is meant for you alone, and good until %(day)s.") % {"day": day},
            _("If you do not want to join, do nothing."),
        ],
        why=_("This letter came because %(person)s gave us your address to invite you.") % names,
        choice_url=choice_url() if to else "",
    )


def _names(group: Group, person: User | None = None) -> dict[str, str]:
    return {
        "group": named(group.name),
        "person": named(person.display_name) if person else "",
    }


def _is_in(group: Group, user: User) -> bool:
    return Membership.objects.present().filter(group=group, user=user).exists()


def _blocks(reader: User, other: User) -> bool:
    """Whether the reader of a letter does not want to see this other person."""
    return Block.objects.filter(blocker=reader, blocked=other).exists()


def _requests_of(group: Group) -> str:
    return reverse("groups:requests", args=[group.pk])
