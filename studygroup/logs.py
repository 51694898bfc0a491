"""What the logs hold: one line for a request, what went wrong, and nothing that names people.

Tokens in addresses are masked; of an error its kind is told and where it happened, never its words,
for they may hold an address or what somebody wrote.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# By which the records of one request are known; empty outside of requests.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# Those whose records hold addresses that were asked for.
LOGGERS = ("django.request", "django.server", "django.security.csrf", "studygroup.requests")

# In an address, or in one that is quoted in another's query (`?next=%2Finvitations%2F…`).
_SECRET = re.compile(
    r"(?P<place>(?:/|%2F)(?:invitations|at|key|confirm-email|stop)(?:/|%2F))[\w:.-]{16,}",
    re.IGNORECASE,
)
_MASKED = r"\g<place>…"


def masked[T](said: T) -> T | str:
    """The text with `…` in the place of tokens; what is no text, as it is."""
    return _SECRET.sub(_MASKED, said) if isinstance(said, str) else said


def kind_of(error: BaseException) -> str:
    """What an error is, such as `django.db.utils.IntegrityError`."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def trace_of(error: BaseException) -> str:
    """Where an error happened and what it is, without its words."""
    return f"{''.join(traceback.format_tb(error.__traceback__))}{kind_of(error)}"


class MaskTokens(logging.Filter):
    """Puts `…` in the place of tokens in what is logged, and lets everything pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(masked, record.args))
        return True


def mask_tokens() -> None:
    """Keep tokens out of what these loggers say, whoever listens to them."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(MaskTokens())


class TextFormatter(logging.Formatter):
    """One line for a record, for people; an error's trace below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.get() or "-"
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's name
        return trace_of(ei[1])


class JsonFormatter(logging.Formatter):
    """One JSON object for a record, in one line, for programs.

    Of what else a record carries only `facts` are written: Django's hold whole requests.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            told["error"] = trace_of(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


FORMATTERS = {"text": TextFormatter, "json": JsonFormatter}


def logs(form: str, *, debug: bool) -> dict[str, Any]:
    """Django's setting for logs on the standard error; `form` is `text` or `json`.

    While debugging, the server that one develops with tells of the requests.
    Raises ImproperlyConfigured for another form.
    """
    if form not in FORMATTERS:
        raise ImproperlyConfigured(f"LOG_FORMAT={form} is not known: set text or json.")
    formatter = FORMATTERS[form]
    # Whose lines would tell once more of requests, with addresses of people or of who tries names.
    silent = {"level": "CRITICAL"}
    ours = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": f"{formatter.__module__}.{formatter.__qualname__}"}},
        "filters": {"broken": {"()": "django.utils.log.CallbackFilter", "callback": _is_broken}},
        "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["errors"], "level": "WARNING"},
        "loggers": {
            "django": {**ours, "level": "WARNING"},
            # What was refused is told of as a request.
            "django.request": {"filters": ["broken"]},
            "django.security.DisallowedHost": silent,
            "studygroup.requests": {"level": "WARNING" if debug else "INFO"},
            "uvicorn": ours,
            "uvicorn.error": {"level": "WARNING" if debug else "INFO"},
            "uvicorn.access": silent,
        },
    }


def _is_broken(record: logging.LogRecord) -> bool:
    return bool(record.exc_info) and record.levelno >= logging.ERROR
