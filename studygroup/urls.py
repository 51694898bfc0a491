from allauth.account.views import password_set
from allauth.urls import build_provider_urlpatterns
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.access import reauthenticated
from accounts.operations import site as operations
from studygroup import views
from studygroup.styleguide.views import styleguide, styleguide_room

entrance: list[URLPattern | URLResolver] = [
    path("password/set/", reauthenticated(password_set), name="account_set_password"),
    path("", include("allauth.account.urls")),
    path("2fa/", RedirectView.as_view(pattern_name="accounts:security"), name="mfa_index"),
    path("2fa/", include("allauth.mfa.urls")),
]
if settings.SOCIAL.apps:
    entrance += [
        path("3rdparty/", include("allauth.socialaccount.urls")),
        *build_provider_urlpatterns(),
    ]

urlpatterns = [
    path("", include("studygroup.probes")),
    path("", views.home, name="home"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/room/", styleguide_room, name="styleguide_room"),
    path("accounts/", include(entrance)),
    path("", include("accounts.urls")),
    path("admin/", operations.urls),
    path("articles/", include("articles.urls")),
    path("", include("groups.urls")),
    path("", include("discussions.urls")),
]

handler400 = "studygroup.views.bad_request"
handler403 = "studygroup.views.forbidden"
handler404 = "studygroup.views.not_found"
handler429 = "studygroup.views.too_often"
handler500 = "studygroup.views.server_error"
