"""Receiving what earlier groups hand down: for the leaders of a reading's group."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import limited
from accounts.models import User
from accounts.requests import SignedInRequest, posted
from articles.markdown.comments import plain
from discussions import actions
from discussions.annotations import Annotation
from discussions.forms.legacies import BequestForm, CodeForm
from discussions.legacies.lineage import heirs_of
from discussions.legacies.offers import Offers
from discussions.models import Legacy, Publication
from groups.models import Membership, Reading
from groups.views.loading import led_by

# So many of those without a place are listed, by their first words.
LISTED, WORDS = 50, 16
_LOST = "legacy_notes_lost"


@form_page
@limited("legacy_code")
def legacies(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a reading has received and what it could; a post receives by a code."""
    reading, leader = _led(pk, request.user)
    form = CodeForm(posted(request), initial=kept.take(request))
    if form.is_valid():
        legacy = _legacy_of(form.cleaned_data["code"])
        if refusal := _refusal(legacy, reading):
            form.add_error("code", refusal)
        elif legacy:
            actions.receive(legacy, reading=reading, by=leader)
            messages.success(request, _("It is received: members find it as they read."))
            return redirect("discussions:legacies", pk=pk)
    context = {"reading": reading, "offers": Offers(reading), "form": form}
    status = 422 if form.errors else 200
    return render(request, "discussions/legacies.html", context, status=status)


@signed_in
@require_POST
def reception(request: SignedInRequest, pk: int, legacy_pk: int) -> HttpResponse:
    """Receive a legacy that is offered, or put back one that was received."""
    reading, leader = _led(pk, request.user)
    offers = Offers(reading)
    known = {offer.legacy.pk: offer.legacy for offer in (*offers.offered, *offers.received)}
    legacy = known.get(legacy_pk)
    if legacy is None:
        raise Http404
    match request.POST.get("act"):
        case "receive":
            actions.receive(legacy, reading=reading, by=leader)
            messages.success(request, _("It is received: members find it as they read."))
        case "put_back":
            actions.put_back(legacy, reading=reading, by=leader)
            messages.success(request, _("It is not shown here any more."))
        case _:
            raise SuspiciousOperation("Neither received nor put back")
    return redirect("discussions:legacies", pk=pk)


@signed_in
@require_POST
def own_say(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose when members hear those from before them."""
    reading, leader = _led(pk, request.user)
    actions.let_hear(reading, by=leader, speaks_first=request.POST.get("when") != "at_once")
    messages.success(request, _("Saved."))
    return redirect("discussions:legacies", pk=pk)


@form_page
@limited("bringing")
def legacy_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Receive a legacy from a file; what has no place in the text is told."""
    reading, leader = _led(pk, request.user)
    is_post = request.method == "POST"
    form = BequestForm(request.POST, request.FILES) if is_post else BequestForm()
    if form.is_valid():
        adoption = actions.adopt(reading, form.cleaned_data["file"], by=leader)
        messages.success(request, _told(adoption.placed))
        request.session[_LOST] = [pk, len(adoption.lost), _listed(adoption.lost)]
        return redirect("discussions:legacy_import", pk=pk)
    context = {"reading": reading, "form": form, "lost": _lost(request, pk)}
    status = 422 if form.errors else 200
    return render(request, "discussions/legacy_import.html", context, status=status)


def _led(pk: int, user: User) -> tuple[Reading, Membership]:
    reading = get_object_or_404(Reading.objects.visible_to(user), pk=pk)
    return reading, led_by(reading.group_id, user)


def _legacy_of(code: str) -> Legacy | None:
    publication = Publication.objects.for_code(code).select_related("legacy").first()
    return publication.legacy if publication else None


def _refusal(legacy: Legacy | None, reading: Reading) -> str:
    """Why a reading cannot receive what this code leads to; empty if it can."""
    if legacy is None:
        return _("Nothing is handed down by this code. Look at it again, or ask for a new one.")
    if legacy.reading_id == reading.pk or legacy.reading_id in heirs_of(reading):
        return _("This comes from your own reading.")
    if not Legacy.objects.of_text(reading).filter(pk=legacy.pk).exists():
        return _("This was prepared on another text.")
    return ""


def _told(number: int) -> str:
    if not number:
        return _("Nothing has come in.")
    return ngettext(
        "%(number)s note has come in: members find it as they read.",
        "%(number)s notes have come in: members find them as they read.",
        number,
    ) % {"number": number}


def _listed(lost: list[Annotation]) -> list[list[str]]:
    return [[each.name, Truncator(plain(each.words)).words(WORDS)] for each in lost[:LISTED]]


def _lost(request: SignedInRequest, pk: int) -> dict[str, object] | None:
    """What had no place when a file was last brought in, told once."""
    reading, number, listed = request.session.pop(_LOST, (pk, 0, []))
    if reading != pk or not number:
        return None
    return {"number": number, "listed": listed, "more": number - len(listed)}
