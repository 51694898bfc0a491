"""All that is said on a text, as far as one reader may hear it: whole, or what they ask for."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from html import unescape

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Paragraph
from discussions.choice import ORDERS, SHOWN, Choice, Chosen
from discussions.models import (
    Comment,
    CommentQuerySet,
    Kind,
    Stuck,
    StuckQuerySet,
    Thread,
    Wanted,
    help_wanted,
    unheard_by,
)
from discussions.pieces import Piece, Told, piece, pieces_of
from discussions.room import Room, queries
from discussions.tree import conversations

# So many paragraphs with discussions stand on a page, as on a page of a long text.
SECTIONS = 150
# The letters of a paragraph above what is said on it.
EXCERPT = 200
# So many excerpts are kept, of the paragraphs' words.
EXCERPTS = 5000

type OnParagraph = tuple[int, list[Thread]]


@dataclass(frozen=True)
class Section:
    """A paragraph, as the reader's language says it, with what is said on it."""

    paragraph: Paragraph
    language: str
    direction: str
    excerpt: str
    threads: SafeString


class Overview:
    """The discussions of a reading, seen by one of its members; every part is fetched once."""

    def __init__(self, room: Room, query: QueryDict) -> None:
        self.room = room
        self.user = room.user
        self.chosen = Chosen.parse(query)
        self.number = query.get("page")

    @property
    def shown(self) -> list[Choice]:
        return self.chosen.among("show", SHOWN)

    @property
    def orders(self) -> list[Choice]:
        return self.chosen.among("order", ORDERS)

    @property
    def people(self) -> SafeString:
        """The members whom the reader wants to see, as options: there may be hundreds."""
        seen = queries.members_of(self.user, self.room.reading.group_id)
        options = (
            (key, SafeString(" selected") if str(key) == self.chosen.by else "", name)
            for key, name in [("", _("By everyone")), *seen]
        )
        return format_html_join("", '<option value="{}"{}>{}</option>', options)

    @cached_property
    def page(self) -> Page[OnParagraph]:
        """The keys of the paragraphs on the page, each with its threads."""
        return Paginator(self._ordered(), SECTIONS).get_page(self.number)

    @cached_property
    def sections(self) -> list[Section]:
        """The paragraphs on the page on which there is something for the reader."""
        drawn = self._drawn([thread for _key, there in self.page for thread in there])
        html = {
            key: mark_safe("".join(drawn.get(thread.pk, "") for thread in there))  # noqa: S308  # pieces are
            for key, there in self.page
        }
        return [
            self._section(paragraph, words, html[paragraph.pk])
            for paragraph, words in self._paragraphs([key for key in html if html[key]])
        ]

    def _ordered(self) -> list[OnParagraph]:
        by_paragraph: dict[int, list[Thread]] = defaultdict(list)
        for thread in self._threads():
            by_paragraph[thread.paragraph_id].append(thread)
        sections = list(by_paragraph.items())
        if self.chosen.order:
            is_backwards = self.chosen.order == "newest"
            for _key, threads in sections:
                threads.sort(key=_spoken_at, reverse=is_backwards)
            sections.sort(key=lambda section: _spoken_at(section[1][0]), reverse=is_backwards)
        return sections

    def _threads(self) -> list[Thread]:
        """The threads of which the reader may read something, in the order of the text."""
        threads = queries.threads_heard(self.room.reading, self.user)
        if not self.chosen.is_narrow:
            return threads
        return [thread for thread in threads if thread.pk in self._found]

    @cached_property
    def _found(self) -> dict[int, set[int]]:
        """The keys of the comments that are asked for, by those of their threads."""
        found: dict[int, set[int]] = defaultdict(set)
        asked = self._asked().filter(reading=self.room.reading)
        for thread, comment in asked.order_by().values_list("thread", "pk"):
            found[thread].add(comment)
        for thread in self._stuck_asked().values_list("thread", flat=True):
            found[thread] |= set()
        return found

    def _asked(self) -> CommentQuerySet:
        comments = Comment.objects.visible_to(self.user).standing()
        match self.chosen.show:
            case "questions":
                comments = comments.filter(thread__kind=Kind.QUESTION, thread__answer=None)
            case "prepared":
                comments = comments.filter(thread__kind=Kind.PREPARATION)
            case "new":
                comments = unheard_by(self.user)
            case "mine":
                comments = comments.filter(author=self.user)
            case "mentions":
                comments = comments.filter(mentions__user=self.user)
            case "stuck":
                open_now = Stuck.objects.open().filter(thread=OuterRef("thread"))
                comments = comments.filter(Exists(open_now))
        return comments.filter(author=int(self.chosen.by)) if self.chosen.by else comments

    def _stuck_asked(self) -> StuckQuerySet:
        """Where somebody is stuck, if that is asked for; by a name only where there is one."""
        seen = Stuck.objects.visible_to(self.user).filter(reading=self.room.reading)
        match self.chosen.show:
            case "stuck":
                seen = seen.filter(pk__in=Stuck.objects.open().values("pk"))
            case "mine":
                seen = seen.filter(asker=self.user)
            case "":
                pass
            case _:
                return seen.none()
        named = seen.filter(is_anonymous=False).exclude(Q(withheld=Stuck.BLOCKED))
        return named.filter(asker=int(self.chosen.by)) if self.chosen.by else seen

    @cached_property
    def help_wanted(self) -> list[Wanted]:
        """Where help is most needed, for who asks where somebody is stuck."""
        is_asked = self.chosen.show == "stuck"
        return help_wanted(self.room.reading, self.user) if is_asked else []

    def _drawn(self, threads: Sequence[Thread]) -> dict[int, str]:
        """The HTML of each thread, by its key: shared where the reader hears what all hear."""
        public = [thread for thread in threads if thread.is_visible and thread.is_public]
        shared = pieces_of(public, languages=self._languages)
        alike = {key: made for key, made in shared.items() if self._hears_all(made)}
        pieces = alike | self._apart([thread for thread in threads if thread.pk not in alike])
        return {
            thread.pk: pieces[thread.pk].marked(self._marks_in(thread))
            for thread in threads
            # Not if it was torn up just now.
            if thread.pk in pieces
        }

    @cached_property
    def _languages(self) -> list[str]:
        """Those in which the reader may read the text."""
        return [version.language for version in self.room.versions]

    def _hears_all(self, made: Piece) -> bool:
        """Whether the reader is to read what everyone reads."""
        reads_hidden = self.room.may_lead or self.user.pk in made.hidden
        return not (made.hidden and reads_hidden) and self.room.blocked.isdisjoint(made.faces)

    def _apart(self, threads: Sequence[Thread]) -> dict[int, Piece]:
        """Pieces for this reader alone."""
        if not threads:
            return {}
        reached = Comment.objects.within_reach(self.user).filter(thread__in=threads)
        related = ("author", "quotation", "preparation", "thread__opened_by", "thread__partner")
        met = conversations(
            reached.select_related(*related),
            self.user,
            unheard=self.room.blocked,
            stuck=self._stuck_in(threads),
        )
        return {
            one.thread.pk: piece(
                one.thread,
                one.voices,
                languages=self._languages,
                reader=self.user,
                other=one.other,
                stuck=one.stuck,
            )
            for one in met
        }

    def _stuck_in(self, threads: Sequence[Thread]) -> Iterable[Stuck]:
        opened = [thread for thread in threads if thread.is_stuck and thread.is_visible]
        if not opened:
            return ()
        seen = Stuck.objects.visible_to(self.user).filter(thread__in=opened)
        return seen.select_related("thread", "asker")

    def _marks_in(self, thread: Thread) -> Callable[[Told], str]:
        """What is said at the head of a voice: that it is new to the reader, or what they seek."""
        found = self._found[thread.pk] if self.chosen.seeks_voices else ()

        def mark(voice: Told) -> str:
            is_unheard = voice.number > thread.heard and voice.author != self.user.pk
            is_new = is_unheard and not thread.is_muted
            return f"{self._new if is_new else ''}{self._sought if voice.pk in found else ''}"

        return mark

    @cached_property
    def _new(self) -> str:
        return format_html(' <span class="tag is-new">{}</span>', pgettext("voice", "new"))

    @cached_property
    def _sought(self) -> str:
        return format_html(' <span class="tag is-found">{}</span>', _("found"))

    def _paragraphs(self, keys: Collection[int]) -> Iterator[tuple[Paragraph, Sequence[Paragraph]]]:
        """These paragraphs in this order, each with those that say it in the reader's language."""
        found = self.room.article.paragraphs.in_bulk(keys)
        translated = self.room.translated(list(found.values()))
        for key in keys:
            yield found[key], translated.get(key, [found[key]])

    def _section(
        self, paragraph: Paragraph, words: Sequence[Paragraph], threads: SafeString
    ) -> Section:
        version, first = self.room.version, words[0]
        return Section(
            paragraph,
            language=first.language or version.language,
            direction=first.direction or version.direction,
            excerpt=_beginning(tuple(paragraph.html for paragraph in words)),
            threads=threads,
        )


@lru_cache(EXCERPTS)
def _beginning(paragraphs: tuple[str, ...]) -> str:
    """The first words of these paragraphs, which are HTML."""
    text = unescape(" ".join(map(strip_tags, paragraphs)))
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"


def _spoken_at(thread: Thread) -> datetime:
    """When somebody spoke in it last, as far as the reader may know."""
    return thread.spoken_at if thread.is_visible else thread.created_at
