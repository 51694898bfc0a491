"""Keeping order in a group: asking its leaders to look, hiding words, showing them again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions import notifications
from discussions.actions.counting import recount
from discussions.models import Comment, Report
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.models import LogEntry, Membership


@transaction.atomic
def report_comment(comment: Comment, *, by: User, words: str) -> Report:
    """Ask the leaders to look at a comment.

    As long as they have not settled it, asking again gives the report of the first time.
    """
    group = locked_group(comment.reading.group_id)
    report, is_new = Report.objects.waiting().get_or_create(
        group=group, comment=comment, reporter=by, defaults={"words": words}
    )
    if is_new:
        notifications.tell_of_report.enqueue(report.pk)
    return report


@transaction.atomic
def report_person(member: Membership, *, by: User, words: str) -> Report:
    """Ask the leaders of a group to look at what a member does; twice is once, as above."""
    group = locked_group(member.group_id)
    report, is_new = Report.objects.waiting().get_or_create(
        group=group, person=member.user, reporter=by, defaults={"words": words}
    )
    if is_new:
        notifications.tell_of_report.enqueue(report.pk)
    return report


@transaction.atomic
def look_ahead(report: Report, *, by: Membership) -> None:
    """Let a leader see a reported comment that they have not reached; it goes on record.

    Raises PermissionDenied, as all below, for who does not lead the group any more.
    """
    group = locked_group(report.group_id)
    require_lead(by, of=group)
    seen = Report.objects.for_leader(by.user, by.group_id).get(pk=report.pk)
    if not seen.is_ahead:
        return
    seen.looked_ahead.add(by.user)
    record(group, LogEntry.Act.LOOKED_AHEAD, by=by.user, about=seen.about)


@transaction.atomic
def hide(comment: Comment, *, by: Membership, reason: str) -> None:
    """Take a comment's words from the members' sight, and settle what is reported of it.

    What is deleted or hidden already stays as it is.
    """
    group = locked_group(comment.reading.group_id)
    require_lead(by, of=group)
    current = _current(comment)
    if current.is_deleted:
        return
    if not current.is_hidden:
        current.hidden_at = timezone.now()
        current.hidden_by = by.user
        current.hidden_reason = reason
        current.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        recount([current.thread_id])
        record(group, LogEntry.Act.HID, by=by.user, about=current.author, reason=reason)
    Report.objects.waiting().filter(comment=comment).update(
        settled_at=timezone.now(), settled_by=by.user, outcome=Report.Outcome.HIDDEN
    )


@transaction.atomic
def restore(comment: Comment, *, by: Membership, reason: str = "") -> None:
    """Show a hidden comment again."""
    group = locked_group(comment.reading.group_id)
    require_lead(by, of=group)
    current = _current(comment)
    if current.is_deleted or not current.is_hidden:
        return
    current.hidden_at = current.hidden_by = None
    current.hidden_reason = ""
    current.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    recount([current.thread_id])
    record(group, LogEntry.Act.RESTORED, by=by.user, about=current.author, reason=reason)


@transaction.atomic
def settle(report: Report, *, by: Membership, outcome: Report.Outcome) -> None:
    """Say what came of a report; the first who says so settles it."""
    group = locked_group(report.group_id)
    require_lead(by, of=group)
    settled = (
        Report.objects.waiting()
        .filter(pk=report.pk)
        .update(settled_at=timezone.now(), settled_by=by.user, outcome=outcome)
    )
    if settled:
        record(group, LogEntry.Act.SETTLED, by=by.user, about=report.about)


def _current(comment: Comment) -> Comment:
    locked = Comment.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("author").get(pk=comment.pk)
