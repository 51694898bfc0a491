"""The notes that are handed down, and what has come of them where they were received."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User, blocked_by
from articles.models import Paragraph
from discussions.models.comments import Comment
from discussions.models.helps import Help
from discussions.models.legacies import AGREEING, Consent, Legacy
from discussions.models.threads import PUBLIC, Kind
from groups.horizon import within_horizon
from groups.models import Mark, Membership, Reading


def stands(note: str = "") -> Q:
    """The condition that a note is still handed down; `note` leads to it, such as "note__".

    Everything that takes a note away is asked here and nowhere else: its legacy or the one that it
    first came from was withdrawn; its comment was deleted or hidden, or its author is gone or does
    not agree any more. What came from another site has no comment, and is as its file said.
    """

    def of(path: str) -> Q:
        agreed = Q(
            **{
                f"{path}comment__deleted_at": None,
                f"{path}comment__hidden_at": None,
                f"{path}comment__author__isnull": False,
                f"{path}comment__thread__kind__in": PUBLIC,
                f"{path}comment__consent__choice__in": AGREEING,
            }
        )
        is_foreign = Q(**{f"{path}comment": None})
        return Q(**{f"{path}legacy__withdrawn_at": None}) & (is_foreign | agreed)

    return of(note) & (Q(**{f"{note}root": None}) | of(f"{note}root__"))


class LegacyNoteQuerySet(models.QuerySet["LegacyNote"]):
    def standing(self) -> "LegacyNoteQuerySet":
        return self.filter(stands())

    def with_words(self) -> "LegacyNoteQuerySet":
        """With all that a page or a file says of each."""
        return self.select_related(
            "paragraph",
            "legacy__reading__group",
            "comment__author",
            "comment__consent",
            "comment__thread",
            "comment__preparation",
            "root__legacy__reading__group",
        )


class LegacyNote(models.Model):
    """A note in a legacy: a comment of this site, or words from another one.

    What was received and is handed on points to its `root`, the note in the legacy from which it
    first came. The words of a comment are never copied: they are read from it, as it is now.
    """

    legacy = models.ForeignKey(Legacy, on_delete=models.CASCADE, related_name="notes")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="legacy_notes"
    )
    root = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="carried")
    # Of the readers who wrote it.
    generation = models.PositiveSmallIntegerField(default=1)
    # Of one from another site: what its file says.
    key = models.CharField(max_length=300, blank=True)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    said_on = models.DateField(null=True)
    sort = models.CharField(max_length=20, blank=True)
    is_resolved = models.BooleanField(default=False)
    helped_before = models.PositiveIntegerField(default=0)

    objects = LegacyNoteQuerySet.as_manager()

    class Meta:
        ordering = ("paragraph__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("legacy", "comment"),
                condition=Q(root=None),
                name="discussions_one_note_of_comment",
            ),
            models.UniqueConstraint(fields=("legacy", "root"), name="discussions_one_note_of_root"),
            models.UniqueConstraint(
                fields=("legacy", "key"), condition=~Q(key=""), name="discussions_one_note_of_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.legacy} · {self.paragraph}"

    @property
    def first(self) -> "LegacyNote":
        """The note itself, or the one that it was carried on from."""
        return self.root or self

    @property
    def words(self) -> str:
        """Its HTML."""
        return self.comment.html if self.comment else self.first.html

    @property
    def markdown(self) -> str:
        return self.comment.source if self.comment else self.first.source

    @property
    def author(self) -> User | None:
        """Who wrote it, if they let it be told and are known on this site."""
        is_named = self.comment and self.comment.consent.choice == Consent.Choice.NAME
        return self.comment.author if self.comment and is_named else None

    @property
    def told_name(self) -> str:
        """The name that is told with it: its author's, or the one in the file it came from."""
        author = self.author
        if author:
            return author.display_name
        return "" if self.comment else self.first.name

    @property
    def is_unverified(self) -> bool:
        """Whether its name and words are only what a file from elsewhere says."""
        return self.comment is None

    @property
    def kind(self) -> str:
        """What it is: a preparation, an answer to a question or where somebody was stuck."""
        return sort_of(self.comment) if self.comment else self.first.sort

    @property
    def has_cleared(self) -> bool:
        """Whether it helped somebody on who was stuck."""
        if self.comment is None:
            return self.first.is_resolved
        thread = self.comment.thread
        return thread.kind == Kind.STUCK and thread.answer_id == self.comment.pk

    @property
    def came_from(self) -> str:
        """What the group in which it was written is called, if that is told."""
        return self.first.legacy.told_group


