"""What is said in a reading room."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from accounts.models import Block
from articles.models import Paragraph
from discussions.begun import Begun
from discussions.echoes import Echoes
from discussions.listening import Listening, chosen_for
from discussions.models import Comment, CommentDraft, Following, Stuck, Thread
from discussions.room import queries
from discussions.room.text import RoomText
from discussions.signs import Given
from discussions.tree import Conversation, conversations
from discussions.wording import Quoted, Wordings


class RoomTalk(RoomText):
    """What a member hears in a reading, and has chosen to hear."""

    @property
    def has_stuck(self) -> bool:
        """Whether somebody is stuck in the reading, or has been."""
        return bool(self.place.has_stuck)  # type: ignore[attr-defined]  # annotated

    @cached_property
    def blocked(self) -> set[int]:
        """The keys of those whom the reader has blocked."""
        if not self.place.has_blocks:  # type: ignore[attr-defined]  # annotated
            return set()
        return set(Block.objects.by(self.user).values_list("blocked", flat=True))

    @cached_property
    def followings(self) -> list[Following]:
        """What the reader has chosen to follow or to mute here."""
        if not self.place.has_followings:  # type: ignore[attr-defined]  # annotated
            return []
        return queries.followings_of(self.user, self.reading)

    def listening_at(self, paragraph: Paragraph) -> Listening:
        """Whether the reader follows all that is said on a paragraph."""
        return Listening(chosen_for(self.followings, paragraph=paragraph.pk))

    def partners(self) -> dict[int, str]:
        """Whom the reader may speak to alone, the group's members whom they want to see, by key."""
        return dict(queries.partners_of(self.user, self.reading.group_id))

    @cached_property
    def begun(self) -> Begun:
        """What the reader has begun to write and not said yet."""
        if not self.place.has_drafts:  # type: ignore[attr-defined]  # annotated
            return Begun([])
        return Begun(CommentDraft.objects.filter(user=self.user, reading=self.reading))

    @cached_property
    def echoes(self) -> Echoes:
        """What preparations have done, as the reader may know it."""
        return Echoes(self.reading, self.user)

    def discussion(self, paragraph: Paragraph, *, newest_first: bool = False) -> list[Conversation]:
        """The threads on this paragraph, with what the reader may see and what holds its place.

        They stand in the order in which they began, or by when somebody spoke in them last; but
        first comes where the reader is stuck, and then where others are.
        """
        here = (self.reading, paragraph.pk)
        comments = queries.comments_on(*here, self.user)
        if comments:
            comments = self._whole(comments, queries.threads_at(*here), queries.signs_on(*here))
        stuck: Sequence[Stuck] = ()
        if self.has_stuck:
            stuck = queries.stuck_at(*here, self.user)
        met = self._conversations(comments, stuck)
        shown = [one for one in met if one.is_shown]
        if newest_first:
            shown.sort(key=lambda one: (one.thread.spoken_at, one.thread.pk), reverse=True)
        return sorted(shown, key=lambda one: (not one.is_own_wait, not one.waits))

    def conversation_with(self, comment: Comment) -> Conversation:
        """The thread that this comment is in."""
        stuck = queries.stuck_of(comment.thread_id, self.user) if comment.thread.is_stuck else ()
        (met,) = self._conversations(self._said_in(comment.thread_id), stuck)
        return met

    def conversation_of(self, stuck: Stuck) -> Conversation | None:
        """The thread that tells of this, if the reader may see it."""
        comments = self._said_in(stuck.thread_id)
        met = self._conversations(comments, queries.stuck_of(stuck.thread_id, self.user))
        return met[0] if met else None

    def _said_in(self, thread: int) -> list[Comment]:
        comments = queries.comments_in(thread, self.user)
        return self._whole(comments, queries.threads_with(thread), queries.signs_in(thread))

    def _whole(
        self, comments: Iterable[Comment], threads: Iterable[Thread], signs: Iterable[Given]
    ) -> list[Comment]:
        """These comments with their threads, each made once; the signs at them are known then.

        A thread that has gone meanwhile took its comments along.
        """
        by_key = {thread.pk: thread for thread in threads}
        whole = [comment for comment in comments if comment.thread_id in by_key]
        for comment in whole:
            comment.thread = by_key[comment.thread_id]
            self.signs[comment.pk] = []
        for given in signs:
            if given[0] in self.signs:
                self.signs[given[0]].append(given)
        return whole

    def signs_at(self, comment: Comment) -> Sequence[Given]:
        """The signs at a comment, in the order they were given; not those of who is blocked."""
        if comment.pk not in self.signs:
            self.signs[comment.pk] = queries.signs_at(comment.pk)
        return [given for given in self.signs[comment.pk] if given[2] not in self.blocked]

    @cached_property
    def signs(self) -> dict[int, list[Given]]:
        """The signs at comments, as far as they are known, by the comments' keys."""
        return {}

    def _conversations(
        self, comments: Iterable[Comment], stuck: Iterable[Stuck]
    ) -> list[Conversation]:
        return conversations(
            comments, self.user, unheard=self.blocked, followings=self.followings, stuck=stuck
        )

    def quoted_by(self, comment: Comment) -> Quoted | None:
        """What this comment quotes from its paragraph, as the reader meets it."""
        return self.wordings.quoted_by(comment)

    @cached_property
    def wordings(self) -> Wordings:
        """What the paragraphs say in all versions of the text."""
        return Wordings(self.versions, shown=self.version)
