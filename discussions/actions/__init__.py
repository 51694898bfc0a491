"""Writes of the discussions app, each whole or not at all."""

from discussions.actions.comments import EditedMeanwhile, delete, edit, open_thread, reply
from discussions.actions.moderation import (
    hide,
    look_ahead,
    report_comment,
    report_person,
    restore,
    settle,
)

__all__ = [
    "EditedMeanwhile",
    "delete",
    "edit",
    "hide",
    "look_ahead",
    "open_thread",
    "reply",
    "report_comment",
    "report_person",
    "restore",
    "settle",
]
