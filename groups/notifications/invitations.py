"""Letters that invite."""

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
    owner_of,
    reaches,
    send,
    spoken_in,
    spoken_to,
    stop_url,
)
from accounts.models import User
from groups.models import Ban, Invitation
from groups.notifications.wording import MANY, blocks, is_in, names_of


@task(priority=MANY)
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
    return reaches(user) and not (is_barred or is_in(group, user) or blocks(user, host))


def _invitation(invitation: Invitation, *, to: User | None = None) -> Letter:
    group = invitation.group
    names = names_of(group, invitation.invited_by.user)
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
        stop_url=stop_url(to) if to else "",
    )
