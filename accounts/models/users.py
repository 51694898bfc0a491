"""The user: a person with an account, known to others by a display name."""

import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.faces import Faced
from accounts.look import Look


def validate_time_zone(name: str) -> None:
    """Raise ValidationError for a name that is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Madrid."))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin, Faced):
    """A person with an account: signs in by e-mail, is shown by `display_name`."""

    class PlaceSharing(models.TextChoices):
        """What others see of a person's places."""

        MINE = "mine", _("Where I stand, with my name")
        WHOLE = "whole", _("Only how far everyone has come")

    class Mail(models.TextChoices):
        """When something that concerns a person is told by mail."""

        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, in the morning")
        NEVER = "never", _("Never")

    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name"), max_length=60)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone]
    )
    look = models.CharField(max_length=60, blank=True, default=str(Look()))
    # The codes of the languages that the person reads, the best known first.
    languages = models.JSONField(_("languages I read"), default=list, blank=True)
    # The portrait's name, kept here so that a face costs no query; empty: their initials.
    picture = models.CharField(max_length=32, blank=True)
    place_sharing = models.CharField(
        _("what others see of my place"),
        max_length=10,
        choices=PlaceSharing,
        default=PlaceSharing.MINE,
    )
    shows_presence = models.BooleanField(
        _("Others see when I am in the reading room"), default=True
    )
    mail = models.CharField(
        _("mail about my groups"), max_length=10, choices=Mail, default=Mail.AT_ONCE
    )
    # The last day, where they live, of which a letter in the morning has told.
    digested_on = models.DateField(null=True, blank=True)
    # When the account is erased, if its owner has asked for it; and what becomes of their words.
    erasure_at = models.DateTimeField(null=True, blank=True)
    erasure_keeps_words = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
        )

    def __str__(self) -> str:
        return self.display_name
