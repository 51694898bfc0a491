"""The address in a letter at which its reader stops all like it, without signing in.

For a single click in programs that read mail, after RFC 8058; a scanner that only asks for the
page stops nothing.
"""

from django.core import signing
from django.urls import reverse

from accounts.letters.letter import absolute
from accounts.models import User

# It is good for nothing but letters about groups, and for as long as there are letters.
_SIGNER = signing.Signer(salt="accounts.letters.groups")


def stop_url(user: User) -> str:
    """Where this person stops the letters about their groups."""
    return absolute(reverse("accounts:mail_stop", args=[_SIGNER.sign(str(user.pk))]))


def reader_by(token: str) -> User | None:
    """Whose letters the token of such an address stops."""
    try:
        return User.objects.filter(pk=_SIGNER.unsign(token), is_active=True).first()
    except signing.BadSignature:
        return None
