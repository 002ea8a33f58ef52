"""Settings from the environment. No secret has a default outside development."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

SECRETS = ("SECRET_KEY", "DATA_KEYS", "DIGEST_KEY")
ENVIRONMENTS = ("development", "production")


class MissingSetting(RuntimeError):
    """A setting that production cannot do without, or that nobody can make sense of."""


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Flask's configuration; `APP_ENV=production` makes every secret obligatory.

    `DATA_KEYS` is a comma-separated list of Fernet keys: the first encrypts, all decrypt.
    Raises MissingSetting, naming what is missing.
    """
    production = _is_production(environ)
    data_dir = Path(environ.get("DATA_DIR", "data")).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    chosen = {name: environ.get(name, "") for name in SECRETS}
    if missing := [name for name, value in chosen.items() if not value]:
        if production:
            raise MissingSetting("set " + ", ".join(missing) + " in the environment")
        chosen |= {name: value for name, value in _development_secrets(data_dir).items() if name in missing}
    return {
        **chosen,
        "DEVELOPMENT": not production,
        "DATA_DIR": data_dir,
        "SQLALCHEMY_DATABASE_URI": _database_url(environ, data_dir),
        # a logged database error must not hold what people typed
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "TRUSTED_HOSTS": _listed(environ.get("TRUSTED_HOSTS", "")) or None,
        "PROXY_COUNT": _whole(environ, "PROXY_COUNT"),
        "SMS_GATEWAY_URL": environ.get("SMS_GATEWAY_URL", ""),
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent.parent / "translations"),
        "LANGUAGES": ("zh", "en"),
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": 4 * 3600,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": production,
        "RATELIMIT_STORAGE_URI": environ.get("RATELIMIT_STORAGE_URI", "memory://"),
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        # development alone may switch the limits off: journeys sign in many times a minute
        "RATELIMIT_ENABLED": production or environ.get("RATELIMIT_ENABLED", "1") != "0",
    }


def _is_production(environ: Mapping[str, str]) -> bool:
    """A misspelt environment must not open the development pages to the world."""
    named = environ.get("APP_ENV") or "development"
    if named not in ENVIRONMENTS:
        raise MissingSetting(f"APP_ENV is {named!r}; it is one of {', '.join(ENVIRONMENTS)}")
    return named == "production"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _whole(environ: Mapping[str, str], name: str) -> int:
    given = environ.get(name) or "0"
    if not (given.isascii() and given.isdigit()):
        raise MissingSetting(f"{name} is {given!r}; it is a number")
    return int(given)


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    """SQLite under the data folder, or `DATABASE_URL`, spoken to through psycopg 3."""
    given = environ.get("DATABASE_URL")
    if not given:
        return f"sqlite:///{data_dir / 'nuanxin.sqlite'}"
    url = make_url(given)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def _development_secrets(data_dir: Path) -> dict[str, str]:
    """Made once beside the development data, so that a restart can still read it."""
    path = data_dir / "development-secrets"
    if not path.exists():
        lines = {
            "SECRET_KEY": secrets.token_urlsafe(32),
            "DATA_KEYS": Fernet.generate_key().decode(),
            "DIGEST_KEY": secrets.token_urlsafe(32),
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in lines.items())
    return dict(line.split("=", 1) for line in path.read_text().splitlines())
