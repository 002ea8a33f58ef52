"""What the site says about itself: one JSON line an event in production, plain lines in development."""

from __future__ import annotations

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    renderer = (
        structlog.dev.ConsoleRenderer() if app.config["DEVELOPMENT"] else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            renderer,
        ]
    )
