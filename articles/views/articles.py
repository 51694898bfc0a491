"""Reading a text by itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.models import User
from accounts.requests import SignedInRequest
from articles import permissions
from articles.models import Article, Collection
from articles.pages import Pages
from articles.passage import Passage, address_in, asked_page, mention_of


@signed_in
@require_safe
def article(request: SignedInRequest, pk: int) -> HttpResponse:
    """A text to read; of a long one a page, the others as parts."""
    articles = Article.objects.visible_to(request.user).with_length()
    found = get_object_or_404(articles, pk=pk)
    pages = Pages(found.length)  # type: ignore[attr-defined]  # annotated
    page = asked_page(request.GET, found, pages) or pages.at(1)
    context: dict[str, Any] = {"article": found, "passage": Passage(found, pages, page)}
    if request.htmx:
        return render(request, "articles/article.html#passage", context)
    context["may_edit"] = permissions.may_edit(request.user, found)
    context |= _chapters_around(found, request.user)
    return render(request, "articles/article.html", context)


@signed_in
@require_safe
def paragraph(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """A paragraph's lasting address: leads to where it stands, or stood."""
    found = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    asked = get_object_or_404(found.paragraphs, pk=paragraph_pk)
    standing = asked.standing
    pages = Pages(found.text.count())
    if standing is None:
        messages.info(request, _("This paragraph is no longer in the text."))
        return redirect(found)
    if asked.is_removed:
        words = (
            _("This paragraph has become part of ¶ %(number)s.")
            if asked.merged_into_id
            else _("This paragraph is no longer in the text. It stood where ¶ %(number)s is now.")
        )
        messages.info(request, words % {"number": standing.position})
    return redirect(f"{found.get_absolute_url()}{address_in(pages, standing)}")


@signed_in
@require_safe
def mention(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """Where the text mentions a footnote first."""
    found = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    note = get_object_or_404(found.text, pk=paragraph_pk)
    mentioned = mention_of(note)
    pages = Pages(found.text.count())
    if mentioned is None:
        return redirect(f"{found.get_absolute_url()}{address_in(pages, note)}")
    place, anchor = mentioned
    page = pages.at(place.position)
    return redirect(f"{found.get_absolute_url()}{page.query}#{anchor}")


def _chapters_around(article: Article, user: User) -> dict[str, Any]:
    """The collection that the text stands in, if this person may open it, and its neighbours."""
    if article.collection_id is None:
        return {}
    collection = Collection.objects.visible_to(user).filter(pk=article.collection_id).first()
    chapters = Article.objects.visible_to(user)
    if collection is None:
        return {}
    return {
        "collection": collection,
        "before": chapters.before(article).first(),
        "after": chapters.after(article).first(),
    }
