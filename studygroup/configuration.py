"""Values of the settings that take more than one step to make from the environment."""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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

# PostgreSQL takes longer to plan most of our questions than to answer them, so each connection
# keeps the plans of those that it is asked again and again.
POSTGRESQL_OPTIONS = {
    "pool": {"min_size": 1, "max_size": 20, "timeout": 10},
    "server_side_binding": True,
    "prepare_threshold": 5,
}


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's setting for the database at `url`; an empty one means SQLite in `data_dir`."""
    if url and not url.startswith("sqlite"):
        config = environ.Env.db_url_config(url)
        return {**config, "OPTIONS": {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}}
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
    """Django's setting for the cache: Redis or Valkey at `redis_url`, else the database.

    Several processes count their limits together either way.
    """
    if not redis_url:
        return {"BACKEND": "studygroup.cache.TableCache"}
    return {"BACKEND": "studygroup.shared_cache.SharedCache", "LOCATION": redis_url}


@dataclass(frozen=True)
class Social:
    """How people may sign in by another site: what the settings say of it."""

    apps: list[str] = field(default_factory=list)
    providers: dict[str, Any] = field(default_factory=dict)
    # Where the browser is sent: pages may post there.
    origins: list[str] = field(default_factory=list)


def social(environment: Mapping[str, str]) -> Social:
    """Google, GitHub and one OpenID Connect server, those that the environment names.

    Raises ImproperlyConfigured where one is named by half.
    """
    made = Social()
    for name, origin in (
        ("google", "https://accounts.google.com"),
        ("github", "https://github.com"),
    ):
        if client := _client(environment, name.upper()):
            made.apps.append(f"allauth.socialaccount.providers.{name}")
            made.providers[name] = {"APPS": [client], "OAUTH_PKCE_ENABLED": True}
            made.origins.append(origin)
    if client := _client(environment, "OIDC"):
        server = _needed(environment, "OIDC_SERVER_URL")
        named = {"provider_id": "oidc", "name": environment.get("OIDC_NAME") or "OpenID Connect"}
        app = {**client, **named, "settings": {"server_url": server}}
        made.apps.append("allauth.socialaccount.providers.openid_connect")
        made.providers["openid_connect"] = {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
        parts = urlsplit(server)
        made.origins.append(f"{parts.scheme}://{parts.netloc}")
    return made


def _client(environment: Mapping[str, str], name: str) -> dict[str, str]:
    """The client that another site knows ours as, empty where the environment names none."""
    if not environment.get(f"{name}_CLIENT_ID"):
        return {}
    return {
        "client_id": environment[f"{name}_CLIENT_ID"],
        "secret": _needed(environment, f"{name}_CLIENT_SECRET"),
    }


def _needed(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise ImproperlyConfigured(f"Set {name} as well, or nothing of this way to sign in.")
    return environment[name]


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


def site_url(given: str, hosts: Sequence[str], *, debug: bool) -> str:
    """The site's address without a slash at the end; where none is given, its first host's."""
    if given:
        return given.rstrip("/")
    host = hosts[0].lstrip(".") if hosts else ""
    if debug or host in {"", "*", "localhost"}:
        return "http://localhost:8000"
    return f"https://{host}"


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