def sort_of(comment: Comment) -> str:
    """What a comment is that can be handed down."""
    if comment.thread.kind == Kind.PREPARATION and comment.number == 1:
        return "preparation"
    return "answer" if comment.thread.answer_id == comment.pk else "help"


class HeirloomQuerySet(models.QuerySet["Heirloom"]):
    def standing(self) -> "HeirloomQuerySet":
        """Those whose notes are still handed down, and not hidden where they were received."""
        return self.filter(stands("note__"), hidden_at=None)

    def within_reach(self, user: User) -> "HeirloomQuerySet":
        """Those on paragraphs that this person has reached, by people they have not blocked.

        `is_due` tells whether they may have the words: they have had their own say on the
        paragraph or marked it, or the reading does not ask for that.
        """
        blocked = blocked_by(user, "note__comment__author")
        place = {"reading": OuterRef("reading"), "paragraph": OuterRef("paragraph")}
        members = Membership.objects.present().filter(user=user)
        marked = Mark.objects.filter(**place, membership__in=members)
        said = Comment.objects.standing().filter(**place, author=user)
        reached = self.standing().filter(~blocked, within_horizon(user))
        return reached.annotate(  # type: ignore[no-redef]  # the attribute is its default
            is_due=Case(
                When(reading__speaks_first=False, then=True),
                When(Exists(marked) | Exists(said), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def visible_to(self, user: User) -> "HeirloomQuerySet":
        """Those whose words this person may have now."""
        return self.within_reach(user).filter(is_due=True)  # type: ignore[misc]  # annotated

    def helpful_first(self) -> "HeirloomQuerySet":
        """What resolved a stuck mark first, then what has helped most; `helped` counts that."""
        is_cleared = Q(note__comment__thread__kind=Kind.STUCK) & Q(
            note__comment__thread__answer=F("note__comment")
        )
        first = Coalesce("note__root", "note")
        later = HeirloomHelp.objects.filter(
            Q(heirloom__note=OuterRef("first")) | Q(heirloom__note__root=OuterRef("first"))
        )
        there = Help.objects.filter(comment=OuterRef("note__comment"))
        ranked = self.annotate(  # type: ignore[no-redef]  # the attribute is its default
            first=first,
            has_cleared=Case(
                When(is_cleared | Q(note__is_resolved=True), then=0),
                When(note__root__is_resolved=True, then=0),
                default=1,
                output_field=IntegerField(),
            ),
            helped=_number(later)
            + _number(there)
            + F("note__helped_before")
            + Coalesce("note__root__helped_before", 0),
        )
        order = ("has_cleared", "-helped", "note__generation", "pk")
        return ranked.order_by(*order)

    def with_words(self) -> "HeirloomQuerySet":
        """With all that the page says of each."""
        return self.select_related(
            "note__comment__author",
            "note__comment__consent",
            "note__comment__thread",
            "note__comment__preparation",
            "note__legacy__reading__group",
            "note__root__legacy__reading__group",
        )


def _number(rows: models.QuerySet[models.Model]) -> Coalesce:
    """How many different people these rows are of, as a subquery."""
    # One group for all rows: whatever they have in common with the row outside.
    counted = rows.order_by().annotate(one=models.Value(1)).values("one")
    return Coalesce(
        Subquery(counted.annotate(people=Count("user", distinct=True)).values("people")), 0
    )


class Heirloom(models.Model):
    """A note as a later reading has received it, on a paragraph of the text that is read there."""

    # Whether its reader may have the words, as `HeirloomQuerySet.within_reach` tells, and how
    # many it has helped, as `helpful_first` does.
    is_due: bool = False
    helped: int = 0

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="heirlooms")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="heirlooms")
    note = models.ForeignKey(LegacyNote, on_delete=models.CASCADE, related_name="heirlooms")
    # A leader of the group that has received it does not want it to be shown there.
    hidden_at = models.DateTimeField(null=True)

    objects = HeirloomQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "note"), name="discussions_one_heirloom"),
        )
        indexes = (
            models.Index(fields=("reading", "paragraph"), name="discussions_heirloom_place"),
        )

    def __str__(self) -> str:
        return f"{self.reading} · {self.note}"


class HeirloomHelp(models.Model):
    """One later reader's "this helped me" at a note from those before them."""

    heirloom = models.ForeignKey(Heirloom, on_delete=models.CASCADE, related_name="helps")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="heirloom_helps"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("heirloom", "user"), name="discussions_one_heirloom_help"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.heirloom}"
