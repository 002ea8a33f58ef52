"""A test client that signs in, and holds every page it fetches to what every page must keep."""

from __future__ import annotations

from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Account
from tests.pages import faults_of_page


class Browser(FlaskClient):
    """Each request has an application context of its own, also inside a test that has one open.

    What the test wrote before is committed, and what it reads afterwards is read anew.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
        if _is_whole_page(response):
            faults = faults_of_page(response.get_data(as_text=True))
            assert not faults, f"{response.request.path}: " + "; ".join(faults)
        return response

    def sign_in(self, account: Account) -> Browser:
        """Signed in without the one-time code, whose own tests are elsewhere."""
        account_id = str(account.id)
        with self.session_transaction() as session:
            session["_user_id"] = account_id
            session["_fresh"] = True
        return self


def _is_whole_page(response: TestResponse) -> bool:
    if response.mimetype != "text/html" or response.is_streamed or response.status_code // 100 == 3:
        return False
    return "HX-Request" not in response.request.headers
