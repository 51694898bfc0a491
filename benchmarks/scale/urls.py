"""The site's addresses, and two that tell what the machine can do."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from studygroup.urls import urlpatterns as site


@cache
def _body(size: int) -> bytes:
    return b"x" * size


def ready(request: HttpRequest, size: int) -> HttpResponse:
    """So many bytes, which need not be made."""
    return HttpResponse(_body(size))


def nothing(request: HttpRequest) -> HttpResponse:
    """Who has signed in, and nothing else."""
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("nothing/", nothing), path("bytes/<int:size>/", ready), *site]

handler400 = "studygroup.views.bad_request"
handler403 = "studygroup.views.forbidden"
handler404 = "studygroup.views.not_found"
handler429 = "studygroup.views.too_often"
handler500 = "studygroup.views.server_error"
