"""Bringing in a text: paste or upload, look at the cut, mend it, save it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import kept
from accounts.access import signed_in
from accounts.requests import SignedInRequest, next_page, posted
from articles.actions import publish_draft
from articles.forms import ArticleForm, DraftForm
from articles.models import Draft
from articles.preview import previews


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def article_new(request: SignedInRequest) -> HttpResponse:
    """Take a text and cut it; the draft it becomes is shown next."""
    form = ArticleForm(posted(request), request.FILES or None, initial={"text": kept.take(request)})
    if form.is_valid():
        draft = Draft(
            title=form.cut.title,
            author=form.cut.author,
            language=form.cut.language,
            added_by=request.user,
        )
        draft.blocks = list(form.cut.blocks)
        draft.save()
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{draft.get_absolute_url()}{query}")
    status = 422 if form.errors else 200
    return render(request, "articles/article_new.html", {"form": form}, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how a text was cut; a post mends it, and saves the article if it says so."""
    found = get_object_or_404(Draft.objects.of(request.user), pk=pk)
    form = DraftForm(posted(request), instance=found)
    if form.is_valid():
        form.save()
        if "publish" in request.POST:
            article = publish_draft(found)
            return redirect(next_page(request, article.get_absolute_url()))
        return redirect(request.get_full_path())
    context = {"form": form, "draft": found, "previews": previews(form)}
    return render(request, "articles/draft.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def draft_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    get_object_or_404(Draft.objects.of(request.user), pk=pk).delete()
    messages.success(request, _("The draft has been discarded."))
    return redirect("articles:library")
