"""Looking back on a finished reading, as one of its members sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q
from django.utils.text import Truncator

from accounts.models import User
from articles.markdown.comments import plain
from discussions.models import (
    Comment,
    Consent,
    HeirloomHelp,
    Inheritance,
    Legacy,
    Publication,
    Stuck,
    Thread,
    heritable,
    sort_of,
)
from groups.models import Membership, Reading
from groups.pacing import Stretch, stretches_of

WORDS = 40


@dataclass(frozen=True)
class Kept:
    """A comment that can be handed down."""

    comment: Comment
    # How many later readers it has helped.
    helped: int

    @property
    def sort(self) -> str:
        return sort_of(self.comment)

    @property
    def choice(self) -> str:
        """What its author has chosen; not to hand it down, unless they chose otherwise."""
        consent = getattr(self.comment, "consent", None)
        return consent.choice if consent else str(Consent.Choice.NO)

    @property
    def has_chosen(self) -> bool:
        return hasattr(self.comment, "consent")

    @property
    def words(self) -> str:
        return Truncator(plain(self.comment.source)).words(WORDS)


@dataclass(frozen=True)
class Question:
    """A question that nobody has answered: the comment that asks it, with its first words."""

    comment: Comment

    @property
    def words(self) -> str:
        return Truncator(plain(self.comment.source)).words(WORDS)


class LookBack:
    """The course of a reading and what came of it; every part is fetched once."""

    def __init__(self, reading: Reading, membership: Membership) -> None:
        self.reading = reading
        self.membership = membership
        self.user: User = membership.user

    @cached_property
    def stretches(self) -> list[Stretch]:
        return stretches_of(self.reading)

    @cached_property
    def length(self) -> int:
        return self.reading.article.text.count()

    @cached_property
    def people(self) -> Sequence[Membership]:
        """Who took part, in the order of their names."""
        present = Membership.objects.present().filter(places__reading=self.reading)
        return list(present.seen_by(self.user).order_by("user__display_name", "pk"))

    @cached_property
    def questions(self) -> list[Question]:
        """Those still open that the reader may hear."""
        threads = Thread.objects.filter(reading=self.reading).open_questions()
        asking = Comment.objects.visible_to(self.user).standing().filter(number=1, parent=None)
        found = asking.filter(thread__in=threads.values("pk")).select_related("author", "paragraph")
        return [Question(comment) for comment in found.order_by("paragraph__position", "pk")]

    @cached_property
    def difficulties(self) -> Sequence[Stuck]:
        """Where somebody is still stuck, as far as the reader may know."""
        here = Stuck.objects.filter(reading=self.reading).open().visible_to(self.user)
        return list(here.select_related("paragraph", "asker").order_by("paragraph__position", "pk"))

    @cached_property
    def kept(self) -> list[Kept]:
        """What can be handed down, as far as the reader may hear it."""
        visible = Comment.objects.visible_to(self.user).filter(reading=self.reading)
        found = list(heritable(self.reading).filter(pk__in=visible.values("pk")))
        helps = HeirloomHelp.objects.filter(heirloom__note__comment__in=found).order_by()
        counted = helps.values("heirloom__note__comment").annotate(n=Count("user", distinct=True))
        helped = {row["heirloom__note__comment"]: row["n"] for row in counted}
        return [Kept(comment, helped.get(comment.pk, 0)) for comment in found]

    @property
    def mine(self) -> list[Kept]:
        return [kept for kept in self.kept if kept.comment.author_id == self.user.pk]

    @property
    def others(self) -> list[Kept]:
        return [kept for kept in self.kept if kept.comment.author_id != self.user.pk]

    @property
    def unchosen(self) -> int:
        """Of how many of their own the reader has chosen nothing."""
        return sum(not kept.has_chosen for kept in self.mine)

    @cached_property
    def helped(self) -> int:
        """How many later readers were helped by what is handed down here."""
        notes = {"heirloom__note__comment__reading": self.reading}
        helps = HeirloomHelp.objects.filter(**notes).order_by()
        return helps.values("user").distinct().count()

    @cached_property
    def received_by(self) -> int:
        """How many later readings have received the legacy."""
        return Inheritance.objects.filter(legacy__reading=self.reading).count()

    @cached_property
    def legacy(self) -> Legacy | None:
        return Legacy.objects.filter(reading=self.reading).first()

    @cached_property
    def publications(self) -> list[Publication]:
        """The ways in which it is handed down now."""
        found = Publication.objects.standing().filter(legacy__reading=self.reading)
        return list(found.select_related("to_group", "published_by", "legacy"))

    @cached_property
    def agreed(self) -> int:
        """How many comments their authors let be handed down."""
        agreeing = Q(consent__choice__in=(Consent.Choice.NAME, Consent.Choice.NAMELESS))
        return heritable(self.reading).filter(agreeing).count()

    @cached_property
    def carried(self) -> int:
        """How many notes from before have helped somebody here."""
        helps = HeirloomHelp.objects.filter(heirloom__reading=self.reading).order_by()
        return helps.values("heirloom").distinct().count()
