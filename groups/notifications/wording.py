"""What the letters about groups have in common: names, and who is in and who blocks whom."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.letters import Letter, absolute, choice_url, named, send, stop_url
from accounts.models import Block, User
from groups.models import Group, Membership

# After codes that somebody waits for, and after letters to those who are here already.
MANY = -10


def names_of(group: Group, person: User | None = None) -> dict[str, str]:
    return {
        "group": named(group.name),
        "person": named(person.display_name) if person else "",
    }


def is_in(group: Group, user: User) -> bool:
    return Membership.objects.present().filter(group=group, user=user).exists()


def blocks(reader: User, other: User) -> bool:
    """Whether the reader of a letter does not want to see this other person."""
    return Block.objects.filter(blocker=reader, blocked=other).exists()


def send_to_member(member: Membership, subject: str, words: Sequence[str]) -> None:
    letter = Letter(
        subject,
        words,
        url=absolute(member.group.get_absolute_url()),
        label=_("To the group"),
        why=_("This letter came because you are in the group %(group)s.") % names_of(member.group),
        choice_url=choice_url(),
        stop_url=stop_url(member.user),
    )
    send(letter, to=member.user.email)
