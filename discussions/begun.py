"""What somebody has begun to write in a reading and not said yet."""

from collections.abc import Iterable

from discussions.models import CommentDraft


class Begun:
    """Drafts of one person, by where they were begun."""

    def __init__(self, drafts: Iterable[CommentDraft]) -> None:
        self.paragraphs: set[int] = set()
        # By the keys of the paragraphs where a thread is begun, and of the comments.
        self.threads: dict[int, CommentDraft] = {}
        self.answers: dict[int, CommentDraft] = {}
        self.changes: dict[int, CommentDraft] = {}
        for draft in drafts:
            self.paragraphs.add(draft.paragraph_id)
            if draft.answers_id:
                self.answers[draft.answers_id] = draft
            elif draft.changes_id:
                self.changes[draft.changes_id] = draft
            else:
                self.threads[draft.paragraph_id] = draft
