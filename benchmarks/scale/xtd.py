"""A site with django-comments-xtd, as its tutorial builds one; run by the peers' own Python.

Its pages show the comments on them by the templates that it comes with. As a program it makes the
database at XTD_DATABASE ready, with twenty people, and prints a session of one of them.
"""

import json
import os
import sys
from datetime import timedelta

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="only-for-this-benchmark-0123456789-abcdefghijklmnopqrstuvwxyz",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__ if __name__ != "__main__" else "benchmarks.scale.xtd",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.flatpages",
        "rest_framework",
        "django_comments_xtd",
        "django_comments",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                ]
            },
        }
    ],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["XTD_DATABASE"]}
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    SITE_ID=1,
    USE_TZ=True,
    COMMENTS_APP="django_comments_xtd",
    COMMENTS_XTD_MAX_THREAD_LEVEL=3,
    COMMENTS_XTD_CONFIRM_EMAIL=False,
)
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.flatpages.models import FlatPage
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import RequestContext, Template
from django.urls import include, path

AUTHORS = 20
PAGE = Template("""{% load comments comments_xtd %}<!doctype html><title>{{ page }}</title>
{% get_comment_form for page as form %}
<form action="{% comment_form_target %}" method="post">{% csrf_token %}{{ form }}</form>
{% render_xtdcomment_tree for page %}""")


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A page with all that is said on it."""
    found = get_object_or_404(FlatPage, pk=pk)
    return HttpResponse(PAGE.render(RequestContext(request, {"page": found})))


urlpatterns = [
    path("pages/<int:pk>/", page),
    path("comments/", include("django_comments_xtd.urls")),
]
application = get_wsgi_application()


def main() -> None:
    call_command("migrate", verbosity=0)
    users = [
        User.objects.create(username=f"reader{number}", email=f"reader{number}@example.org")
        for number in range(AUTHORS)
    ]
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(users[0].pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: users[0].get_session_auth_hash(),
        }
    )
    session.set_expiry(timedelta(days=1))
    session.save()
    told = {
        "content_type": ContentType.objects.get_for_model(FlatPage).pk,
        "cookie": session.session_key,
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
