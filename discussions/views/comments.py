"""Speaking on a paragraph: its discussion, replies, and changing one's own words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.actions.notices import read
from accounts.limits import limited
from accounts.requests import SignedInRequest, is_looked_at, posted
from articles.models import Paragraph
from discussions import actions, permissions
from discussions.forms.comments import CommentForm, EditForm, OpeningForm
from discussions.forms.composer import EmptyComposer
from discussions.inbox import unread_at
from discussions.legacies.layer import Layer
from discussions.models import Comment
from discussions.prefilling import prefilled
from discussions.room import Room
from discussions.views.loading import (
    comment_for,
    composer_at,
    discussion_context,
    form_at,
    initial,
    opening_form,
    paragraph_in,
    room_page,
)


@form_page
@limited("comment")
def discussion(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """The discussion of a paragraph beside the text; a post opens a thread in it."""
    room = Room(pk, request.user)
    paragraph = paragraph_in(room, paragraph_pk, to_speak=request.method == "POST")
    begun = prefilled(request.GET, room, paragraph) | kept.take(request)
    status = 200
    composer: OpeningForm | EmptyComposer
    if request.method == "POST":
        composer = form = opening_form(room, paragraph, request.POST)
        status = _status(form, room, paragraph)
        if status == 200:
            comment = actions.open_thread(
                room.reading,
                paragraph,
                author=request.user,
                source=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
                kind=form.cleaned_data["kind"],
                partner=form.cleaned_data["partner"],
                sort=form.cleaned_data["sort"],
                quotation=form.cleaned_data["quotation"],
            )
            return _spoken(request, room, comment)
        if request.htmx:
            context = {"room": room, "open": room.seen(paragraph), "composer": form}
            return render(request, "discussions/_composer.html", context, status=status)
    else:
        composer = composer_at(room, paragraph, kept=begun)
    heard = 0
    if is_looked_at(request) and room.has_reached(paragraph):
        heard = read(unread_at(request.user, room.reading, paragraph))
    if request.htmx:
        context = discussion_context(request, room, paragraph)
        context |= {"composer": composer, "heard": heard}
        return render(request, "discussions/opened.html", context)
    return room_page(request, room, paragraph, composer=composer, status=status)


@signed_in
@require_safe
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """A comment where it stands: its lasting address."""
    found = comment_for(request.user, pk)
    if request.htmx:
        context = {"comment": found, "room": Room(found.reading_id, request.user)}
        return render(request, "discussions/_body.html", context)
    return redirect(found.place_url)


@form_page
@limited("comment")
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a comment."""
    parent = comment_for(request.user, pk)
    room = Room(parent.reading_id, request.user)
    begun: dict[str, Any] = {}
    if request.method != "POST":
        begun = initial(room.begun.answers.get(pk)) | kept.take(request)
    form = CommentForm(posted(request), initial=begun, auto_id=f"reply-{pk}-%s")
    status = 200
    if request.method != "POST":
        _refuse_unless_it_stands(parent)
    else:
        status = _status(form, room, parent.paragraph, parent=parent)
        if status == 200:
            answer = actions.reply(
                parent,
                author=request.user,
                source=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
            )
            return _spoken(request, room, answer)
    return form_at(request, room, parent, act="reply", form=form, status=status)


@form_page
@limited("comment")
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one's own words. Words changed meanwhile elsewhere are shown, not overwritten."""
    own = _own(request, pk)
    if not permissions.may_edit(request.user, own):
        raise PermissionDenied(_("A leader has hidden this comment. You can delete it."))
    room = Room(own.reading_id, request.user)
    begun: dict[str, Any] = {"text": own.source, "version": own.version}
    if request.method != "POST":
        begun |= initial(room.begun.changes.get(pk)) | kept.take(request)
    form = EditForm(posted(request), initial=begun, auto_id=f"edit-{pk}-%s")
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return form_at(request, room, own, act="edit", form=form, status=status)
    try:
        edited = actions.edit(
            own, source=form.cleaned_data["text"], version=form.cleaned_data["version"]
        )
    except actions.EditedMeanwhile as conflict:
        return form_at(
            request,
            room,
            own,
            act="edit",
            form=form.over(conflict.comment),
            meanwhile=conflict.comment,
            status=409,
        )
    if request.htmx:
        return render(request, "discussions/_body.html", {"comment": edited, "room": room})
    return redirect(edited.place_url)


@form_page
def deletion(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back one's own words, after asking."""
    own = _own(request, pk)
    room = Room(own.reading_id, request.user)
    if request.method != "POST":
        return form_at(request, room, own, act="deletion")
    actions.delete(own)
    if not request.htmx:
        return redirect(own.place_url)
    thread = room.conversation_with(own)
    shown = thread.voices[own.pk].is_shown
    context = {
        "room": room,
        "seen": room.seen(own.paragraph),
        "thread": thread,
        "voice": thread.voices[own.pk] if shown else None,
        "gone": [pk for pk, voice in thread.voices.items() if not voice.is_shown],
    }
    return render(request, "discussions/deleted.html", context)


def _status(
    form: CommentForm, room: Room, paragraph: Paragraph, *, parent: Comment | None = None
) -> int:
    """200 for words that may be said, else the reason as a status and in the form.

    Without a `parent` to answer nothing begins on a paragraph that was removed.
    """
    if parent and not permissions.may_reply(parent):
        form.add_error(
            None, _("A leader has hidden this comment meanwhile. Your words are kept here.")
        )
        return 403
    if parent is None and paragraph.is_removed:
        form.add_error(
            None,
            _(
                "This paragraph is no longer in the text. Answer what was said on it, or speak on "
                "another one. Your words are kept here."
            ),
        )
        return 403
    if not room.has_reached(paragraph):
        form.add_error(
            None, _("You have not read to this paragraph yet. Your words are kept here.")
        )
        return 403
    if isinstance(form, OpeningForm) and form.prepares and not form.may_prepare:
        form.add_error(
            None,
            _(
                "You can prepare something here for those who come after once you have marked "
                "this paragraph as read. Your words are kept here."
            ),
        )
        return 403
    return 200 if form.is_valid() else 422


def _own(request: SignedInRequest, pk: int) -> Comment:
    found = comment_for(request.user, pk)
    if found.is_deleted:
        raise PermissionDenied(_("This comment has been deleted."))
    if not permissions.may_delete(request.user, found):
        raise PermissionDenied(_("Only its author can change a comment."))
    return found


def _refuse_unless_it_stands(comment: Comment) -> None:
    if not permissions.may_reply(comment):
        raise PermissionDenied(_("A leader has hidden this comment."))


def _spoken(request: SignedInRequest, room: Room, comment: Comment) -> HttpResponse:
    """The new comment in its place, and a fresh form or none where it was written."""
    if not request.htmx:
        return redirect(comment.place_url)
    seen = room.seen(comment.paragraph)
    thread = room.conversation_with(comment)
    context = {
        "room": room,
        "open": seen,
        "seen": seen,
        "thread": thread,
        "voice": thread.voices[comment.pk],
        "composer": composer_at(room, comment.paragraph),
        # Now they have had their own say.
        "layer": Layer(room, comment.paragraph),
    }
    return render(request, "discussions/spoken.html", context)
