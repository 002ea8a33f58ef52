"""What every request is held to, and what every answer carries."""

from __future__ import annotations

from flask import Flask, Response, abort, request, session

from app.access import OPEN_ENDPOINTS
from app.plausible import NumberInPath

NUL = "\0"  # no text of ours has one, and PostgreSQL refuses to keep or compare it


def init_app(app: Flask) -> None:
    """To be called before routes are registered: their addresses use the converter."""
    app.url_map.converters["int"] = NumberInPath
    app.before_request(_refuse_nul)
    app.after_request(_keep_private)


def _refuse_nul() -> None:
    sent = [request.args] + ([request.form] if request.method == "POST" else [])
    texts = [text for pairs in sent for pair in pairs.items(multi=True) for text in pair]
    names = [file.filename or "" for file in request.files.values()] if request.method == "POST" else []
    if any(NUL in text for text in [request.path, *texts, *names]):
        abort(400)


def _keep_private(response: Response) -> Response:
    """What somebody signed in has seen stays in no cache: computers are shared, and "back" would show it."""
    if request.endpoint not in OPEN_ENDPOINTS and "_user_id" in session:
        response.headers["Cache-Control"] = "no-store"
    return response
