"""Letters to those whom the others wait for."""

from django.tasks import task
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import Letter, absolute, choice_url, reaches, send, spoken_to, stop_url
from groups.models import Membership
from groups.notifications.wording import names_of, send_to_member


@task()
def offer_pause(membership_pk: int) -> None:
    """Offer a pause to a member whom the others wait for, unless they have come meanwhile."""
    members = Membership.objects.active().select_related("group", "user")
    member = members.filter(pk=membership_pk).exclude(pause_offered_at=None).first()
    if member is None or not reaches(member.user):
        return
    with spoken_to(member.user):
        names = names_of(member.group)
        letter = Letter(
            _("A pause in %(group)s?") % names,
            [
                _("Your group %(group)s goes on together, and waits for you at this step.") % names,
                _(
                    "If you would like to read on, come by. If now is not the time, take a pause: "
                    "it is never a reproach, your place stays, and you return with one tap."
                ),
                _("Without a sign from you, the pause begins by itself in three days."),
            ],
            url=absolute(reverse("groups:pause", args=[member.group_id, member.pk])),
            label=_("Take a pause"),
            why=_("This letter came because you are in the group %(group)s.") % names,
            choice_url=choice_url(),
            stop_url=stop_url(member.user),
        )
        send(letter, to=member.user.email)


@task()
def tell_pause(membership_pk: int) -> None:
    """Tell a member that their pause has begun by itself, and how they return."""
    members = Membership.objects.present().select_related("group", "user")
    member = members.filter(pk=membership_pk, state=Membership.State.PAUSED).first()
    if member is None or not reaches(member.user):
        return
    with spoken_to(member.user):
        words = [
            _("You pause in %(group)s now. Nobody waits for you, and your place stays.")
            % names_of(member.group),
            _("When you are back, one tap on the group’s page ends the pause."),
        ]
        send_to_member(member, _("You pause in %(group)s") % names_of(member.group), words)
