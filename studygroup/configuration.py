"""Values of the settings that take more than one step to make from the environment."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE_NAME = "studygroup.sqlite3"

# WAL and IMMEDIATE so that writers wait instead of failing, FULL so that a power cut
# loses no commit that was acknowledged.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA temp_store=MEMORY;",
}


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's setting for the database at `url`; an empty one means SQLite in `data_dir`."""
    if url and not url.startswith("sqlite"):
        config = environ.Env.db_url_config(url)
        pool = {"min_size": 1, "max_size": 20}
        return {**config, "OPTIONS": {**config.get("OPTIONS", {}), "pool": pool}}
    return sqlite(environ.Env.db_url_config(url)["NAME"] if url else data_dir / SQLITE_NAME)


def sqlite(file: Path | str) -> dict[str, Any]:
    """Django's setting for an SQLite database in this file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
    }


def cache(redis_url: str) -> dict[str, Any]:
    """Django's setting for the cache: Redis or Valkey at `redis_url`, else this process's memory.

    Short time-outs, as a cache that is down or frozen must not hold a page up.
    """
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }


def mailer(url: str) -> dict[str, Any]:
    """Django's setting for sending mail through `url`, e.g. `smtp+tls://user:secret@host:587`."""
    config = environ.Env.email_url_config(url)
    backend = config["EMAIL_BACKEND"]
    if backend.endswith("filebased.EmailBackend"):
        return {"BACKEND": backend, "OPTIONS": {"file_path": config["EMAIL_FILE_PATH"]}}
    if not backend.endswith("smtp.EmailBackend"):
        return {"BACKEND": backend}
    options = {
        "host": config["EMAIL_HOST"],
        "port": config["EMAIL_PORT"] or _smtp_port(config),
        "username": config["EMAIL_HOST_USER"] or "",
        "password": config["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": config.get("EMAIL_USE_TLS", False),
        "use_ssl": config.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
    return {"BACKEND": backend, "OPTIONS": options}


def _smtp_port(config: dict[str, Any]) -> int:
    if config.get("EMAIL_USE_SSL"):
        return 465
    return 587 if config.get("EMAIL_USE_TLS") else 25


def lasting_secret(path: Path) -> str:
    """The secret kept in the file at `path`, made at the first call and readable by its owner only.

    Raises ImproperlyConfigured where the file can be neither read nor made.
    """
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot keep a secret key in {path} ({error.strerror}): "
            "set SECRET_KEY, or DATA_DIR to a folder that can be written."
        ) from error


def _write_once(path: Path, text: str) -> None:
    # Written aside and linked: processes that start together all read the same whole secret.
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
