"""Comments as a tree: built from one flat list, drawn to a depth that stays readable."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from discussions.models import Comment

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

    @property
    def is_named(self) -> bool:
        """Whether it is told whose it is."""
        return not self.comment.is_deleted and not self.comment.withheld

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


def roots(voices: dict[int, Voice]) -> list[Voice]:
    """The voices that begin threads, oldest first."""
    return [voice for voice in voices.values() if voice.under is None and voice.is_shown]
