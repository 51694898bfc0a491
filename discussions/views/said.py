"""Searching in what was said."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from articles.search import MOST_CHARACTERS
from discussions.search import Scope, search

COMMENTS_A_PAGE = 20


@signed_in
@require_safe
def said(request: SignedInRequest) -> HttpResponse:
    """The comments that this person finds by these words, as they are typed."""
    words = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    scope = Scope(request.user, request.GET.get("in", ""))
    results = search(words, user=request.user, readings=scope.readings)
    context = {
        "q": words,
        "results": results,
        "page": Paginator(results, COMMENTS_A_PAGE).get_page(request.GET.get("page")),
        "query": _query(words, scope),
        "scope": scope,
    }
    if not request.htmx:
        return render(request, "discussions/said.html", context)
    answer = render(request, "discussions/said.html#found", context)
    return replace_url(answer, f"{request.path}{context['query']}")


def _query(words: str, scope: Scope) -> str:
    chosen = QueryDict(mutable=True)
    chosen["q"] = words
    if scope.chosen:
        chosen["in"] = scope.chosen
    return f"?{chosen.urlencode()}"
