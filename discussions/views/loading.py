"""Loading what a reader may see, and answering with the room around it or a part of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import User
from accounts.requests import SignedInRequest
from articles.models import Paragraph
from discussions.models import Comment
from discussions.room import Room
from groups.models import Reading


def room_of(reading_pk: int, user: User) -> Room:
    """The room of a reading; raises Http404 where the person is not in its group."""
    return Room(get_object_or_404(Reading.objects.visible_to(user), pk=reading_pk), user)


def paragraph_in(room: Room, pk: int) -> Paragraph:
    return get_object_or_404(room.article.paragraphs, pk=pk)


def comment_for(user: User, pk: int) -> Comment:
    """A comment that this person may see, with all that it stands in."""
    comments = Comment.objects.visible_to(user)
    related = ("reading__article", "reading__group", "paragraph", "thread", "author")
    return get_object_or_404(comments.select_related(*related), pk=pk)


def room_page(
    request: SignedInRequest, room: Room, paragraph: Paragraph, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The whole room with this paragraph's discussion open."""
    context = discussion_context(room, paragraph) | context
    return render(request, "discussions/room.html", context, status=status)


def discussion_context(room: Room, paragraph: Paragraph) -> dict[str, Any]:
    """What the discussion of a paragraph shows."""
    return {
        "room": room,
        "open": room.seen(paragraph),
        "voices": room.discussion(paragraph),
    }
