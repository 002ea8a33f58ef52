"""Answering an offer: a press of a button, with nothing to fill in."""

from __future__ import annotations

from flask_wtf import FlaskForm


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Which answer it is, the address says."""
