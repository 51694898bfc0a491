"""Writes of the discussions app, each whole or not at all."""

from discussions.actions.adopting import adopt
from discussions.actions.beginning import begin_again
from discussions.actions.bringing import bring
from discussions.actions.comments import EditedMeanwhile, delete, edit
from discussions.actions.drafts import keep_draft
from discussions.actions.handing import choose, publish, revoke_publication, withdraw
from discussions.actions.helping import say_helped, take_back_help
from discussions.actions.introductions import put_off
from discussions.actions.listening import (
    Choice,
    hear,
    hear_all,
    listen_to_paragraph,
    listen_to_thread,
)
from discussions.actions.moderation import (
    hide,
    look_ahead,
    report_comment,
    report_person,
    restore,
    settle,
)
from discussions.actions.questions import mark_answer, take_back_answer
from discussions.actions.reacting import react, unreact
from discussions.actions.receiving import (
    be_helped,
    be_helped_no_more,
    hide_heirloom,
    let_hear,
    put_back,
    receive,
)
from discussions.actions.speaking import answer_stuck, open_thread, reply
from discussions.actions.stuck import (
    be_stuck,
    clear,
    hide_words,
    open_again,
    show_words,
    take_back,
    tell_more,
)

__all__ = [
    "Choice",
    "EditedMeanwhile",
    "adopt",
    "answer_stuck",
    "be_helped",
    "be_helped_no_more",
    "be_stuck",
    "begin_again",
    "bring",
    "choose",
    "clear",
    "delete",
    "edit",
    "hear",
    "hear_all",
    "hide",
    "hide_heirloom",
    "hide_words",
    "keep_draft",
    "let_hear",
    "listen_to_paragraph",
    "listen_to_thread",
    "look_ahead",
    "mark_answer",
    "open_again",
    "open_thread",
    "publish",
    "put_back",
    "put_off",
    "react",
    "receive",
    "reply",
    "report_comment",
    "report_person",
    "restore",
    "revoke_publication",
    "say_helped",
    "settle",
    "show_words",
    "take_back",
    "take_back_answer",
    "take_back_help",
    "tell_more",
    "unreact",
    "withdraw",
]
