"""Every endpoint states who may call it."""

from __future__ import annotations

from flask import Flask

from app.access import OPEN_ENDPOINTS
from tests.site import make_app

NAMES = {"public", "signed_in", "worker", "case_worker", "coordinator", "city_coordinator"}
PUBLIC = {
    "calendar_feed",  # a calendar program cannot sign in: the address itself is the secret
    "books",  # what clubs read and how each book was chosen; notes and votes are for their members
    "awards",  # prizes were given in public
    "certificate",
    "contest",  # rules, lots, heats and results of a contest, and its big screen
    "development",
    "drawn",
    "home",
    "join",  # somebody who scans a code has no account yet
    "matter",  # what there is, for everybody
    "notice_board",
    "place",  # rest stations are for people who have never signed in
    "published",
    "quiz",  # rules and rankings: what a contest is judged by is for everybody to see
    "league",  # fixtures, results and tables, as on any notice board
    "sign_in",
    "site",
    "slot_check",
    "year",  # what was promised to everybody, and what has become of it
    "timetable",  # when meetings are is for everybody; links and names are not on it
}


def test_every_endpoint_declares_access(app: Flask) -> None:
    views = {name: view for name, view in app.view_functions.items() if name not in OPEN_ENDPOINTS}
    assert {name for name, view in views.items() if getattr(view, "access", None) not in NAMES} == set()


def test_the_console_is_for_coordinators_alone(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], "access", None)
        if rule.rule.startswith("/console"):
            assert declared in {"coordinator", "city_coordinator"}, rule.rule
        elif rule.endpoint not in OPEN_ENDPOINTS and declared == "public":
            assert rule.endpoint.split(".")[0] in PUBLIC, rule.rule


def test_an_undeclared_endpoint_is_refused(database_url: str) -> None:
    app = make_app(database_url)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code == 403
