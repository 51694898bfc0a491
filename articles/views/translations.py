"""The translations of a text: linking them, reading them side by side, mending the pairing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest, posted
from articles import actions
from articles.beside import rows
from articles.forms import PairingForm, TranslationForm
from articles.models import Article
from articles.pages import Pages
from articles.permissions import may_edit


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: SignedInRequest, pk: int) -> HttpResponse:
    """In which languages a text can be read; a post makes one of one's own texts a translation."""
    visible = Article.objects.visible_to(request.user)
    article = get_object_or_404(visible.select_related("translation_of"), pk=pk)
    original = _original(article, request)
    own = Article.objects.filter(added_by=request.user, translation_of=None, translations=None)
    form = TranslationForm(posted(request), choices=own.exclude(pk=original.pk))
    if form.is_valid():
        actions.translate(original, by=form.cleaned_data["translation"])
        return redirect("articles:beside", form.cleaned_data["translation"].pk)
    context = {
        "article": article,
        "original": original,
        "translations": Article.objects.listed_for(request.user).filter(translation_of=original),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "articles/translations.html", context, status=status)


@signed_in
@require_safe
def beside(request: SignedInRequest, pk: int) -> HttpResponse:
    """A translation beside its original, paragraph by paragraph."""
    translation = _translation(request, pk)
    original = _original(translation, request)
    pages = Pages(original.text.count())
    page = pages.numbered(request.GET.get("page")) or pages.at(1)
    context = {
        "article": translation,
        "original": original,
        "rows": rows(original, translation, page),
        "page": page,
        "may_edit": may_edit(request.user, translation),
    }
    return render(request, "articles/beside.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pairing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which paragraph of the original a paragraph of the translation says."""
    translation = _translation(request, pk)
    if not may_edit(request.user, translation):
        raise PermissionDenied(_("Only who brought this text can change it."))
    original = _original(translation, request)
    pages = Pages(translation.text.count())
    page = pages.numbered(request.GET.get("page")) or pages.at(1)
    here = list(translation.text.filter(position__range=(page.first, page.last)))
    form = PairingForm(posted(request), originals=list(original.text), translated=here)
    if form.is_valid():
        actions.mend_pairing(translation, form.pairing)
        messages.success(request, _("The pairing is saved."))
        return redirect(request.get_full_path())
    context = {
        "article": translation,
        "original": original,
        "page": page,
        "form": form,
    }
    return render(request, "articles/pairing.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def parting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a translation be a text of its own again."""
    translation = _translation(request, pk)
    if not may_edit(request.user, translation):
        raise PermissionDenied(_("Only who brought this text can change it."))
    actions.part(translation)
    messages.success(request, _("The text stands by itself again."))
    return redirect(translation)


def _translation(request: SignedInRequest, pk: int) -> Article:
    """A translation that this person may read; raises Http404 for another article."""
    visible = Article.objects.visible_to(request.user).exclude(translation_of=None)
    return get_object_or_404(visible.select_related("translation_of"), pk=pk)


def _original(article: Article, request: SignedInRequest) -> Article:
    """The original of an article, or itself; raises Http404 where the person may not read it."""
    visible = Article.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=article.translation_of_id or article.pk)
