"""Being stuck at a paragraph: one tap, words if one likes, answers, and what cleared it."""

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest, posted
from articles.models import Paragraph
from discussions import actions, permissions
from discussions.forms.comments import CommentForm
from discussions.forms.reports import HidingForm
from discussions.forms.stuck import ClearingForm, StuckForm
from discussions.models import Stuck
from discussions.room import Room
from discussions.views.loading import (
    comment_for,
    discussion_context,
    paragraph_in,
    room_page,
)


@form_page
@limited("comment")
def stuck_here(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """Say that one is stuck at a paragraph: with one tap, or with words and without one's name."""
    room = Room(pk, request.user)
    paragraph = paragraph_in(room, paragraph_pk, to_speak=request.method == "POST")
    form = StuckForm(posted(request), initial=kept.take(request), auto_id="stuck-here-%s")
    status = 200
    if request.method == "POST":
        status = _status(form, room, paragraph)
        if status == 200:
            stuck = actions.be_stuck(
                room.reading,
                paragraph,
                asker=request.user,
                source=form.cleaned_data["text"],
                is_anonymous=form.cleaned_data["is_anonymous"],
            )
            return _said(request, stuck)
        if request.htmx:
            context = {"room": room, "open": room.seen(paragraph), "stuck_form": form}
            return render(request, "discussions/_stuck_here.html", context, status=status)
    return room_page(request, room, paragraph, stuck_form=form, status=status)


@signed_in
@require_safe
def stuck(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where somebody is stuck: its lasting address."""
    return redirect(_stuck_for(request, pk).place_url)


@form_page
@limited("comment")
def stuck_words(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the difficulty is, afterwards, and whether one is named."""
    found = _own(request, pk)
    room = Room(found.reading_id, request.user)
    begun = {"text": found.source, "is_anonymous": found.is_anonymous} | kept.take(request)
    form = StuckForm(posted(request), initial=begun, auto_id=f"stuck-{pk}-%s")
    if found.is_cleared or not form.is_valid():
        if form.is_bound and found.is_cleared:
            form.add_error(None, _("This is cleared meanwhile. Your words are kept here."))
        return _form_at(request, room, found, act="words", form=form)
    actions.tell_more(
        found,
        source=form.cleaned_data["text"],
        is_anonymous=form.cleaned_data["is_anonymous"],
    )
    return _as_it_is_now(request, found)


@form_page
@limited("comment")
def stuck_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer somebody who is stuck."""
    found = _stuck_for(request, pk)
    if not permissions.may_answer_stuck(request.user, found):
        raise PermissionDenied(_("You can say more of where you are stuck instead."))
    room = Room(found.reading_id, request.user)
    form = CommentForm(posted(request), initial=kept.take(request), auto_id=f"stuck-{pk}-%s")
    if not form.is_valid():
        return _form_at(request, room, found, act="answer", form=form)
    answer = actions.answer_stuck(
        found,
        author=request.user,
        source=form.cleaned_data["text"],
        key=form.cleaned_data["key"],
    )
    if not request.htmx:
        return redirect(answer.place_url)
    thread = room.conversation_with(answer)
    context = {
        "room": room,
        "seen": room.seen(found.paragraph),
        "thread": thread,
        "voice": thread.voices[answer.pk],
    }
    return render(request, "discussions/stuck_answered.html", context)


@signed_in
@require_POST
def stuck_clearing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that it is clear now, by itself, or not after all."""
    found = _own(request, pk)
    form = ClearingForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    if form.cleaned_data["act"] == ClearingForm.CLEAR:
        actions.clear(found)
    else:
        actions.open_again(found)
    return _as_it_is_now(request, found)


@signed_in
@require_POST
def cleared_by(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that this comment has cleared what one was stuck at."""
    comment = comment_for(request.user, pk)
    found = Stuck.objects.filter(thread=comment.thread_id).select_related("reading").first()
    if found is None or not permissions.may_clear(request.user, found, comment):
        raise PermissionDenied(_("Only who is stuck can say what has cleared it."))
    actions.clear(found, by=comment)
    return _as_it_is_now(request, found)


@signed_in
@require_POST
def stuck_withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back that one is stuck."""
    found = _own(request, pk)
    actions.take_back(found)
    return _as_it_is_now(request, found)


@form_page
def stuck_hiding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hide the words of who is stuck, with a reason."""
    found, room = _moderated(request, pk)
    form = HidingForm(posted(request), initial=kept.take(request), auto_id=f"stuck-{pk}-%s")
    if not form.is_valid():
        return _form_at(request, room, found, act="hiding", form=form)
    actions.hide_words(found, by=room.place.membership, reason=form.cleaned_data["reason"])
    return _as_it_is_now(request, found)


@signed_in
@require_POST
def stuck_restoration(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the hidden words of who is stuck again."""
    found, room = _moderated(request, pk)
    actions.show_words(found, by=room.place.membership)
    return _as_it_is_now(request, found)


def _status(form: StuckForm, room: Room, paragraph: Paragraph) -> int:
    """200 where one may be stuck, else the reason as a status and in the form."""
    if paragraph.is_removed:
        form.add_error(None, _("This paragraph is no longer in the text."))
        return 403
    if not room.has_reached(paragraph):
        form.add_error(
            None, _("You have not read to this paragraph yet. Your words are kept here.")
        )
        return 403
    return 200 if form.is_valid() else 422


def _stuck_for(request: SignedInRequest, pk: int) -> Stuck:
    seen = Stuck.objects.visible_to(request.user)
    related = ("reading__article", "reading__group", "paragraph", "thread", "asker")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _own(request: SignedInRequest, pk: int) -> Stuck:
    found = _stuck_for(request, pk)
    if not permissions.may_change_stuck(request.user, found):
        raise PermissionDenied(_("Only who is stuck can do this."))
    return found


def _moderated(request: SignedInRequest, pk: int) -> tuple[Stuck, Room]:
    found = _stuck_for(request, pk)
    room = Room(found.reading_id, request.user)
    if not permissions.may_moderate_stuck(room.place.membership, found):
        raise PermissionDenied(
            _("Only a leader of the group can do this, and nobody with their own words.")
        )
    return found, room


def _said(request: SignedInRequest, stuck: Stuck) -> HttpResponse:
    """The discussion with what was just said; where it is open already, only that is put in."""
    if not request.htmx:
        return redirect(stuck.place_url)
    room = Room(stuck.reading_id, request.user)
    if "open" in request.POST:
        return _changed(request, room, stuck, is_new=True)
    context = discussion_context(request, room, stuck.paragraph)
    answer = render(request, "discussions/opened.html", context | {"said_pk": stuck.pk})
    address = reverse("discussions:discussion", args=[stuck.reading_id, stuck.paragraph_id])
    return push_url(answer, address)


def _form_at(
    request: SignedInRequest, room: Room, stuck: Stuck, *, act: str, form: Any
) -> HttpResponse:
    """A form where somebody is stuck: alone for htmx, else in the whole room."""
    status = 422 if form.is_bound else 200
    template = f"discussions/_stuck_{act}.html"
    context = {"stuck": stuck, "form": form}
    if request.htmx:
        return render(request, template, context, status=status)
    context = {"stuck_at": stuck.pk, "stuck_act": template, "form": form}
    return room_page(request, room, stuck.paragraph, status=status, **context)


def _as_it_is_now(request: SignedInRequest, stuck: Stuck) -> HttpResponse:
    if not request.htmx:
        return redirect(stuck.place_url)
    return _changed(request, Room(stuck.reading_id, request.user), stuck)


def _changed(
    request: SignedInRequest, room: Room, stuck: Stuck, *, is_new: bool = False
) -> HttpResponse:
    """What has changed on the page that shows it, and nothing where a form was."""
    seen = room.seen(stuck.paragraph)
    context = {
        "room": room,
        "open": seen,
        "seen": seen,
        "thread": room.conversation_of(stuck),
        "gone": stuck.thread_id,
        "is_new": is_new,
        "said_pk": stuck.pk if is_new else None,
    }
    return render(request, "discussions/stuck_changed.html", context)
