"""create_app: configuration, extensions, blueprints, error pages, commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, has_request_context, redirect, request, session, url_for

from app import access, assets, cli, conduct, error_pages, logs, navigation, proxies, routes, vault, words
from app.config import settings
from app.extensions import babel, csrf, db, htmx, limiter, login, migrate, talisman
from app.models import Account

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": ["'self'", "data:"],
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The site. `overrides` replaces settings, for tests."""
    app = Flask(__name__, template_folder="../templates", static_folder="static")
    app.config.update(settings())
    app.config.update(overrides or {})
    logs.init_app(app)
    vault.init_app(app)
    _init_extensions(app)
    access.init_app(app)
    conduct.init_app(app)
    words.init_app(app)
    navigation.init_app(app)
    error_pages.init_app(app)
    routes.init_app(app)
    cli.init_app(app)
    assets.init_app(app)
    proxies.init_app(app)
    return app


def _init_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    htmx.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=locale)
    talisman.init_app(
        app,
        force_https=not app.config["DEVELOPMENT"],
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src"],
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        strict_transport_security=not app.config["DEVELOPMENT"],
    )
    _init_login(app)


def _init_login(app: Flask) -> None:
    login.init_app(app)
    login.session_protection = "basic"

    @login.user_loader  # type: ignore[untyped-decorator]
    def load(account_id: str) -> Account | None:
        """Nobody once the account is blocked: its open sessions end with it."""
        account = db.session.get(Account, int(account_id))
        return account if account is not None and account.is_active else None

    @login.unauthorized_handler  # type: ignore[untyped-decorator]
    def sign_in_first() -> Any:
        if request.method == "GET":
            return redirect(url_for("sign_in.phone", next=request.full_path.rstrip("?")))
        return error_pages.page(401)


def locale() -> str:
    """Chinese unless the reader has switched; commands and the worker have no reader to ask."""
    chosen = session.get("lang") if has_request_context() else None
    return chosen if chosen in ("zh", "en") else "zh"
