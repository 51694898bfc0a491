from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("look/", views.look, name="look"),
    path("language/", views.language, name="language"),
]
