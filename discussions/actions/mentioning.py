"""Naming members in what one says."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from articles.markdown import Names, mentioned, render
from discussions.actions.counting import stir
from discussions.models import Comment, Mention
from discussions.search import index
from groups.models import Membership


def mention(comment: Comment) -> None:
    """Note whom a comment names, of those whom it is for, and let their names stand out in it.

    Whom it names no more is no longer noted.
    """
    people = _hearers(comment) if "@" in comment.source else []
    names = Names(person.display_name for person in people)
    found = mentioned(comment.source, names)
    named = [person for person in people if person.display_name in found]
    comment.mentions.exclude(user__in=named).delete()
    if named:
        comment.html = render(comment.source, names)
        comment.save(update_fields=["html"])
        new = [Mention(comment=comment, user=person) for person in named]
        Mention.objects.bulk_create(new, ignore_conflicts=True)


def unname(user: User) -> None:
    """Let nothing that others said name this person: `@…` stands in the place of their name.

    Where somebody else of the same name is meant as well, it stays.
    """
    names = Names([user.display_name])
    alike = Mention.objects.filter(user__display_name__iexact=user.display_name)
    others = alike.filter(comment=OuterRef("pk")).exclude(user=user)
    for comment in Comment.objects.filter(~Exists(others), mentions__user=user):
        comment.source = names.replaced(comment.source, "@…")
        comment.html = render(comment.source)
        comment.version += 1
        comment.save(update_fields=["source", "html", "version"])
        for version in comment.versions.all():
            version.source = names.replaced(version.source, "@…")
            version.save(update_fields=["source"])
        mention(comment)
        index(comment)
        stir(comment.thread_id)
    Mention.objects.filter(user=user).delete()


def _hearers(comment: Comment) -> QuerySet[User]:
    """Whom else of the group's members the comment is for."""
    thread = comment.thread
    members = Membership.objects.present().filter(group=comment.reading.group_id)
    if not thread.is_public:
        members = members.filter(user__in=[thread.opened_by_id, thread.partner_id])
    others = members.exclude(user=comment.author_id)
    return User.objects.filter(pk__in=others.values("user"))
