"""What is new for a person, told in one place: what apps above know of it.

A notice holds no words. What it tells is looked up whenever it is read, as its reader may see it
then; of what they may not see, or not yet, they are not told, and it is not counted. An app adds
its sources when it is loaded.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from accounts.models import Notice, NoticeQuerySet, User, compiled

# So many of a bundle are told, the others are counted.
TOLD = 3
# So far unread ones are counted.
MANY = 100


@dataclass(frozen=True)
class Entry:
    """What a notice tells its reader now."""

    # With a place for who did it, such as "{person} answered you".
    sentence: str
    person: User | None
    # Where it is, what that is called, and the group in which that is, if it is not the group.
    url: str
    about: str
    where: str = ""
    # The beginning of what was said.
    words: str = ""

    @property
    def html(self) -> SafeString:
        """The sentence with the person's name set apart."""
        return format_html(self.sentence, person=format_html("<bdi>{}</bdi>", self.name))

    @property
    def name(self) -> str:
        """What the person is called in the sentence."""
        if self.person:
            return self.person.display_name
        nobody = _("somebody who has left the site")
        return capfirst(nobody) if self.sentence.startswith("{person}") else nobody


@dataclass(frozen=True)
class Source:
    """Things of one sort that people are told of.

    `seen` gives those that this person may be told of now, and `entry` what a notice of this kind
    about one of them tells this person, without a further query.
    """

    # The names of its kinds, by key.
    kinds: Mapping[str, StrPromise]
    seen: Callable[[User], QuerySet[Any]]
    entry: Callable[[Any, str, User], Entry]


sources: list[Source] = []


@dataclass(frozen=True)
class Told:
    """A notice with what it tells."""

    notice: Notice
    entry: Entry


@dataclass(frozen=True)
class Bundle:
    """What is told together: the newest of it, and how much there is."""

    told: Sequence[Told]
    number: int
    unread: int

    @property
    def newest(self) -> Told:
        return self.told[0]

    @property
    def more(self) -> int:
        """How many there are besides those that are told."""
        return self.number - len(self.told)


def notices_of(user: User, *, kinds: Collection[str] | None = None) -> NoticeQuerySet:
    """This person's notices of what they may see now, the newest first.

    Where only those of some `kinds` are wanted, the query asks no other source.
    """
    seen = Q(pk__in=())
    for source in sources:
        if kinds is not None and source.kinds.keys().isdisjoint(kinds):
            continue
        thing = source.seen(user).filter(pk=OuterRef("about"))
        seen |= Q(kind__in=source.kinds) & Q(Exists(thing))
    return Notice.objects.filter(seen, user=user)


def unread_of(user: User) -> int:
    """How many notices this person has not looked at; MANY stands for as many or more."""
    kinds = unread_kinds(user)
    return len(_unread(frozenset(kinds))(user)) if kinds else 0


@lru_cache
def _unread(kinds: frozenset[str]) -> Callable[[User], list[int]]:
    """Gives the keys of what somebody has not looked at; every page asks for their number."""

    @compiled
    def unread(user: User) -> QuerySet[Notice, int]:
        notices = notices_of(user, kinds=kinds).unread()
        return notices.order_by().values_list("pk", flat=True)[:MANY]

    return unread


def unread_kinds(user: User) -> set[str]:
    """Of which kinds this person has notices that they have not looked at, seen now or not.

    It spares asking the sources that have nothing to tell.
    """
    if not hasattr(user, "unread_kinds"):
        user = with_unread_kinds(User.objects.filter(pk=user.pk)).get()
    return set((user.unread_kinds or "").split())  # type: ignore[attr-defined]  # annotated


def with_unread_kinds(users: QuerySet[User]) -> QuerySet[User]:
    """Annotate `unread_kinds`, those of all unread notices of each, with spaces between."""
    unread = Notice.objects.filter(user=OuterRef("pk")).unread().order_by().values("user")
    kinds = unread.annotate(kinds=StringAgg("kind", delimiter=Value(" "))).values("kinds")
    return users.annotate(unread_kinds=Subquery(kinds))


def told(user: User, notices: Iterable[Notice]) -> Iterator[Told]:
    """What these notices tell this person now, in their order: one query for each source."""
    found = list(notices)
    entries: dict[int, Entry] = {}
    for source in sources:
        mine = [notice for notice in found if notice.kind in source.kinds]
        things = source.seen(user).in_bulk([notice.about for notice in mine]) if mine else {}
        for notice in mine:
            if notice.about in things:
                entries[notice.pk] = source.entry(things[notice.about], notice.kind, user)
    return (Told(one, entries[one.pk]) for one in found if one.pk in entries)


def bundled(user: User, notices: NoticeQuerySet, page: Iterable[Mapping[str, Any]]) -> list[Bundle]:
    """The bundles of a page of `notices.bundles()`, with the newest of what is in each."""
    rows = {row["bundle"]: row for row in page}
    rank = Window(RowNumber(), partition_by="bundle", order_by=("-created_at", "-pk"))
    newest = notices.filter(bundle__in=rows).annotate(rank=rank).filter(rank__lte=TOLD)
    told_in: dict[str, list[Told]] = defaultdict(list)
    for one in told(user, newest):
        told_in[one.notice.bundle].append(one)
    return [
        Bundle(told_in[name], row["number"], row["unread"])
        for name, row in rows.items()
        if told_in[name]
    ]
