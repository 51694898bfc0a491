"""What somebody can do next for others, once they have read all that is open.

Each offer is a function of the room, in `OFFERS` in the order in which they are shown; what else
can be done for others adds its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User, compiled
from articles.blocks import Kind as BlockKind
from articles.markdown.comments import plain
from articles.models import Article, Paragraph
from articles.search.plain import plain as words_of
from discussions.models import Comment, CommentQuerySet, Kind
from discussions.models.stuck import help_wanted
from discussions.room import Room
from groups.models import Mark, Reading

# So many paragraphs are offered for one thing to do, each with so many words.
MOST, WORDS = 3, 14
# So many of somebody's latest thoughts are looked through.
LATEST = 50
# What is hardly spoken about by itself.
BESIDE_THE_TEXT = (BlockKind.HEADING, BlockKind.FOOTNOTE)


@dataclass(frozen=True)
class Deed:
    """One thing to do: on which paragraph, where, and words that tell what it is about."""

    paragraph: Paragraph
    url: str
    words: str


@dataclass(frozen=True)
class Offer:
    """What can be done, as it is called at each of the places to do it."""

    title: str
    act: str
    deeds: Sequence[Deed]


def help_is_wanted(room: Room) -> Offer | None:
    """Some paragraphs that this member is past and on which others are stuck."""
    if not room.has_stuck:
        return None
    wanted = [place.paragraph for place in help_wanted(room.reading, room.user)[:MOST]]
    deeds = [Deed(one, _discussion(room, one), words) for one, words in _said_in(wanted, room)]
    return _offer(_("Somebody is stuck here"), _("Help"), deeds)


def bare_paragraphs(room: Room) -> Offer | None:
    """Some paragraphs that this member has marked and on which nothing is prepared."""
    bare = _bare(room.reading, room.article, room.place.membership_id)
    keys = sorted(_spread(bare, room)[:MOST], key=dict(bare).__getitem__)
    deeds = [Deed(one, _composer(room, one), words) for one, words in _said_in(keys, room)]
    return _offer(_("Nothing is prepared here yet"), _("Prepare something"), deeds)


def first_thoughts(room: Room) -> Offer | None:
    """What this member said or noted themselves, to be turned into a question for others."""
    latest: dict[int, Comment] = {}
    for thought in _thoughts(room.reading, room.user, room.place.membership_id):
        latest.setdefault(thought.paragraph_id, thought)
    deeds = [
        Deed(
            one.paragraph,
            _composer(room, one.paragraph, **{"from": str(one.pk)}),
            Truncator(plain(one.source)).words(WORDS),
        )
        for one in list(latest.values())[:MOST]
    ]
    return _offer(_("Your own first thoughts"), _("Turn into a question"), deeds)


OFFERS: list[Callable[[Room], Offer | None]] = [
    help_is_wanted,
    bare_paragraphs,
    first_thoughts,
]


def offers_to(room: Room) -> list[Offer]:
    """What the room's reader can do for others."""
    made = (offer(room) for offer in OFFERS)
    return [offer for offer in made if offer is not None]


def _offer(title: str, act: str, deeds: Sequence[Deed]) -> Offer | None:
    return Offer(title, act, deeds) if deeds else None


@compiled
def _bare(
    reading: Reading, article: Article, membership: int
) -> QuerySet[Paragraph, tuple[int, int]]:
    """The keys and positions of what a member has marked and on which nothing is prepared."""
    prepared_there = Comment.objects.standing().preparations().filter(reading=reading)
    marked = Paragraph.objects.current().filter(
        article=article, pk__in=_marked(reading, membership)
    )
    bare = marked.exclude(pk__in=prepared_there.values("paragraph"))
    return bare.exclude(kind__in=BESIDE_THE_TEXT).values_list("pk", "position")


@compiled
def _thoughts(reading: Reading, user: User, membership: int) -> CommentQuerySet:
    """What somebody said last on paragraphs that they have marked, and prepared nothing for."""
    mine = Comment.objects.standing().filter(reading=reading, author=user, parent=None)
    thoughts = mine.filter(
        thread__kind__in=(Kind.TALK, Kind.NOTE),
        paragraph__in=_marked(reading, membership),
        paragraph__removed_in=None,
    ).exclude(paragraph__in=mine.preparations().values("paragraph"))
    return thoughts.select_related("paragraph").order_by("-created_at", "-pk")[:LATEST]


def _marked(reading: Reading, membership: int) -> QuerySet[Mark, int]:
    """The keys of the paragraphs that the member has marked themselves."""
    marks = Mark.objects.filter(reading=reading, membership=membership)
    return marks.filter(is_carried=False).values_list("paragraph", flat=True)


def _spread(found: Iterable[tuple[int, int]], room: Room) -> list[int]:
    """The keys of these paragraphs, by keys and positions, in an order of this reader's own.

    First come those that somebody has yet to read.
    """
    everyone = room.progress.everyone or 0

    def order(one: tuple[int, int]) -> tuple[bool, int]:
        key, position = one
        return position < everyone, crc32(f"{room.user.pk} {key}".encode())

    return [key for key, _position in sorted(found, key=order)]


def _discussion(room: Room, paragraph: Paragraph) -> str:
    return reverse("discussions:discussion", args=[room.reading.pk, paragraph.pk])


def _composer(room: Room, paragraph: Paragraph, **more: str) -> str:
    """Where a preparation is begun on this paragraph."""
    return (
        f"{_discussion(room, paragraph)}?{urlencode({'kind': Kind.PREPARATION, **more})}#composer"
    )


def _said_in(keys: Sequence[int], room: Room) -> Iterator[tuple[Paragraph, str]]:
    """The paragraphs with these keys, each with its first words as the reader meets them."""
    paragraphs = room.paragraphs_with(keys)
    said = room.translated(list(paragraphs.values()))
    for one in (paragraphs[key] for key in keys):
        words = " ".join(map(words_of, said.get(one.pk, [one])))
        yield one, Truncator(words).words(WORDS)
