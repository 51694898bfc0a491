"""Study sessions: which there have been, beginning one, leading it, and taking part in it.

What is done in a session is answered with the bar that shows it, or leads to its paragraph.
"""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import limited
from accounts.models import User
from accounts.requests import SignedInRequest, posted
from articles.pages import Pages
from articles.passage import address_in
from groups import actions
from groups.forms.sessions import AttendanceForm, BeginForm, HandForm, ParagraphForm, TimeForm
from groups.gathering import gathering_in
from groups.models import Attendance, Membership, StudySession
from groups.permissions import may_gather, may_lead
from groups.progress import progress_in
from groups.views.loading import led_by, membership_in, reading_of

A_PAGE = 20


@form_page
def sessions(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sessions that there have been in a reading; a leader begins the next one."""
    reading, membership = reading_of(pk, request.user)
    if request.method == "POST":
        led_by(reading.group_id, request.user)
    standing = progress_in(reading, request.user, total=reading.article.text.count())
    form = BeginForm(
        posted(request),
        initial={"number": standing.everyone or 1} | kept.take(request),
        article=reading.article,
    )
    if form.is_valid():
        minutes = form.cleaned_data["minutes"]
        session = actions.begin_session(
            reading, by=membership, paragraph=form.paragraph, minutes=minutes
        )
        return redirect(_place_of(session))
    going_on = reading.sessions.open()
    attendances = Attendance.objects.seen_by(request.user)
    held = reading.sessions.seen_by(request.user).prefetch_related(
        Prefetch("attendances", attendances)
    )
    context = {
        "reading": reading,
        "page": Paginator(held, A_PAGE).get_page(request.GET.get("page")),
        "query": "?",
        "form": form,
        "may_begin": may_lead(membership) and may_gather(reading) and not going_on.exists(),
    }
    return render(request, "groups/sessions.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
@limited("session")
def session_paragraph(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go to a paragraph, with all who follow."""
    session, leader = _led(pk, request.user)
    form = ParagraphForm(request.POST, article=session.reading.article)
    if form.is_valid():
        actions.lead_to(session, by=leader, paragraph=form.paragraph)
    return _bar(request, session, leader, form)


@signed_in
@require_POST
@limited("session")
def session_time(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give each paragraph a time, and begin that for this one anew."""
    session, leader = _led(pk, request.user)
    form = TimeForm(request.POST)
    if form.is_valid():
        actions.give_time(session, by=leader, minutes=form.cleaned_data["minutes"])
    return _bar(request, session, leader, form)


@signed_in
@require_POST
@limited("session")
def session_hand(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lower the hand of somebody who has had their say."""
    session, leader = _led(pk, request.user)
    form = HandForm(request.POST, session=session)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    actions.lower_hand_of(form.cleaned_data["attendance"], by=leader)
    return _bar(request, session, leader)


@signed_in
@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a session."""
    session, leader = _led(pk, request.user)
    actions.end_session(session, by=leader)
    return _bar(request, session, leader)


@signed_in
@require_POST
@limited("session")
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take part in a session or leave it, follow its leader or let go, raise a hand or lower it."""
    session, member = _met(pk, request.user)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    getattr(actions, form.cleaned_data["act"])(session, member=member)
    return _bar(request, session, member)


def _met(pk: int, user: User) -> tuple[StudySession, Membership]:
    session = get_object_or_404(StudySession.objects.visible_to(user), pk=pk)
    return session, membership_in(session.reading.group_id, user)


def _led(pk: int, user: User) -> tuple[StudySession, Membership]:
    session, membership = _met(pk, user)
    return session, led_by(membership.group_id, user)


def _bar(
    request: SignedInRequest, session: StudySession, member: Membership, form: Form | None = None
) -> HttpResponse:
    """The session as it is now, and what is wrong with what was filled in."""
    faults = [str(fault) for faults in form.errors.values() for fault in faults] if form else []
    if not request.htmx:
        for fault in faults:
            messages.error(request, fault)
        return redirect(_place_of(session))
    pages = Pages(session.reading.article.text.count())
    gathering = gathering_in(session.reading, user=request.user, membership=member, pages=pages)
    context = {"gathering": gathering, "faults": faults}
    status = 422 if faults else 200
    return render(request, "groups/_session.html", context, status=status)


def _place_of(session: StudySession) -> str:
    """Where the session is now in its room."""
    session.refresh_from_db(fields=["paragraph"])
    pages = Pages(session.reading.article.text.count())
    return f"{session.reading.get_absolute_url()}{address_in(pages, session.paragraph)}"
