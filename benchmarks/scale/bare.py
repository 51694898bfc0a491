"""Settings for a Django that does next to nothing: sessions and users, as far as a view asks."""

from benchmarks.scale.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Does nothing here, but allauth does not start without.
    "allauth.account.middleware.AccountMiddleware",
]
