"""Going on to what is new, and choosing what to hear of."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from articles.models import Paragraph
from discussions import actions
from discussions.actions import Choice
from discussions.forms.listening import FollowingForm
from discussions.models import Thread
from discussions.room import Room
from discussions.views.loading import paragraph_in


@signed_in
@require_safe
def next_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to the next discussion where something is new; after the last one comes the first."""
    room = Room(pk, request.user)
    paragraph = _next(room, after=request.GET.get("after", ""))
    if paragraph is None:
        if request.htmx:
            return reswap(render(request, "discussions/heard.html", {"room": room}), "none")
        return redirect(room.reading)
    discussion = reverse("discussions:discussion", args=[pk, paragraph.pk])
    if request.htmx and not _is_shown(room, paragraph, request.GET.getlist("page")):
        return HttpResponseClientRedirect(f"{discussion}#new")
    return redirect(f"{discussion}#new")


@signed_in
@require_POST
def hearing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have nothing left that is new, in all of the text that one has reached."""
    room = Room(pk, request.user)
    paragraphs = room.article.paragraphs.filter(pk__in=room.news)
    actions.hear_all(request.user, of=room.reading)
    if not request.htmx:
        return redirect(room.reading)
    after = Room(pk, request.user)
    context = {"room": after, "changed": after.see(paragraphs)}
    return render(request, "discussions/heard.html", context)


@signed_in
@require_POST
def thread_following(request: SignedInRequest, pk: int) -> HttpResponse:
    """Follow a thread, mute it, or take that back."""
    visible = Thread.objects.visible_to(request.user).select_related("paragraph")
    thread = get_object_or_404(visible, pk=pk)
    actions.listen_to_thread(request.user, thread, choice=_choice(request))
    return _as_it_is_now(request, Room(thread.reading_id, request.user), thread.paragraph)


@signed_in
@require_POST
def paragraph_following(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """Follow all that is said on a paragraph, mute it, or take that back."""
    room = Room(pk, request.user)
    paragraph = paragraph_in(room, paragraph_pk)
    actions.listen_to_paragraph(request.user, room.reading, paragraph, choice=_choice(request))
    return _as_it_is_now(request, Room(pk, request.user), paragraph)


def _next(room: Room, *, after: str) -> Paragraph | None:
    """The next paragraph after this one, by its key, on which something is new."""
    new = list(room.article.paragraphs.filter(pk__in=room.news).order_by("position", "pk"))
    here = after.isdecimal() and room.article.paragraphs.filter(pk=after).first()
    if not here:
        return next(iter(new), None)
    later = (one for one in new if (one.position, one.pk) > (here.position, here.pk))
    return next(later, next(iter(new), None))


def _is_shown(room: Room, paragraph: Paragraph, shown: list[str]) -> bool:
    """Whether the reader has the page of a long text before them on which it stands."""
    page = room.pages.at(paragraph.position)
    return page.is_only or str(page.number) in shown


def _choice(request: SignedInRequest) -> Choice:
    form = FollowingForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    return Choice(form.cleaned_data["choice"])


def _as_it_is_now(request: SignedInRequest, room: Room, paragraph: Paragraph) -> HttpResponse:
    if not request.htmx:
        return redirect("discussions:discussion", room.reading.pk, paragraph.pk)
    context = {
        "room": room,
        "open": room.seen(paragraph),
        "threads": room.discussion(paragraph),
        "listening": room.listening_at(paragraph),
    }
    return render(request, "discussions/followed.html", context)
