"""Who may do what in a discussion: booleans of a person and a thing that they can already see."""

from accounts.models import User
from articles.models import Paragraph
from discussions.models import Comment, Heirloom, Stuck
from groups.models import Membership, Place, Reading


def may_comment(place: Place, paragraph: Paragraph, *, has_marked: bool) -> bool:
    """Speak on a paragraph: whoever has reached it."""
    return has_marked or place.has_reached(paragraph)


def may_prepare(paragraph: Paragraph, *, has_marked: bool) -> bool:
    """Leave something on a paragraph for those who come after: whoever has marked it."""
    return has_marked and not paragraph.is_removed


def may_edit(user: User, comment: Comment) -> bool:
    """Change a comment's words: its author, while everyone may read them."""
    return may_delete(user, comment) and not comment.is_hidden


def may_delete(user: User, comment: Comment) -> bool:
    """Take a comment back: its author, also if a leader has hidden it."""
    return comment.author_id == user.pk and not comment.is_deleted


def may_reply(comment: Comment) -> bool:
    """Answer a comment that one can see: while no leader has hidden it."""
    return not comment.is_hidden


def may_react(user: User, comment: Comment) -> bool:
    """Give a small sign at a comment: whoever can read it, but its author."""
    return may_report(user, comment)


def may_say_helped(user: User, comment: Comment) -> bool:
    """Say that a preparation helped: whoever can read it, but its author."""
    return comment.is_preparation and may_report(user, comment)


def may_report(user: User, comment: Comment) -> bool:
    """Ask the leaders to look at a comment: whoever can read it, but its author."""
    is_standing = not comment.is_deleted and not comment.is_hidden
    return is_standing and comment.author_id != user.pk


def may_report_person(user: User, member: Membership) -> bool:
    """Ask the leaders to look at what somebody does: whoever is in the group with them."""
    return member.user_id != user.pk


def may_moderate(membership: Membership, comment: Comment) -> bool:
    """Hide a comment of the group and show it again: its leaders, but nobody their own."""
    is_own = comment.author_id == membership.user_id
    return membership.is_leader and not is_own and not comment.is_deleted


def may_hand_down(membership: Membership, reading: Reading) -> bool:
    """Publish what a reading hands down: the leaders of its group, when it is finished."""
    return membership.is_leader and reading.is_finished


def may_start_again(reading: Reading) -> bool:
    """Start a reading again with the next group: when it is finished."""
    return reading.is_finished


def may_be_helped(user: User, heirloom: Heirloom) -> bool:
    """Say that a note from before helped: whoever can read it, but its author."""
    comment = heirloom.note.comment
    return comment is None or comment.author_id != user.pk


def may_mark_answer(membership: Membership, comment: Comment) -> bool:
    """Say that a comment answers its thread's question: who asked it, and leaders."""
    is_reply = comment.parent_id is not None and not comment.is_deleted and not comment.is_hidden
    is_theirs = comment.thread.opened_by_id == membership.user_id
    return comment.thread.is_question and is_reply and (is_theirs or membership.is_leader)


def may_answer_stuck(user: User, stuck: Stuck) -> bool:
    """Answer where somebody is stuck that one can see: whoever that is not."""
    return stuck.asker_id != user.pk


def may_change_stuck(user: User, stuck: Stuck) -> bool:
    """Say more of where one is stuck, take it back, and say what cleared it: who is stuck."""
    return stuck.asker_id == user.pk


def may_clear(user: User, stuck: Stuck, comment: Comment) -> bool:
    """Say that an answer has cleared it: who is stuck, and nobody for their own words."""
    is_standing = not comment.is_deleted and not comment.is_hidden
    is_answer = comment.thread_id == stuck.thread_id and comment.author_id not in {None, user.pk}
    return may_change_stuck(user, stuck) and is_answer and is_standing and not stuck.is_cleared


def may_moderate_stuck(membership: Membership, stuck: Stuck) -> bool:
    """Hide the words of who is stuck, and show them again: leaders, but nobody their own."""
    return membership.is_leader and stuck.asker_id != membership.user_id
