"""The reading room: the text with members in one margin and voices in the other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from accounts.faces import NOBODY, Faces
from articles.models import Paragraph
from articles.pages import Page
from discussions.greetings import Greeting, greetings_in
from discussions.models import Thread
from discussions.permissions import may_comment, may_prepare
from discussions.room import queries
from discussions.room.paragraphs import RoomParagraph, StuckThere
from discussions.room.talk import RoomTalk
from groups.gathering import Gathering, gathering_in
from groups.live.seals import sealed
from groups.models import Step
from groups.permissions import may_gather
from groups.progress import Progress, progress_in


class Room(RoomTalk):
    """One reading, seen by one of its members; every part is fetched once, when asked for."""

    @property
    def inherits(self) -> bool:
        """Whether the reading has received notes from those before it."""
        return bool(self.place.inherits)  # type: ignore[attr-defined]  # annotated

    @cached_property
    def gathering(self) -> Gathering | None:
        """The study session that goes on."""
        if not self.place.has_session:  # type: ignore[attr-defined]  # annotated
            return None
        return gathering_in(
            self.reading, user=self.user, membership=self.place.membership, pages=self.pages
        )

    @property
    def may_begin_session(self) -> bool:
        """Whether the reader may begin a study session: a leader, where none goes on."""
        return self.may_lead and self.gathering is None and may_gather(self.reading)

    @cached_property
    def marked(self) -> dict[int, bool]:
        """The keys of the paragraphs that the reader has marked, and whether a revision did it."""
        return dict(queries.marks_of(self.reading, self.place.membership_id))

    @cached_property
    def progress(self) -> Progress:
        return progress_in(self.reading, self.user, total=self.pages.length)

    @property
    def state(self) -> str:
        """Differs when the reader meets the text otherwise than before."""
        reading, marked = self.reading, len(self.marked)
        return f"{self.place.paragraph_id}-{marked}-{reading.closed_from_id}-{reading.finished_at}"

    @property
    def since(self) -> str:
        """The last event that what is shown knows of, sealed."""
        return sealed(self.reading.pk, self.reading.told)

    @cached_property
    def voices(self) -> Counter[int]:
        """How many comments the reader may see on each paragraph, by the paragraph's key."""
        voices = Counter(dict(queries.voices_in(self.reading, self.user)))
        if self.blocked:
            threads = Thread.objects.visible_to(self.user, of=self.reading)
            voices -= threads.voices_of(self.blocked, by="paragraph")
        return voices

    @cached_property
    def news(self) -> Counter[int]:
        """How many voices are new to the reader on each paragraph, by the paragraph's key."""
        return Counter(dict(queries.news_in(self.reading, self.user)))

    @property
    def new(self) -> int:
        """How many voices are new to the reader in all of the text."""
        return self.news.total()

    @cached_property
    def stuck(self) -> dict[int, StuckThere]:
        """Where somebody is stuck, as far as it is for the reader, by the paragraph's key."""
        if not self.has_stuck:
            return {}
        counted = queries.stuck_in(self.reading, self.user)
        return {key: StuckThere(now, times, mine > 0) for key, now, times, mine in counted}

    @cached_property
    def greetings(self) -> dict[int, list[Greeting]]:
        """What others have prepared for the reader, by the keys of the paragraphs."""
        if not self.place.is_prepared:  # type: ignore[attr-defined]  # annotated
            return {}
        return greetings_in(self.place, reader=self.user)

    @cached_property
    def inherited(self) -> set[int]:
        """The keys of the paragraphs where the reader finds something from those before them."""
        return set(queries.inherited_in(self.reading, self.user)) if self.inherits else set()

    @cached_property
    def paragraphs(self) -> list[RoomParagraph]:
        return self.see(self.text)

    @cached_property
    def removed(self) -> dict[int, list[RoomParagraph]]:
        """The removed paragraphs with voices for the reader, by the positions where they stood."""
        removed: dict[int, list[RoomParagraph]] = defaultdict(list)
        if self.place.has_removed:  # type: ignore[attr-defined]  # annotated
            heard = [key for key, voices in self.voices.items() if voices]
            for paragraph in self.article.paragraphs.removed().filter(pk__in=heard):
                removed[paragraph.position].append(self._met(paragraph, [paragraph]))
        return removed

    @property
    def removed_at_end(self) -> list[RoomParagraph]:
        """Those that stood behind all that the text has now."""
        return [
            seen
            for position, here in self.removed.items()
            for seen in here
            if position > self.pages.length
        ]

    def paragraphs_between(
        self, *ends: Paragraph | None, on: Sequence[Page]
    ) -> list[RoomParagraph]:
        """Those from the first to the last of these, as far as these pages, which adjoin, go.

        None stands for the end of the text.
        """
        if not on:
            return []
        positions = [end.position if end else self.pages.length for end in ends]
        first = max(min(positions), min(page.first for page in on))
        last = min(max(positions), max(page.last for page in on))
        return self.see(self.article.text.filter(position__range=(first, last)))

    def seen(self, paragraph: Paragraph) -> RoomParagraph:
        """This paragraph as the reader meets its discussion, which tells nobody's place."""
        return self._met(paragraph, self.translated([paragraph]).get(paragraph.pk, [paragraph]))

    def see(self, paragraphs: Iterable[Paragraph]) -> list[RoomParagraph]:
        """These paragraphs as the reader meets them in the text."""
        found = list(paragraphs)
        translated, at = self.translated(found), self.progress.at
        return [
            self._met(p, translated.get(p.pk, [p]), standing=at.get(p.position, NOBODY))
            for p in found
        ]

    def _met(
        self,
        paragraph: Paragraph,
        words: Sequence[Paragraph],
        *,
        standing: Faces = NOBODY,
    ) -> RoomParagraph:
        is_removed = paragraph.is_removed
        return RoomParagraph(
            paragraph,
            words,
            is_read=paragraph.pk in self.marked,
            is_carried=self.marked.get(paragraph.pk, False),
            is_place=paragraph.pk == self.place.paragraph_id,
            is_reached=self.has_reached(paragraph),
            standing=standing,
            voices=self.voices[paragraph.pk],
            new=self.news[paragraph.pk],
            stuck=self.stuck.get(paragraph.pk, StuckThere()),
            is_begun=paragraph.pk in self.begun.paragraphs,
            greetings=() if is_removed else self.greetings.get(paragraph.pk, ()),
            has_inherited=not is_removed and paragraph.pk in self.inherited,
            removed=() if is_removed else self.removed.get(paragraph.position, ()),
            is_open=self.reading.has_opened(paragraph),
            step=self.steps.get(paragraph.pk),
        )

    def has_reached(self, paragraph: Paragraph) -> bool:
        return may_comment(self.place, paragraph, has_marked=paragraph.pk in self.marked)

    def may_prepare(self, paragraph: Paragraph) -> bool:
        """Whether the reader may leave something here: they have marked it, not a revision."""
        return may_prepare(paragraph, has_marked=self.marked.get(paragraph.pk) is False)

    @cached_property
    def steps(self) -> dict[int, Step]:
        """The steps of a reading that has a pace, by the keys of their first paragraphs."""
        if self.reading.is_free:
            return {}
        return {step.first_id: step for step in self.reading.steps.all()}

    @property
    def has_finished_what_is_open(self) -> bool:
        """Whether the reader waits for the next step."""
        closed_from, place = self.reading.closed_from, self.place.paragraph
        return closed_from is not None and place is not None and not self.reading.has_opened(place)

    @property
    def before_the_next_step(self) -> int:
        """How many members have not finished what is open."""
        closed_from = self.reading.closed_from
        return self.progress.before(closed_from.position) if closed_from else 0

    @property
    def finished(self) -> Faces:
        """The members who have read everything."""
        return self.progress.at.get(None, NOBODY)

    @property
    def on_the_way(self) -> int:
        """How many members have not read everything."""
        return self.progress.on_the_way
