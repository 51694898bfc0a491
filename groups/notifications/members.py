"""Letters to members about their role, and to those who were removed."""

from django.tasks import task
from django.utils.translation import gettext as _

from accounts.letters import Letter, Quoted, choice_url, reaches, send, spoken_to, stop_url
from accounts.models import User
from groups.models import Ban, Group, Membership
from groups.notifications.wording import is_in, names_of, send_to_member


@task()
def tell_role(membership_pk: int, by_pk: int | None) -> None:
    """Tell a member that another person (the user `by_pk`) changed their role."""
    present = Membership.objects.present().select_related("group", "user")
    member = present.filter(pk=membership_pk).first()
    if member is None or member.user_id == by_pk or not reaches(member.user):
        return
    with spoken_to(member.user):
        names = names_of(member.group)
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
        send_to_member(member, subject, words)


@task()
def tell_removal(group_pk: int, user_pk: int, reason: str, is_banned: bool) -> None:
    """Tell a person that they were removed, and why; nothing if they are back."""
    group = Group.objects.filter(pk=group_pk).first()
    user = User.objects.filter(pk=user_pk).first()
    if group is None or user is None or not reaches(user) or is_in(group, user):
        return
    is_banned = is_banned and Ban.objects.filter(group=group, user=user).exists()
    with spoken_to(user):
        names = names_of(group)
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
            stop_url=stop_url(user),
        )
        send(letter, to=user.email)
