"""A group: what it is, who sees it, and how one comes in."""

import secrets
from functools import cached_property

from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.languages import direction, language_name
from accounts.models import User, validate_time_zone
from articles.search.words import fold, variants, written_words
from groups.models.memberships import Membership

# What is typed behind these is not looked for.
MOST_CHARACTERS = 200
MOST_WORDS = 8


def _new_code() -> str:
    return secrets.token_urlsafe(12)


class GroupQuerySet(models.QuerySet["Group"]):
    def of(self, user: User) -> "GroupQuerySet":
        """The groups that this person is in."""
        return self.filter(
            Exists(Membership.objects.present().filter(group=OuterRef("pk"), user=user))
        )

    def listed_for(self, user: User) -> "GroupQuerySet":
        """The groups that this person finds in the directory: their own, and those listed."""
        return self.filter(
            Q(visibility=Group.Visibility.LISTED) | Q(pk__in=self.model.objects.of(user))
        )

    def visible_to(self, user: User, *, code: str = "") -> "GroupQuerySet":
        """The groups that exist for this person: also those that they wait to be let into.

        Who has the `code` of a group's address sees that one too.
        """
        return self.filter(
            Q(visibility=Group.Visibility.LISTED)
            | Q(pk__in=self.model.objects.of(user))
            | Exists(self.model.objects.filter(_asked_by(user), pk=OuterRef("pk")))
            | Q(pk__in=self.model.objects.at(code))
        )

    def at(self, code: str) -> "GroupQuerySet":
        """The group whose address ends with this code, unless only its members may know of it."""
        return self.filter(code=code.replace("\0", "")).exclude(visibility=Group.Visibility.PRIVATE)

    def asked_by(self, user: User) -> "GroupQuerySet":
        """The groups that this person has ever asked to be let into."""
        return self.filter(
            Exists(self.model.objects.filter(pk=OuterRef("pk"), join_requests__user=user))
        )

    def to_join(self, user: User) -> "GroupQuerySet":
        """The groups that this person can join at once and has not joined, with their size.

        First those in the languages that they read.
        """
        listed = self.filter(visibility=Group.Visibility.LISTED, joining=Group.Joining.OPEN)
        free = listed.with_door(user).filter(  # type: ignore[misc]  # annotated
            is_mine=False, is_barred=False, is_full=False
        )
        if not user.languages:
            return free.order_by("name", "pk")
        is_foreign = ExpressionWrapper(~Q(language__in=user.languages), BooleanField())
        return free.order_by(is_foreign, "name", "pk")

    def matching(self, typed: str) -> "GroupQuerySet":
        """The groups whose name or description has these words, or words that begin like them."""
        found = self
        words = filter(None, map(fold, written_words(typed[:MOST_CHARACTERS])))
        for word in list(words)[:MOST_WORDS]:
            found = found.filter(search_text__contains=f" {word}")
        return found

    def with_size(self) -> "GroupQuerySet":
        """Annotate `size`, the number of people in the group, and whether it `is_full`."""
        is_full = ExpressionWrapper(
            Q(size_limit__isnull=False) & Q(size_limit__lte=F("size")), BooleanField()
        )
        size = Count("memberships", filter=~Q(memberships__state="left"))
        return self.annotate(size=size).annotate(is_full=is_full)

    def with_door(self, user: User) -> "GroupQuerySet":
        """Annotate what decides how this person comes in, besides `is_full` and `size`.

        Whether the group `is_mine`, they wait for an answer (`is_waiting`) or may not come in
        (`is_barred`).
        """
        this = self.model.objects.filter(pk=OuterRef("pk"))
        return self.with_size().annotate(
            is_mine=Exists(this.of(user)),
            is_waiting=Exists(this.filter(_asked_by(user))),
            is_barred=Exists(this.filter(bans__user=user)),
        )


def _asked_by(user: User) -> Q:
    """The condition on a group that this person's request waits there."""
    return Q(join_requests__user=user, join_requests__state="waiting")


class Group(models.Model):
    """People who study together."""

    class Visibility(models.TextChoices):
        LISTED = "listed", _("Listed: everyone here can find it")
        UNLISTED = "unlisted", _("Unlisted: whoever has its address can find it")
        PRIVATE = "private", _("Private: only its members know of it")

    class Joining(models.TextChoices):
        OPEN = "open", _("Open: whoever likes may join")
        REQUEST = "request", _("By request: a leader answers")
        INVITATION = "invitation", _("By invitation only")

    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    visibility = models.CharField(
        _("who can find it"), max_length=10, choices=Visibility, default=Visibility.LISTED
    )
    joining = models.CharField(
        _("who may join"), max_length=10, choices=Joining, default=Joining.OPEN
    )
    # The code of the language that is spoken in it.
    language = models.CharField(_("language"), max_length=10, default="en")
    # By its clock a day begins for the group.
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone]
    )
    # After how many days without a sign a member whom the others wait for is paused; None: never.
    away_days = models.PositiveSmallIntegerField(
        _("pause after"), null=True, blank=True, default=14
    )
    # The emblem's name; empty: its initials.
    picture = models.CharField(max_length=32, blank=True)
    # What a leader says to those who have just joined.
    welcome = models.TextField(_("welcome"), max_length=2000, blank=True)
    size_limit = models.PositiveSmallIntegerField(_("most members"), null=True, blank=True)
    # Names the group in the address that leads to an unlisted one.
    code = models.CharField(max_length=20, unique=True, default=_new_code, editable=False)
    # Name and description as the directory's search compares them.
    search_text = models.TextField(blank=True, editable=False)
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="split_into", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(visibility="private") | Q(joining="invitation"),
                name="groups_private_by_invitation",
            ),
            models.CheckConstraint(
                condition=Q(size_limit=None) | Q(size_limit__gte=2), name="groups_limit_has_room"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.joining == Group.Joining.OPEN

    @property
    def is_by_request(self) -> bool:
        return self.joining == Group.Joining.REQUEST

    @property
    def is_private(self) -> bool:
        return self.visibility == Group.Visibility.PRIVATE

    @property
    def is_unlisted(self) -> bool:
        return self.visibility == Group.Visibility.UNLISTED

    @property
    def language_name(self) -> str:
        """The language's name in itself."""
        return language_name(self.language)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, the way the group's language is written."""
        return direction(self.language)

    @property
    def initials(self) -> str:
        """One or two letters that stand for the name on an emblem."""
        words = written_words(self.name) or [self.name]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def tone(self) -> int:
        """Which of the eight colours this group's emblem has."""
        return self.pk % 8

    @property
    def words(self) -> str:
        """Name and description as `matching` compares them, each word behind a space."""
        written = written_words(f"{self.name}\n{self.description}")
        words = {form: None for word in written for form in (fold(word), *variants(word))}
        return "".join(f" {word}" for word in words if word)

    @cached_property
    def waiting(self) -> int:
        """How many people wait for a leader's answer."""
        return self.join_requests.waiting().count()
