"""Sealing words with the site's secret key, so that nobody else reads or makes them."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str


def seal(purpose: str) -> MultiFernet:
    """The seal for one purpose, which still opens what was sealed by the site's former keys."""
    keys = map(force_str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    digests = [hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
