"""What a finished reading hands down, to whom, and what its authors have agreed to."""

import base64
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User, compiled
from articles.models import Article
from discussions.models.comments import Comment
from discussions.models.helps import Help
from discussions.models.threads import PUBLIC, Kind
from groups.models import Group, Membership, Reading

# Ten bytes are sixteen letters of base32.
_CODE_BYTES = 10


class Consent(models.Model):
    """What the author of a comment has chosen: whether it is handed down, and with their name.

    Without a row it is not.
    """

    class Choice(models.TextChoices):
        NAME = "name", _("With my name")
        NAMELESS = "nameless", _("Without my name")
        NO = "no", _("Keep it here")

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="consent")
    choice = models.CharField(max_length=10, choices=Choice, default=Choice.NO)
    chosen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.comment} · {self.choice}"


# Those that let a comment be handed down.
AGREEING = (Consent.Choice.NAME, Consent.Choice.NAMELESS)


def heritable(reading: Reading) -> QuerySet[Comment]:
    """What can be handed down of a reading if its authors agree, in the order of the text.

    Preparations, what answers a question or a stuck mark, and what has helped somebody; it stands,
    was said to the whole group, and its author has not left the site.
    """
    is_preparation = Q(thread__kind=Kind.PREPARATION, number=1)
    is_answer = Q(thread__answer=models.F("pk"))
    helped = Exists(Help.objects.filter(comment=OuterRef("pk")))
    said = Comment.objects.standing().filter(reading=reading, thread__kind__in=PUBLIC)
    found = said.exclude(author=None).filter(is_preparation | is_answer | Q(helped))
    related = ("author", "paragraph", "thread", "consent")
    return found.select_related(*related).order_by("paragraph__position", "created_at", "pk")


class LegacyQuerySet(models.QuerySet["Legacy"]):
    def standing(self) -> "LegacyQuerySet":
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)

    def reaching(self, reading: Reading) -> "LegacyQuerySet":
        """Those that are offered to this reading's group without a code, the oldest first."""
        to_group = Q(reach=Publication.Reach.GROUP, to_group=reading.group_id)
        offered = Publication.objects.standing().filter(
            Q(reach=Publication.Reach.ALL) | to_group, legacy=OuterRef("pk")
        )
        return self.of_text(reading).filter(Exists(offered))

    def of_text(self, reading: Reading) -> "LegacyQuerySet":
        """Those of other readings of this text, or of a translation of it, or of its original."""
        text = reading.article
        original = text.translation_of_id or text.pk
        family = Q(article=original) | Q(article__translation_of=original)
        others = self.standing().exclude(reading=reading).filter(family)
        return others.select_related("reading__group", "article").order_by("created_at", "pk")


class Legacy(models.Model):
    """What one reading hands down, or what has come in a file from another site."""

    # None: it has come in a file, and belongs to the group that brought it.
    reading = models.OneToOneField(
        Reading, null=True, on_delete=models.CASCADE, related_name="legacy"
    )
    brought_by = models.ForeignKey(
        Group, null=True, on_delete=models.CASCADE, related_name="brought_legacies"
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="legacies")
    # Of the readers who hand it down: 1 for those whom nobody handed anything.
    generation = models.PositiveSmallIntegerField(default=1)
    # Whether later groups are told what the group is called.
    names_group = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    # Of one from another site, as its file says: nothing of it is known to be true.
    key = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=200, blank=True)
    group_name = models.CharField(max_length=200, blank=True)
    # The groups before it, the first one first; a name may be empty.
    ancestors = models.JSONField(default=list)

    objects = LegacyQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(reading=None) ^ Q(brought_by=None), name="discussions_legacy_of_one"
            ),
            models.UniqueConstraint(
                fields=("brought_by", "article", "key"), name="discussions_one_legacy_of_file"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading or self.site} · {self.generation}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_foreign(self) -> bool:
        """Whether it has come in a file."""
        return self.reading_id is None

    @property
    def told_group(self) -> str:
        """What its group is called, if later groups are told."""
        if self.reading is None:
            return self.group_name
        return self.reading.group.name if self.names_group else ""


def new_nonce() -> str:
    return secrets.token_hex(16)


def code_of(nonce: str) -> str:
    """The code that the site makes from a publication's nonce with its secret key: 16 letters."""
    digest = salted_hmac("discussions.legacy", nonce, algorithm="sha256").digest()
    return base64.b32encode(digest[:_CODE_BYTES]).decode()


def hash_of(code: str) -> str:
    """What is stored of a code, however it was typed: who reads the database cannot use it."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> "PublicationQuerySet":
        """Those that are not revoked, of legacies that are not withdrawn."""
        return self.filter(revoked_at=None, legacy__withdrawn_at=None)

    def for_code(self, code: str) -> "PublicationQuerySet":
        return self.standing().filter(reach=Publication.Reach.CODE, code_hash=hash_of(code))


class Publication(models.Model):
    """One way in which a legacy reaches later groups."""

    class Reach(models.TextChoices):
        GROUP = "group", _("To one group of mine")
        CODE = "code", _("To whoever leads a group and has a code")
        ALL = "all", _("To every later group on this site that reads this text or a translation")

    legacy = models.ForeignKey(Legacy, on_delete=models.CASCADE, related_name="publications")
    reach = models.CharField(max_length=10, choices=Reach)
    to_group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("published_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_group=None) ^ Q(reach="group"), name="discussions_reach_of_group"
            ),
            models.UniqueConstraint(
                fields=("legacy", "to_group"),
                condition=Q(revoked_at=None),
                name="discussions_one_reach_of_group",
            ),
            models.UniqueConstraint(
                fields=("legacy",),
                condition=Q(revoked_at=None, reach="all"),
                name="discussions_one_reach_of_all",
            ),
        )

    def __str__(self) -> str:
        return f"{self.legacy} · {self.reach}"

    @property
    def made_code(self) -> str:
        """What the site makes of its nonce."""
        return code_of(self.nonce)

    @property
    def code(self) -> str:
        """To be typed in, in fours; empty if the site's secret key has changed since."""
        code = self.made_code
        if hash_of(code) != self.code_hash:
            return ""
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


class Inheritance(models.Model):
    """That a reading has received a legacy."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="inheritances")
    legacy = models.ForeignKey(Legacy, on_delete=models.CASCADE, related_name="inheritances")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("received_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("reading", "legacy"), name="discussions_one_inheritance"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading} · {self.legacy}"


def generation_of(reading: Reading) -> int:
    """Which generation of readers its members are: 1, or one more than those before them."""
    return max(_generations_before(reading), default=0) + 1


@compiled
def _generations_before(reading: Reading) -> QuerySet[Inheritance, int]:
    before = Inheritance.objects.filter(reading=reading)
    return before.values_list("legacy__generation", flat=True)


def groups_to_give(user: User) -> QuerySet[Group]:
    """The groups to which this person may hand something down: those that they are in."""
    mine = Membership.objects.of(user).values("group")
    return Group.objects.filter(pk__in=mine).order_by("name", "pk")
