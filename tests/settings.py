"""The site's settings, fit for tests: no HTTPS, no collected files, quick passwords."""

import atexit
import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HTTPS", "0")

from studygroup.settings import *  # noqa: F403
from studygroup.settings import DATABASES, STORAGES

DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as on a site: threads of a test's server wait for each other as they do there.
    FOLDER = tempfile.TemporaryDirectory(prefix="studygroup-tests-")
    atexit.register(FOLDER.cleanup)
    DATABASES["default"]["TEST"]["NAME"] = str(Path(FOLDER.name) / "test.sqlite3")
elif pool := DATABASES["default"]["OPTIONS"].get("pool"):
    # Twenty acts at once, each over a connection of its own, and the test's.
    pool.update(max_size=25, timeout=60)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests sign in more often in a minute than people do.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
RATE_LIMITS = {}
# Letters are written at once, and an error in a task is the test's.
TASKS = {"default": {"BACKEND": "tests.tasks.AtOnceBackend"}}
WORKER = "apart"
SITE_URL = "https://study.example"
