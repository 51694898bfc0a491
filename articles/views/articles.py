"""The library and the texts in it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from articles.models import Article, Draft

ARTICLES_A_PAGE = 30


@signed_in
@require_safe
def library(request: SignedInRequest) -> HttpResponse:
    """The articles that this person may read, and their own drafts."""
    articles = Article.objects.visible_to(request.user).with_length().order_by("title", "pk")
    page = Paginator(articles, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
    drafts = Draft.objects.of(request.user)
    return render(request, "articles/library.html", {"page": page, "drafts": drafts})


@signed_in
@require_safe
def article(request: SignedInRequest, pk: int) -> HttpResponse:
    """A text by itself, to look at before a group reads it."""
    found = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    paragraphs = found.paragraphs.all()
    return render(request, "articles/article.html", {"article": found, "paragraphs": paragraphs})
