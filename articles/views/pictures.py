"""The pictures that figures show."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.middleware import LASTING
from accounts.requests import SignedInRequest
from articles.models import Article, Draft, Picture


@signed_in
@require_safe
def picture(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """A picture of an article, for those who may read it."""
    articles = Article.objects.visible_to(request.user).filter(pk=pk)
    return _shown(Picture.objects.filter(article__in=articles), name)


@signed_in
@require_safe
def draft_picture(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """A picture of a draft, for the person who brings it."""
    drafts = Draft.objects.of(request.user).filter(pk=pk)
    return _shown(Picture.objects.filter(draft__in=drafts), name)


def _shown(pictures: QuerySet[Picture], name: str) -> HttpResponse:
    found = get_object_or_404(pictures, name=name)
    headers = {"Cache-Control": LASTING, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type="image/webp", headers=headers)
