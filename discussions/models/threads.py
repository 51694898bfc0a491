"""Threads: discussions on one paragraph in one reading, for everyone or for one or two."""

from collections import Counter
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, condition
from articles.models import Paragraph
from groups.horizon import MEMBER, within_horizon
from groups.models import Place, Reading


class Kind(models.TextChoices):
    """What a thread is, and with it for whom."""

    TALK = "talk", _("Comment")
    QUESTION = "question", _("Question")
    NOTE = "note", _("Note to myself")
    PAIR = "pair", _("To one person")
    STUCK = "stuck", _("Stuck")
    PREPARATION = "preparation", _("Preparation")


# Those that the group hears, each as far as they have come.
PUBLIC = (Kind.TALK, Kind.QUESTION, Kind.STUCK, Kind.PREPARATION)
# Those that begin with words in a paragraph's composer.
SPOKEN = (Kind.TALK, Kind.QUESTION, Kind.NOTE, Kind.PAIR, Kind.PREPARATION)


def meant_for(user: User | str, thread: str = "") -> Q:
    """The condition that a thread is for this person's ears.

    `user` may name a column, as in `groups.horizon`. `thread` leads to it from another model with a
    reading and a paragraph, such as "thread__" from a comment. A note is for who wrote it, a word
    to one person for the two; where somebody is stuck it is for them and for who is past the
    paragraph; the rest is for the group.
    """
    columns = ("kind", "opened_by", "partner", "pk")
    of_thread = {name: f"{thread}{name}" for name in columns}
    may_help = Q(**{f"{thread}kind": Kind.STUCK}) & past_by(user)
    return condition(MEANT, user, **of_thread) | may_help


def past_by(user: User | str) -> Q:
    """The condition on a model with `reading` and `paragraph` that this person is past it.

    They have marked the paragraph themselves: a mark that a revision made is none yet.
    """
    return condition(PAST, user, reading="reading", paragraph="paragraph")


PAST = f"""
EXISTS (
  SELECT 1 FROM groups_mark AS past
  WHERE past.reading_id = {{reading}} AND past.paragraph_id = {{paragraph}} AND NOT past.is_carried
    AND past.membership_id = {MEMBER}
)
"""  # noqa: S608  # our own words
MEANT = """
{kind} IN ('talk', 'question', 'preparation')
OR {opened_by} = {user} OR {partner} = {user}
OR {kind} = 'stuck' AND EXISTS (
  SELECT 1 FROM discussions_stuck AS asked
  WHERE asked.thread_id = {pk} AND asked.asker_id = {user}
)
"""


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User, *, of: Reading | None = None) -> "ThreadQuerySet":
        """Threads meant for this person, on what they have reached in readings of their groups.

        They are in one reading if it is said `of` which, as in `groups.horizon`.
        """
        return self.filter(meant_for(user), within_horizon(user, of=of))

    def within_reach(self, user: User, *, of: Reading) -> "ThreadQuerySet":
        """Those in a reading of theirs of which this person may read something.

        `is_visible` tells those that are visible to them from those in which they may read their
        own words alone.
        """
        mine = self.model.objects.filter(pk=OuterRef("pk"), comments__author=user)
        visible = meant_for(user) & within_horizon(user, of=of)
        annotated = self.annotate(  # type: ignore[no-redef]  # the attribute is its default
            is_visible=ExpressionWrapper(visible, output_field=models.BooleanField())
        )
        return annotated.filter(Q(is_visible=True) | Exists(mine), reading=of)

    def at_places_of(self, user: User) -> "ThreadQuerySet":
        """Threads on the very paragraphs where this person stands."""
        here = Place.objects.filter(
            reading=OuterRef("reading"), paragraph=OuterRef("paragraph"), membership__user=user
        )
        return self.visible_to(user).filter(Exists(here))

    def public(self) -> "ThreadQuerySet":
        """Those that the whole group hears."""
        return self.filter(kind__in=PUBLIC)

    def open_questions(self) -> "ThreadQuerySet":
        """Questions without an answer that was marked."""
        return self.filter(kind=Kind.QUESTION, answer=None)

    def voices_by(self, field: str, *, unheard: Collection[int] = ()) -> Counter[int]:
        """The number of voices in these threads by the key of their `reading` or `paragraph`.

        Those of `unheard`, keys of people, are not counted.
        """
        voices = Counter(dict(self.order_by().values_list(field).annotate(Sum("voices"))))
        return voices - self.voices_of(unheard, by=field) if unheard else voices

    def voices_of(self, people: Collection[int], *, by: str) -> Counter[int]:
        """How much of that is said by these people, by the same key."""
        standing = Q(comments__deleted_at=None, comments__hidden_at=None)
        said = self.filter(standing, comments__author__in=people).order_by()
        return Counter(dict(said.values_list(by).annotate(Count("comments"))))


class Thread(models.Model):
    """A discussion on one paragraph in one reading.

    Its first comment opens it, or that somebody is stuck: then `stuck` tells of it, and alone knows
    who that is where they are not named.
    """

    # Whether who it was fetched for may read all of it, as `ThreadQuerySet.within_reach` tells.
    is_visible: bool = False
    # To which number they have heard it, as `with_hearing` tells, and whether they muted it.
    heard: int = 0
    is_muted: bool = False

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="threads")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TALK)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The other of the two, where it is for one person.
    partner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What answers the question, as its asker or a leader has marked it; or what has helped who was
    # stuck, as they say.
    answer = models.ForeignKey(
        "discussions.Comment", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    spoken_at = models.DateTimeField(default=timezone.now, editable=False)
    # How many comments there are that are neither deleted nor hidden: the margins count without
    # reading them.
    voices = models.PositiveIntegerField(default=0)
    # The number of the last comment made in it; it only grows.
    said = models.PositiveIntegerField(default=0)
    # Counts every change of what is read in it, so that what was rendered is known to be old.
    version = models.PositiveIntegerField(default=1)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("reading", "paragraph"), name="discussions_thread_place"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(partner=None) | Q(kind=Kind.PAIR), name="discussions_partner_of_pair"
            ),
            models.CheckConstraint(
                condition=Q(answer=None) | Q(kind__in=[Kind.QUESTION, Kind.STUCK]),
                name="discussions_answer_of_question",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading} · {self.paragraph}"

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC

    @property
    def is_question(self) -> bool:
        return self.kind == Kind.QUESTION

    @property
    def is_stuck(self) -> bool:
        return self.kind == Kind.STUCK

    @property
    def is_note(self) -> bool:
        return self.kind == Kind.NOTE

    @property
    def is_pair(self) -> bool:
        return self.kind == Kind.PAIR

    @property
    def is_preparation(self) -> bool:
        return self.kind == Kind.PREPARATION

    @property
    def is_answered(self) -> bool:
        return self.answer_id is not None
