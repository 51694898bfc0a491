"""The site's addresses with those of the other sites by which one signs in."""

from django.urls import include, path

from studygroup.urls import handler400, handler403, handler404, handler429, handler500
from studygroup.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]

urlpatterns = [
    path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
    path("accounts/", include("allauth.socialaccount.providers.google.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *site,
]
