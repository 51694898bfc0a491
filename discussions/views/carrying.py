"""Taking a reading's discussion along, and bringing one into another reading."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import form_page, signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest
from articles.markdown.comments import plain
from discussions import actions
from discussions.annotations import Annotation
from discussions.forms.transcripts import BringingForm, TranscriptForm
from discussions.models import Comment
from discussions.placing import place
from discussions.room import Room
from discussions.transcripts import Transcript, annotations, document, page
from groups.models import Reading

WRITERS = {
    "html": (page, "text/html; charset=utf-8"),
    "md": (document, "text/markdown; charset=utf-8"),
    "jsonld": (annotations, 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
}

# So many of those without a place are listed, by their first words.
LISTED, WORDS = 50, 16
_LOST = "annotations_lost"


@signed_in
@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what there is to take along; with a choice in the address, give it as a file."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    form = TranscriptForm(request.GET if "format" in request.GET else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"reading": reading, "form": form}
        return render(request, "discussions/export.html", context, status=status)
    transcript = Transcript(reading, request.user, is_private=form.cleaned_data["private"])
    suffix = form.cleaned_data["format"]
    write, content_type = WRITERS[suffix]
    answer = HttpResponse(write(transcript), content_type=content_type)
    name = content_disposition_header(True, f"{transcript.file_name}.{suffix}")
    answer.headers["Content-Disposition"] = str(name)
    return answer


@form_page
@limited("bringing")
def bringing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring annotations into a reading as notes to oneself; what has no place here is told."""
    room = Room(pk, request.user)
    is_post = request.method == "POST"
    form = BringingForm(request.POST, request.FILES) if is_post else BringingForm()
    if form.is_valid():
        placement = place(form.cleaned_data["file"], room.article)
        brought = actions.bring(room.place, placement.notes)
        messages.success(request, _told(brought))
        request.session[_LOST] = [pk, len(placement.lost), _listed(placement.lost)]
        return redirect("discussions:bringing", pk=pk)
    context = {"reading": room.reading, "form": form, "lost": _lost(request, pk)}
    return render(request, "discussions/bringing.html", context, status=422 if form.errors else 200)


def _told(brought: list[Comment]) -> str:
    if not brought:
        return _("Nothing new has come in.")
    number = len(brought)
    return ngettext(
        "%(number)s comment is in your notes now.",
        "%(number)s comments are in your notes now.",
        number,
    ) % {"number": number}


def _listed(lost: list[Annotation]) -> list[list[str]]:
    return [[each.name, Truncator(plain(each.words)).words(WORDS)] for each in lost[:LISTED]]


def _lost(request: SignedInRequest, pk: int) -> dict[str, object] | None:
    """What had no place when something was last brought in, told once."""
    reading, number, listed = request.session.pop(_LOST, (pk, 0, []))
    if reading != pk or not number:
        return None
    return {"number": number, "listed": listed, "more": number - len(listed)}
