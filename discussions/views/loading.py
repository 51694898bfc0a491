"""Loading what a reader may see, and answering with the room around it or a part of it."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import User
from accounts.requests import SignedInRequest
from articles.models import Paragraph
from discussions.models import Comment
from discussions.room import Room
from groups.models import Reading

# What is done in place of a comment's words; everything else is done below them.
IN_PLACE = ("edit", "deletion")


def room_of(reading_pk: int, user: User) -> Room:
    """The room of a reading; raises Http404 where the person is not in its group."""
    return Room(get_object_or_404(Reading.objects.visible_to(user), pk=reading_pk), user)


def paragraph_in(room: Room, pk: int, *, to_speak: bool = False) -> Paragraph:
    """A paragraph of the text, or a removed one on which the reader may hear what was said.

    Who has reached it and comes to speak is told that it was removed; else it raises Http404.
    """
    paragraph = get_object_or_404(room.article.paragraphs.select_related("merged_into"), pk=pk)
    comes_to_speak = to_speak and room.has_reached(paragraph)
    if paragraph.is_removed and not comes_to_speak and not room.discussion(paragraph):
        raise Http404
    return paragraph


def comment_for(user: User, pk: int) -> Comment:
    """A comment that this person may see, with all that it stands in.

    Of one that a leader has hidden it may be the place only, by its `withheld`.
    """
    comments = Comment.objects.within_reach(user).exclude(Q(withheld=Comment.BLOCKED))
    related = ("reading__article", "reading__group", "paragraph", "thread", "author")
    return get_object_or_404(comments.select_related(*related), pk=pk)


def room_page(
    request: SignedInRequest, room: Room, paragraph: Paragraph, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The whole room with this paragraph's discussion open."""
    context = discussion_context(room, paragraph) | context
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


def discussion_context(room: Room, paragraph: Paragraph) -> dict[str, Any]:
    """What the discussion of a paragraph shows; the room is then open at its page."""
    room.page = room.pages.at(paragraph.position)
    return {
        "room": room,
        "open": room.seen(paragraph),
        "voices": room.discussion(paragraph),
    }
