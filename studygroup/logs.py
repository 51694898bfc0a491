"""What stays out of the logs: the part of an address that lets its bearer in."""

import logging
import re

# Those whose records hold addresses that were asked for.
LOGGERS = ("django.request", "django.server", "django.security.csrf", "uvicorn.access")

# In an address, or in one that is quoted in another's query (`?next=%2Finvitations%2F…`).
_SECRET = re.compile(
    r"(?P<place>(?:/|%2F)(?:invitations|at|key|confirm-email)(?:/|%2F))[\w:.-]{16,}", re.IGNORECASE
)
_MASKED = r"\g<place>…"


class MaskTokens(logging.Filter):
    """Puts `…` in the place of tokens in what is logged, and lets everything pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_masked, record.args))
        return True


def mask_tokens() -> None:
    """Keep tokens out of what these loggers say, whoever listens to them."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(MaskTokens())


def _masked[T](said: T) -> T | str:
    return _SECRET.sub(_MASKED, said) if isinstance(said, str) else said
