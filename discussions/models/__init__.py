"""What members say on a paragraph, and what is reported to their leaders."""

from discussions.models.comments import Comment, CommentQuerySet, Thread, ThreadQuerySet
from discussions.models.reports import Report

__all__ = ["Comment", "CommentQuerySet", "Report", "Thread", "ThreadQuerySet"]
