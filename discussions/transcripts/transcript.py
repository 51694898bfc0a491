"""What of a reading's discussion one reader may take along."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Paragraph
from articles.search.plain import plain
from discussions.models import PUBLIC, Comment, Kind, Stuck, preparation_of, quotation_of
from discussions.tree import Voice, drawn, roots
from groups.models import Reading

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Said:
    """A comment as it stands in the file."""

    comment: Comment
    # How many others it stands below.
    depth: int
    answers: User | None

    @property
    def created_at(self) -> datetime:
        return self.comment.created_at

    @property
    def source(self) -> str:
        return self.comment.source

    @property
    def html(self) -> str:
        return self.comment.html

    @property
    def withheld(self) -> str:
        """What stands in place of its words and its author's name; empty where these are told."""
        if self.comment.is_deleted:
            return _("This comment has been deleted.")
        if self.comment.is_blocked:
            return _("Somebody you have blocked")
        return "" if is_told(self.comment) else _("Hidden by a leader.")

    @property
    def name(self) -> str:
        author = self.comment.author
        return author.display_name if author else _("Somebody who has left")

    @property
    def quotation(self) -> str:
        """The words of the paragraph that it speaks of, if it quotes any."""
        quotation = quotation_of(self.comment)
        return quotation.exact if quotation else ""

    @property
    def kind(self) -> str:
        """What the thread is that it begins, unless it is a comment like most."""
        thread = self.comment.thread
        is_usual = self.depth or self.comment.parent_id or thread.kind in {Kind.TALK, Kind.STUCK}
        if is_usual:
            return ""
        preparation = preparation_of(self.comment)
        kind = thread.get_kind_display()
        return f"{kind} · {preparation.get_sort_display()}" if preparation else kind


@dataclass(frozen=True)
class Asked:
    """That somebody is stuck, as it stands in the file; the answers stand one below it."""

    stuck: Stuck
    depth: int = 0
    answers: None = None
    quotation: str = ""

    @property
    def created_at(self) -> datetime:
        return self.stuck.created_at

    @property
    def withheld(self) -> str:
        """What stands in place of the name, for one whom the reader has blocked."""
        return self.stuck.name if self.stuck.is_blocked else ""

    @property
    def name(self) -> str:
        return self.stuck.name

    @property
    def source(self) -> str:
        return f"*{_('Hidden by a leader.')}*" if self.stuck.is_hidden else self.stuck.source

    @property
    def html(self) -> str:
        if self.stuck.is_hidden:
            return format_html("<p><em>{}</em></p>", _("Hidden by a leader."))
        return self.stuck.html

    @property
    def kind(self) -> str:
        """That it is cleared, or not yet."""
        return _("Stuck here: cleared") if self.stuck.is_cleared else _("Stuck here")


@dataclass(frozen=True)
class Passage:
    """A paragraph with what was said on it, each comment before those that answer it."""

    paragraph: Paragraph
    words: str
    said: Sequence[Said | Asked]


class Transcript:
    """A reading's discussion as one of its readers may hear it, fetched in four queries.

    What is hidden is so for everyone here, for a file goes from hand to hand; and what is for one
    or two people is left out unless it `is_private`.
    """

    def __init__(self, reading: Reading, reader: User, *, is_private: bool) -> None:
        self.reading = reading
        self.article = reading.article
        self.reader = reader
        self.is_private = is_private

    @cached_property
    def comments(self) -> list[Comment]:
        """What was said, or only holds its place, as it was made."""
        reached = Comment.objects.within_reach(self.reader, of=self.reading)
        if not self.is_private:
            reached = reached.filter(thread__kind__in=PUBLIC)
        return list(reached.select_related("author", "thread", "quotation", "preparation"))

    @cached_property
    def stuck(self) -> list[Stuck]:
        """Where somebody is or was stuck, as far as it is for the reader."""
        seen = Stuck.objects.visible_to(self.reader).filter(reading=self.reading)
        return list(seen.select_related("asker"))

    @property
    def file_name(self) -> str:
        """The title of the text, without what the names of files cannot have in them."""
        printable = "".join(sign if sign.isprintable() else " " for sign in self.article.title)
        return " ".join(_NOT_IN_NAMES.sub(" ", printable).split()).strip(" .")[:_LONGEST_NAME]

    @cached_property
    def passages(self) -> list[Passage]:
        """The paragraphs on which there is something, in the order of the text."""
        said: defaultdict[int, list[Said | Asked]] = defaultdict(list)
        answers: defaultdict[int, list[Said]] = defaultdict(list)
        asked = {stuck.thread_id for stuck in self.stuck}
        for root in roots(drawn(self.comments)):
            if root.comment.thread_id in asked:
                answers[root.comment.thread_id] += _flat(root, below=1)
            else:
                said[root.comment.paragraph_id] += _flat(root)
        for stuck in self.stuck:
            said[stuck.paragraph_id] += [Asked(stuck), *answers[stuck.thread_id]]
        return [
            Passage(paragraph, plain(paragraph), said[paragraph.pk])
            for paragraph in self._paragraphs
            if paragraph.pk in said
        ]

    @cached_property
    def _paragraphs(self) -> list[Paragraph]:
        keys = {comment.paragraph_id for comment in self.comments}
        keys |= {stuck.paragraph_id for stuck in self.stuck}
        removed_first = F("removed_in").desc(nulls_last=True)
        ordered = self.article.paragraphs.order_by("position", removed_first, "pk")
        return [paragraph for paragraph in ordered if paragraph.pk in keys]


def is_told(comment: Comment) -> bool:
    """Whether its words are in the file, or only its place is kept."""
    return not (comment.is_deleted or comment.is_hidden or comment.withheld)


def _flat(voice: Voice, *, below: int = 0) -> Iterator[Said]:
    yield Said(voice.comment, voice.depth + below, voice.answered)
    for reply in voice.replies:
        yield from _flat(reply, below=below)
