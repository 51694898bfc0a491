"""The site's settings as deployed, but over plain HTTP and without limits of how often."""

import os

from studygroup.settings import *  # noqa: F403
from studygroup.settings import CACHES, RATE_LIMITS

HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
RATE_LIMITS.clear()
ROOT_URLCONF = "benchmarks.scale.urls"
# Letters are written, and then thrown away.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
# Other sites may use the same Redis.
CACHES["default"]["KEY_PREFIX"] = os.environ["CACHE_PREFIX"]
