"""Those from before you: what earlier readers handed down on a paragraph, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User, compiled
from articles.models import Paragraph
from discussions.models import Heirloom, HeirloomHelp, HeirloomQuerySet, LegacyNote, generation_of
from discussions.room import Room
from groups.models import Reading

# So many are shown, and so many more each time they are asked for.
A_FEW = 3


@dataclass(frozen=True)
class Note:
    """A note as its reader meets it."""

    heirloom: Heirloom
    # They have said that it helped them.
    has_helped: bool
    # They lead the group that has received it.
    may_hide: bool

    @property
    def note(self) -> LegacyNote:
        return self.heirloom.note

    @property
    def generation(self) -> str:
        return generation_words(self.note.generation)

    @property
    def kind(self) -> str:
        """What it is, in a word or two."""
        if self.note.has_cleared:
            return _("Helped somebody on who was stuck")
        preparation = getattr(self.note.comment, "preparation", None)
        if preparation:
            return str(preparation.get_sort_display())
        kinds = {"preparation": _("Prepared"), "answer": _("An answer")}
        return kinds.get(self.note.kind, "")


class Layer:
    """The notes from before on one paragraph; what helps most stands first."""

    def __init__(self, room: Room, paragraph: Paragraph, *, shown: int = A_FEW) -> None:
        self.room = room
        self.paragraph = paragraph
        self.shown = shown

    @cached_property
    def _found(self) -> list[Heirloom]:
        """Those within reach, and one more than are shown."""
        if not self.room.inherits:
            return []
        here = (self.room.user, self.room.reading, self.paragraph)
        if self.shown == A_FEW:
            return _a_few(*here)
        return list(_within_reach(*here)[: self.shown + 1])

    @cached_property
    def notes(self) -> Sequence[Note]:
        """Those whose words the reader may have now."""
        due = [heirloom for heirloom in self._found if heirloom.is_due][: self.shown]
        here = (self.room.user, self.room.reading, self.paragraph)
        helped = set(_helped(*here)) if due else set()
        may_hide = self.room.may_lead
        return [Note(heirloom, heirloom.pk in helped, may_hide) for heirloom in due]

    @property
    def waits(self) -> bool:
        """Whether there is something, for when the reader has had their own say."""
        return bool(self._found) and not self.notes

    @property
    def more(self) -> int | None:
        """How many are shown when more are asked for; None if all are shown."""
        has_more = self.notes and len(self._found) > self.shown
        return self.shown + A_FEW if has_more else None

    @cached_property
    def generation(self) -> str:
        """Which generation of readers the reader's group is."""
        return generation_words(generation_of(self.room.reading))


def _within_reach(user: User, reading: Reading, paragraph: Paragraph) -> HeirloomQuerySet:
    """What the person may have on a paragraph, now or when they have had their own say."""
    reached = Heirloom.objects.within_reach(user).filter(reading=reading, paragraph=paragraph)
    return reached.helpful_first().with_words()


@compiled
def _a_few(user: User, reading: Reading, paragraph: Paragraph) -> HeirloomQuerySet:
    return _within_reach(user, reading, paragraph)[: A_FEW + 1]


@compiled
def _helped(user: User, reading: Reading, paragraph: Paragraph) -> QuerySet[HeirloomHelp, int]:
    """The keys of those that have helped the person."""
    here = {"heirloom__reading": reading, "heirloom__paragraph": paragraph}
    given = HeirloomHelp.objects.filter(**here, user=user)
    return given.values_list("heirloom", flat=True)


def generation_words(number: int) -> str:
    """What a generation of readers is called, such as "first generation"."""
    words = {1: _("first generation"), 2: _("second generation"), 3: _("third generation")}
    return words.get(number) or _("generation %(number)s") % {"number": number}
