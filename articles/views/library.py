"""The library: finding texts, and the collections that they stand in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from articles.models import Article, Collection, Draft
from articles.shelf import Shelf


@signed_in
@require_safe
def library(request: SignedInRequest) -> HttpResponse:
    """The texts that this person finds, by language and author, and their own drafts."""
    shelf = Shelf(request.user, request.GET)
    words = (_("All texts"), _("Mine"), _("Read by my groups"))
    tabs = [
        {"url": scope.query, "words": f"{name} · {scope.number}", "is_current": scope.is_chosen}
        for name, scope in zip(words, shelf.scopes, strict=True)
    ]
    context = {
        "shelf": shelf,
        "tabs": tabs,
        "page": shelf.page(request.GET.get("page")),
        "drafts": Draft.objects.of(request.user),
    }
    return render(request, "articles/library.html", context)


@signed_in
@require_safe
def collection(request: SignedInRequest, pk: int) -> HttpResponse:
    """The chapters of a book or the lessons of a course, as far as this person may read them."""
    found = get_object_or_404(Collection.objects.visible_to(request.user), pk=pk)
    chapters = Article.objects.visible_to(request.user).filter(collection=found)
    context = {
        "collection": found,
        "chapters": chapters.with_length().order_by("chapter", "title", "pk"),
    }
    return render(request, "articles/collection.html", context)
