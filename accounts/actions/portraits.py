"""The picture by which a person is known."""

from django.db import transaction

from accounts.models import Portrait, User


@transaction.atomic
def show_portrait(user: User, *, name: str, content: bytes) -> None:
    """Show this picture, as `accounts.pictures.squared` gives it, in place of any other."""
    User.objects.select_for_update().get(pk=user.pk)
    Portrait.objects.update_or_create(user=user, defaults={"name": name, "content": content})
    _name(user, name)


@transaction.atomic
def remove_portrait(user: User) -> None:
    """Show the person's initials again."""
    User.objects.select_for_update().get(pk=user.pk)
    Portrait.objects.filter(user=user).delete()
    _name(user, "")


def _name(user: User, name: str) -> None:
    user.picture = name
    User.objects.filter(pk=user.pk).update(picture=name)
