"""Loading what a reader may see, and answering with the room around it or a part of it."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import SignedInRequest, first_or_404, is_looked_at
from articles.models import Paragraph
from discussions.actions import hear
from discussions.forms.comments import OpeningForm
from discussions.forms.composer import AUTO_ID, EmptyComposer
from discussions.legacies.layer import Layer
from discussions.live import tell_of_hearing
from discussions.models import Comment, CommentDraft
from discussions.room import Room, queries
from discussions.tree import first_new

OLDEST, NEWEST = "oldest", "newest"

# What is done in place of a comment's words; everything else is done below them.
IN_PLACE = ("edit", "deletion")


def paragraph_in(room: Room, pk: int, *, to_speak: bool = False) -> Paragraph:
    """A paragraph of the text, or a removed one on which the reader may hear what was said.

    Who has reached it and comes to speak is told that it was removed; else it raises Http404.
    """
    paragraph = first_or_404(queries.paragraphs_of(room.article, pk))
    comes_to_speak = to_speak and room.has_reached(paragraph)
    if paragraph.is_removed and not comes_to_speak and not room.discussion(paragraph):
        raise Http404
    return paragraph


def comment_for(user: User, pk: int) -> Comment:
    """A comment that this person may see, with all that it stands in.

    Of one that a leader has hidden it may be the place only, by its `withheld`.
    """
    comments = Comment.objects.within_reach(user).exclude(Q(withheld=Comment.BLOCKED))
    related = (
        "reading__article",
        "reading__group",
        "paragraph",
        "thread__stuck",
        "author",
        "quotation",
        "preparation",
    )
    return get_object_or_404(comments.select_related(*related), pk=pk)


def room_page(
    request: SignedInRequest, room: Room, paragraph: Paragraph, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The whole room with this paragraph's discussion open."""
    context = discussion_context(request, room, paragraph) | context
    return render(request, "discussions/room.html", context, status=status)


def form_at(
    request: SignedInRequest,
    room: Room,
    comment: Comment,
    *,
    act: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A form at the comment that it is about: alone for htmx, else in the whole room.

    It is the template named after the act; who edits or deletes has it in place of their words.
    """
    template = f"discussions/_{act}.html"
    if request.htmx:
        context |= {"room": room, "comment": comment}
        return render(request, template, context, status=status)
    context |= {"act_template": template, "act_in_place": act in IN_PLACE, "at": comment}
    return room_page(request, room, comment.paragraph, status=status, **context)


def discussion_context(
    request: SignedInRequest, room: Room, paragraph: Paragraph
) -> dict[str, Any]:
    """What the discussion of a paragraph shows; the room is then open at its page.

    What it shows is heard, and no more new beside the text and the next time.
    """
    room.page = room.pages.at(paragraph.position)
    order = order_of_threads(request)
    met = room.discussion(paragraph, newest_first=order == NEWEST)
    unheard = {one.thread.pk: one.last for one in met if not one.is_heard}
    if unheard and is_looked_at(request):
        hear(room.user, unheard)
        tell_of_hearing(room.user, room.reading.pk, paragraph.pk)
    prepared = [one for one in met if one.is_prepared]
    threads = [one for one in met if not one.is_prepared]
    return {
        "room": room,
        "open": room.seen(paragraph),
        "order": order,
        "prepared": prepared,
        "is_greeted": any(one.thread.opened_by_id != room.user.pk for one in prepared),
        "threads": threads,
        "first_new": first_new([*prepared, *threads]),
        "listening": room.listening_at(paragraph),
        "layer": Layer(room, paragraph),
        "composer": composer_at(room, paragraph),
    }


def order_of_threads(request: SignedInRequest) -> str:
    """How the reader wants threads to stand, from now on if the address says so."""
    asked = request.GET.get("order")
    if asked in {OLDEST, NEWEST}:
        request.session["order"] = asked
    return str(request.session.get("order", OLDEST))


def composer_at(
    room: Room, paragraph: Paragraph, *, kept: dict[str, str] | None = None
) -> OpeningForm | EmptyComposer:
    """The form for a new thread, to be shown: with the words that are begun or were `kept`."""
    if kept or paragraph.pk in room.begun.threads:
        return opening_form(room, paragraph, kept=kept)
    return EmptyComposer(partners_url=partners_url(room), may_prepare=room.may_prepare(paragraph))


def opening_form(
    room: Room,
    paragraph: Paragraph,
    filled: QueryDict | None = None,
    *,
    kept: dict[str, str] | None = None,
) -> OpeningForm:
    """The form for a new thread, filled in or with the words that are begun or were `kept`."""
    begun = initial(room.begun.threads.get(paragraph.pk)) if filled is None else {}
    return OpeningForm(
        filled,
        initial=begun | (kept or {}),
        auto_id=AUTO_ID,
        partners=room.partners,
        partners_url=partners_url(room),
        may_prepare=room.may_prepare(paragraph),
        take=partial(room.wordings.take, paragraph),
    )


def partners_url(room: Room) -> str:
    return reverse("discussions:partners", args=[room.reading.pk])


def initial(draft: CommentDraft | None) -> dict[str, Any]:
    """What a form begins with where this is begun."""
    return draft.initial if draft else {}
