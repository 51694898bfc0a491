from django.urls import include, path

from studygroup import views
from studygroup.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("styleguide/", styleguide, name="styleguide"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    path("articles/", include("articles.urls")),
    path("", include("groups.urls")),
    path("", include("discussions.urls")),
]

handler400 = "studygroup.views.bad_request"
handler403 = "studygroup.views.forbidden"
handler404 = "studygroup.views.not_found"
handler500 = "studygroup.views.server_error"
