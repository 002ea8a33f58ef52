"""Pages, one file a group. Worker pages live under `/`, the console under `/console/`."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

MODULES = (
    "site",
    "home",
    "sign_in",
    "identity",
    "sign_up",
    "sign_up_companions",
    "sign_up_choices",
    "sign_up_questions",
    "sign_up_health",
    "sign_up_check",
    "mine",
    "offer",
    "slot_check",
    "document",
    "published",
    "drawn",
    "notice_board",
    "reviewer",
    "console.today",
    "console.programmes",
    "console.kinds",
    "console.offerings",
    "console.policy",
    "console.questions",
    "console.texts",
    "console.programme_file",
    "console.venues",
    "console.registrations",
    "console.people",
    "console.roster",
    "console.lottery",
    "console.runs",
    "console.plan",
    "console.locks",
    "console.refill",
    "console.waitlist",
    "console.review",
    "console.review_criteria",
    "console.review_entry",
    "console.review_reviewers",
    "console.objections",
    "console.audit",
)

# a production site does not have these at all
DEVELOPMENT_MODULES = ("development",)


def init_app(app: Flask) -> None:
    """Register every module's `blueprint`."""
    for name in MODULES + (DEVELOPMENT_MODULES if app.config["DEVELOPMENT"] else ()):
        app.register_blueprint(import_module(f"app.routes.{name}").blueprint)
