"""Editing a saved text, and its earlier revisions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.requests import SignedInRequest
from articles import actions
from articles.actions import RevisedMeanwhile
from articles.alignment import Alignment, answered
from articles.cutting import blocks_of
from articles.differences import Change, changes, stretches
from articles.forms import AnswersForm, RevisionForm
from articles.models import Article, Revision
from articles.permissions import may_edit
from articles.proposal import MOST_SHOWN, Proposal, Restoration

REVISIONS_A_PAGE = 50


@form_page
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a text; a post shows what becomes of it, asks what is not sure, or saves it."""
    article = _own(request, pk)
    if request.method != "POST":
        return _begun(request, article)
    form = RevisionForm(request.POST, article=article)
    if not form.is_valid():
        return _editor(request, form, status=422)
    latest = article.revisions.latest("number")
    if form.cleaned_data["base"] != latest.number:
        return _meanwhile(request, form, latest)
    proposal = Proposal(article, form.blocks)
    if "preview" in request.POST:
        return _editor(request, form.as_it_will_be(), proposal=proposal)
    if "again" in request.POST:
        return _editor(request, form)
    return _decided(request, form, proposal)


@signed_in
@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """All revisions of a text, the latest first."""
    article = _own(request, pk)
    revisions = article.revisions.select_related("made_by").defer("source", "keys")
    page = Paginator(revisions, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "articles/history.html", {"article": article, "page": page})


@signed_in
@require_safe
def revision(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What one revision has changed."""
    return _looked_at(request, _revision(request, pk, number))


@signed_in
@require_POST
def restoration(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Make a new revision with the text of an earlier one; each paragraph is what it was then."""
    found = _revision(request, pk, number)
    note = _("As in revision %(number)s") % {"number": number}
    form = RevisionForm.restoring(found, base=request.POST.get("base", ""), note=note)
    if not form.is_valid():
        return _editor(request, form, status=422)
    if form.cleaned_data["base"] != found.article.revisions.latest("number").number:
        return _looked_at(request, found, is_outdated=True, status=409)
    is_whole = len(form.blocks) == len(found.keys)
    proposal = Restoration(found, form.blocks) if is_whole else Proposal(found.article, form.blocks)
    return _decided(request, form, proposal)


def _own(request: SignedInRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not may_edit(request.user, article):
        raise PermissionDenied(_("Only who brought this text can change it."))
    return article


def _revision(request: SignedInRequest, pk: int, number: int) -> Revision:
    article = _own(request, pk)
    revisions = article.revisions.select_related("article", "made_by")
    return get_object_or_404(revisions, number=number)


def _begun(request: SignedInRequest, article: Article) -> HttpResponse:
    latest = article.revisions.latest("number")
    initial = {"text": latest.source, "base": latest.number}
    typed = kept.take(request)
    # What was too long to be kept whole must not take the place of the text.
    is_cut = bool(typed) and not typed.get("whole")
    form = RevisionForm(article=article, initial=initial if is_cut else initial | typed)
    return _editor(request, form, leftover=typed.get("text", "") if is_cut else "")


def _editor(
    request: SignedInRequest, form: RevisionForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"article": form.article, "form": form}
    return render(request, "articles/edit.html", context, status=status)


def _meanwhile(request: SignedInRequest, form: RevisionForm, latest: Revision) -> HttpResponse:
    """The text that was saved meanwhile beside the one that was sent, which is not saved."""
    return _editor(
        request,
        form.over(latest),
        proposal=Proposal(form.article, form.blocks),
        latest=latest,
        status=409,
    )


def _decided(request: SignedInRequest, form: RevisionForm, proposal: Proposal) -> HttpResponse:
    """Save the edit, if all that is not sure has been answered; else ask."""
    if not proposal.alignment.questions:
        return _saved(request, form, proposal.alignment)
    is_answered = "answers" in request.POST
    answers = AnswersForm(request.POST if is_answered else None, questions=proposal.questions)
    if answers.is_valid():
        return _saved(request, form, answered(proposal.alignment, answers.answers))
    context = {"article": form.article, "form": form, "answers": answers}
    status = 422 if is_answered else 200
    return render(request, "articles/questions.html", context, status=status)


def _saved(request: SignedInRequest, form: RevisionForm, alignment: Alignment) -> HttpResponse:
    base = form.cleaned_data["base"]
    try:
        made = actions.revise(
            form.article,
            by=request.user,
            blocks=form.blocks,
            alignment=alignment,
            base=base,
            facts=form.facts,
            note=form.cleaned_data["note"],
        )
    except RevisedMeanwhile as conflict:
        return _meanwhile(request, form, conflict.latest)
    is_new = made.number != base
    messages.success(request, _("Saved.") if is_new else _("Nothing has changed."))
    return redirect(form.article)


def _looked_at(
    request: SignedInRequest, found: Revision, *, status: int = 200, is_outdated: bool = False
) -> HttpResponse:
    revisions = found.article.revisions
    before = revisions.filter(number=found.number - 1).first()
    latest = revisions.defer("source", "keys").latest("number")
    shown, more = stretches(_changes(before, found), most=MOST_SHOWN) if before else ([], 0)
    context = {
        "article": found.article,
        "revision": found,
        "before": before,
        "stretches": shown,
        "more": more,
        "after": found.number + 1 if found.number < latest.number else None,
        "latest": latest,
        "is_outdated": is_outdated,
    }
    return render(request, "articles/revision.html", context, status=status)


def _changes(before: Revision, after: Revision) -> list[Change]:
    was = zip(before.keys, blocks_of(before.source), strict=False)
    return changes(dict(was), list(zip(after.keys, blocks_of(after.source), strict=False)))
