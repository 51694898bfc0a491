"""Asking the leaders to look at a comment or a person, and the queue of what they are asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.requests import SignedInRequest, posted
from discussions import actions, permissions
from discussions.forms.reports import ReportForm, SettlementForm
from discussions.models import Report
from discussions.room import Room
from discussions.views.loading import comment_for, form_at
from groups.models import Membership
from groups.views.loading import led_by, membership_in

# How many settled reports the queue still shows.
SETTLED = 50


@form_page
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report a comment to the leaders of its group."""
    comment = comment_for(request.user, pk)
    if not permissions.may_report(request.user, comment):
        raise PermissionDenied(
            _("Only what others say can be reported, and not what is hidden already.")
        )
    room = Room(comment.reading_id, request.user)
    earlier = Report.objects.waiting().filter(comment=comment, reporter=request.user).first()
    if earlier and request.method != "POST":
        return form_at(request, room, comment, act="reported", report=earlier)
    form = ReportForm(posted(request), initial=kept.take(request), auto_id=f"report-{pk}-%s")
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return form_at(request, room, comment, act="report", form=form, status=status)
    made = actions.report_comment(comment, by=request.user, words=form.cleaned_data["words"])
    if request.htmx:
        return form_at(request, room, comment, act="reported", report=made)
    messages.success(request, _thanks())
    return redirect(comment.place_url)


@form_page
def report_person(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Report a member to the leaders of the group."""
    mine = membership_in(pk, request.user)
    members = Membership.objects.present().filter(group=mine.group).select_related("user")
    member = get_object_or_404(members, pk=membership_pk)
    if not permissions.may_report_person(request.user, member):
        raise PermissionDenied(_("Nobody reports themselves."))
    form = ReportForm(posted(request), initial=kept.take(request))
    if form.is_valid():
        actions.report_person(member, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _thanks())
        return redirect("groups:members", pk=pk)
    waiting = Report.objects.waiting().filter(group=mine.group, person=member.user)
    context = {
        "group": mine.group,
        "may_lead": mine.is_leader,
        "member": member,
        "form": form,
        "earlier": waiting.filter(reporter=request.user).first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "discussions/report_person.html", context, status=status)


@signed_in
@require_safe
def reports(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the leaders of a group are asked to look at."""
    return _queue(request, led_by(pk, request.user))


@signed_in
@require_POST
def report_look(request: SignedInRequest, pk: int, report_pk: int) -> HttpResponse:
    """Look at a reported comment that one has not reached, on record."""
    leader = led_by(pk, request.user)
    found = _report_for(leader, report_pk)
    actions.look_ahead(found, by=leader)
    return redirect(f"{found.queue_url}#report-{found.pk}")


@signed_in
@require_POST
def settlement(request: SignedInRequest, pk: int, report_pk: int) -> HttpResponse:
    """Settle a report: by hiding the comment, or by saying what else came of it."""
    leader = led_by(pk, request.user)
    found = _report_for(leader, report_pk)
    form = SettlementForm(request.POST, auto_id=f"settlement-{report_pk}-%s")
    if "outcome" in form.errors:
        raise SuspiciousOperation(form.errors)
    if not form.is_valid():
        return _queue(request, leader, refused=(found, form))
    outcome = Report.Outcome(form.cleaned_data["outcome"])
    if outcome != Report.Outcome.HIDDEN:
        actions.settle(found, by=leader, outcome=outcome)
    elif _may_hide(leader, found) and found.comment:
        actions.hide(found.comment, by=leader, reason=form.cleaned_data["reason"])
    else:
        raise PermissionDenied(_("There is nothing here that you can hide, or not yet."))
    messages.success(request, _("Settled: %(outcome)s.") % {"outcome": outcome.label})
    return redirect(found.queue_url)


def _thanks() -> str:
    return _("Thank you. The leaders of the group will look at it; nobody else is told.")


def _report_for(leader: Membership, pk: int) -> Report:
    return get_object_or_404(
        Report.objects.for_leader(leader.user, leader.group_id).with_all(), pk=pk
    )


def _may_hide(leader: Membership, report: Report) -> bool:
    if report.comment is None or report.is_ahead:
        return False
    return permissions.may_moderate(leader, report.comment)


def _queue(
    request: SignedInRequest,
    leader: Membership,
    *,
    refused: tuple[Report, SettlementForm] | None = None,
) -> HttpResponse:
    """The queue, with the form of a report that was filled in and `refused`."""
    found = Report.objects.for_leader(leader.user, leader.group_id).with_all()
    cases = []
    for one in found.waiting():
        form = SettlementForm(auto_id=f"settlement-{one.pk}-%s")
        if refused and refused[0] == one:
            form = refused[1]
        may_hide, is_mine = _may_hide(leader, one), one.member == leader.pk
        cases.append({"report": one, "form": form, "may_hide": may_hide, "is_mine": is_mine})
    context = {
        "group": leader.group,
        "may_lead": True,
        "cases": cases,
        "settled": found.exclude(settled_at=None).order_by("-settled_at", "-pk")[:SETTLED],
    }
    return render(request, "discussions/reports.html", context, status=422 if refused else 200)
