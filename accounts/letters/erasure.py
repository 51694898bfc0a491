"""The letter to who wants their account erased."""

from django.tasks import task
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.letters.addresses import address_of
from accounts.letters.letter import Letter, send, spoken_to
from accounts.models import User


@task()
def tell_of_erasure(user_pk: int) -> None:
    """Say when an account will be erased, and how to keep it; nothing if it is kept by now."""
    user = User.objects.filter(pk=user_pk, is_active=True, erasure_at__isnull=False).first()
    if user is None or user.erasure_at is None:
        return
    with spoken_to(user):
        day = date_format(localtime(user.erasure_at), "DATE_FORMAT")
        letter = Letter(
            _("Your account will be erased on %(day)s") % {"day": day},
            [
                _("You have asked us to erase your account. We do so on %(day)s.") % {"day": day},
                _("Until then you can change your mind: sign in and keep your account."),
            ],
            url=address_of("accounts:erasure"),
            label=_("Keep my account"),
            after=[_("If you did not ask for this, sign in, keep it and change your password.")],
            why=_("This letter came because it concerns your account."),
        )
        send(letter, to=user.email)
