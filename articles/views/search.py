"""Searching the texts."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from accounts.access import signed_in
from accounts.languages import language_name
from accounts.requests import SignedInRequest
from articles.models import Article
from articles.search import MOST_CHARACTERS, languages_of
from articles.search import search as search_texts

TEXTS_A_PAGE = 10


@signed_in
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """The texts and paragraphs that this person finds by these words, as they are typed."""
    words = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    languages = languages_of(Article.objects.listed_for(request.user))
    language = request.GET.get("language", "")
    language = language if language in languages else ""
    results = search_texts(words, user=request.user, language=language)
    context = {
        "q": words,
        "results": results,
        "page": Paginator(results, TEXTS_A_PAGE).get_page(request.GET.get("page")),
        "query": _query(words, language),
        "languages": [(code, language_name(code)) for code in languages],
        "chosen": language,
    }
    if not request.htmx:
        return render(request, "articles/search.html", context)
    answer = render(request, "articles/search.html#found", context)
    # However long somebody types, the way back is one step.
    is_here = (request.htmx.current_url_abs_path or "").startswith(reverse("articles:search"))
    address = f"{request.path}{context['query']}"
    return replace_url(answer, address) if is_here else push_url(answer, address)


def _query(words: str, language: str) -> str:
    chosen = QueryDict(mutable=True)
    chosen["q"] = words
    if language:
        chosen["language"] = language
    return f"?{chosen.urlencode()}"
