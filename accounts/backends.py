"""Signing in as allauth does; with a person comes what every page asks of them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from accounts.inbox import with_unread_kinds
from accounts.models import User, compiled


class Backend(AuthenticationBackend):  # type: ignore[misc]  # has no types
    def get_user(self, user_id: int) -> User | None:
        """The person with this key, with `unread_kinds`, if their account is not switched off."""
        user = next(iter(_people(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


@compiled
def _people(key: int) -> QuerySet[User]:
    return with_unread_kinds(User.objects.filter(pk=key))
