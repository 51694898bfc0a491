"""Comments as a tree: built from one flat list, drawn to a depth that stays readable."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import User
from discussions.listening import Listening, listening_to_thread
from discussions.models import Comment, Following, Stuck, Thread, preparation_of

# Voices at this depth hold no replies of their own: those stand beside them, in the order they
# came, each naming whom it answers.
MAX_DEPTH = 5


@dataclass
class Voice:
    """A comment as it is drawn, with the replies that stand under it."""

    comment: Comment
    under: "Voice | None" = None
    # Whom it answers, where that is not the voice it stands under.
    answers: Comment | None = None
    replies: list["Voice"] = field(default_factory=list)
    depth: int = 0
    is_new: bool = False

    @property
    def is_named(self) -> bool:
        """Whether it is told whose it is."""
        return not self.comment.is_deleted and not self.comment.withheld

    @property
    def counts(self) -> bool:
        """Whether it is one of the voices whose number is told."""
        return self.is_named and not self.comment.is_hidden

    @property
    def answered(self) -> User | None:
        """Whom it is told to answer."""
        answers = self.answers
        is_named = answers and not answers.is_deleted and not answers.withheld
        return answers.author if answers and is_named else None

    @property
    def holds_replies(self) -> bool:
        return self.depth < MAX_DEPTH

    @property
    def is_shown(self) -> bool:
        """What is deleted, or by one whom the reader blocked, only holds replies in their place."""
        is_heard = not self.comment.is_deleted and not self.comment.is_blocked
        return is_heard or bool(self.replies)

    def add(self, comment: Comment) -> "Voice":
        """Draw a reply to this voice, under it or beside it."""
        if self.holds_replies or self.under is None:
            voice = Voice(comment, under=self, depth=self.depth + 1)
            self.replies.append(voice)
        else:
            voice = Voice(comment, under=self.under, answers=self.comment, depth=self.depth)
            self.under.replies.append(voice)
        return voice


def drawn(comments: Iterable[Comment]) -> dict[int, Voice]:
    """A voice for each of these comments, by its key, in the order they were made.

    A reply whose parent is not among them is drawn as if it began a thread.
    """
    voices: dict[int, Voice] = {}
    for comment in comments:
        parent = voices.get(comment.parent_id) if comment.parent_id else None
        voices[comment.pk] = parent.add(comment) if parent else Voice(comment)
    # Replies come after what they answer: backwards, all below a voice is pruned before it.
    for voice in reversed(voices.values()):
        voice.replies = [reply for reply in voice.replies if reply.is_shown]
    return voices


def roots(voices: Mapping[int, Voice]) -> list[Voice]:
    """The voices that begin threads, oldest first."""
    return [voice for voice in voices.values() if voice.under is None and voice.is_shown]


def sort_of(voices: Mapping[int, Voice]) -> str:
    """Which sort of preparation begins these voices of a thread; empty if none does."""
    first = next(iter(voices.values()), None)
    preparation = preparation_of(first.comment) if first and first.is_named else None
    return preparation.get_sort_display() if preparation else ""


def walk(voices: Iterable[Voice]) -> Iterator[Voice]:
    """These voices with all that stand under them, as they follow each other on the page."""
    for voice in voices:
        yield voice
        yield from walk(voice.replies)


@dataclass(frozen=True)
class Conversation:
    """A thread as it is drawn for one reader: its voices by their comments' keys.

    `unheard` are the keys of those whom the reader has blocked, `followings` what they have chosen
    to follow or to mute; `stuck` tells that somebody is stuck, where that opens it and is for the
    reader.
    """

    thread: Thread
    reader: User
    voices: dict[int, Voice]
    unheard: Collection[int] = ()
    followings: Sequence[Following] = ()
    stuck: Stuck | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is something in it for the reader."""
        return bool(self.roots or self.stuck)

    @property
    def waits(self) -> bool:
        """Whether somebody is stuck in it whom the reader knows of, and it is not cleared yet."""
        return self.stuck is not None and not self.stuck.is_cleared

    @property
    def is_own_wait(self) -> bool:
        """Whether that is the reader."""
        return self.waits and self.is_of_reader

    @property
    def is_of_reader(self) -> bool:
        """Whether it is the reader who is or was stuck."""
        return self.stuck is not None and self.stuck.asker_id == self.reader.pk

    @property
    def roots(self) -> list[Voice]:
        """What begins it; the reader may have lost sight of what their own words answered."""
        return roots(self.voices)

    @property
    def heard(self) -> int:
        """How many of its voices the reader may hear."""
        return sum(voice.counts for voice in self.voices.values())

    @cached_property
    def listening(self) -> Listening:
        """Whether the reader follows it."""
        return listening_to_thread(
            self.followings,
            thread=self.thread.pk,
            paragraph=self.thread.paragraph_id,
            takes_part=self.is_of_reader or any(map(self._is_about_reader, self.voices.values())),
        )

    def _is_about_reader(self, voice: Voice) -> bool:
        is_theirs = voice.comment.author_id == self.reader.pk
        return (is_theirs or voice.comment.names_reader) and not voice.comment.is_deleted

    def is_new(self, voice: Voice) -> bool:
        """Whether the reader has not heard this voice, and wants to."""
        is_later = voice.comment.number > voice.comment.heard
        is_other = voice.comment.author_id != self.reader.pk
        return is_later and is_other and voice.counts and not self.listening.is_muted

    @property
    def last(self) -> int:
        """The number of the last comment that the reader meets in it."""
        met = (voice.comment for voice in self.voices.values())
        return max((comment.number for comment in met if not comment.is_blocked), default=0)

    @property
    def is_heard(self) -> bool:
        """Whether the reader had met all of it before."""
        return all(voice.comment.heard >= self.last for voice in self.voices.values())

    @property
    def answer(self) -> Voice | None:
        """What is marked as the answer, if the reader may hear it."""
        voice = self.voices.get(self.thread.answer_id) if self.thread.answer_id else None
        return voice if voice and voice.counts else None

    @property
    def is_prepared(self) -> bool:
        """Whether it is a preparation that the reader may have, with what is said about it."""
        return self.thread.is_preparation and self._first.counts

    @property
    def sort(self) -> str:
        """Which sort of preparation it begins with; empty for any other thread."""
        return sort_of(self.voices) if self.thread.is_preparation else ""

    @property
    def _first(self) -> Voice:
        return next(iter(self.voices.values()))

    @property
    def begun_by(self) -> User | None:
        """Whom it is told to be begun by."""
        if self.thread.is_stuck:
            return self.stuck.named if self.stuck else None
        return self._first.comment.author if self._first.is_named else None

    @property
    def other(self) -> User | None:
        """With whom the reader speaks, in a thread for two; None for one they have blocked."""
        if not self.thread.is_pair:
            return None
        is_mine = self.thread.opened_by_id == self.reader.pk
        other = self.thread.partner if is_mine else self.thread.opened_by
        return None if other and other.pk in self.unheard else other


def conversations(
    comments: Iterable[Comment],
    reader: User,
    *,
    unheard: Collection[int] = (),
    followings: Sequence[Following] = (),
    stuck: Iterable[Stuck] = (),
) -> list[Conversation]:
    """The threads that these comments make, as the reader meets them, oldest first.

    With them come those of which each of `stuck`, with its thread, tells, be they answered or not.
    """
    opened = {one.thread_id: one for one in stuck}
    threads: dict[int, dict[int, Voice]] = {key: {} for key in opened}
    for pk, voice in drawn(comments).items():
        threads.setdefault(voice.comment.thread_id, {})[pk] = voice
    met = []
    for key, voices in threads.items():
        one = opened.get(key)
        thread = one.thread if one else next(iter(voices.values())).comment.thread
        met.append(Conversation(thread, reader, voices, unheard, followings, one))
        for voice in voices.values():
            voice.is_new = met[-1].is_new(voice)
    return sorted(met, key=lambda one: (one.thread.created_at, one.thread.pk))


def first_new(threads: Iterable[Conversation]) -> Voice | None:
    """The first voice on the page that is new to the reader."""
    voices = (voice for thread in threads for voice in walk(thread.roots))
    return next((voice for voice in voices if voice.is_new), None)
