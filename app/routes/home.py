"""What is on, and a programme's own page."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import access
from app.extensions import htmx
from app.models import Programme, Registration
from app.services import (
    catalogue,
    drafts,
    eligibility,
    features,
    kinds,
    modes,
    party_checks,
    programme_todos,
    texts,
)
from app.services.modes.mode import stage_words

blueprint = Blueprint("home", __name__)
blueprint.add_app_template_filter(modes.stage)


@blueprint.get("/")
@access.public
def index() -> Response:
    """The list, narrowed by `q` and `theme`; with htmx the list alone."""
    text = request.args.get("q", "").strip()[:60]
    themes = catalogue.themes()
    theme = request.args.get("theme", "")
    theme = theme if theme in themes else ""
    page = render_template(
        "home/_list.html" if htmx else "home/index.html",
        text=text,
        theme=theme,
        themes=[(name, kinds.theme_words(name)) for name in themes],
        groups=catalogue.cards(text, theme),
        stage_words=stage_words,
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    return response


@blueprint.get("/programmes/<slug>")
@access.public
def programme(slug: str) -> str:
    found = catalogue.find(slug)
    timed = features.timed(found)
    facts = catalogue.offering_facts(found) if timed is None else []
    sent, draft = _mine(found)
    mode = modes.of(found)
    stage = mode.stage(found)
    return render_template(
        "home/programme.html",
        programme=found,
        mode=mode,
        stage=stage,
        stage_words=mode.stage_words(stage),
        next_step=mode.next_step(found),
        decided_by=[*mode.facts(found), *programme_todos.quota_facts(found)],
        feature_facts=[fact for each in features.of(found) for fact in each.facts(found)],
        feature_links=[link for each in features.of(found) for link in each.links(found)],
        kind_words=kinds.label(found.kind),
        rules=eligibility.describe(found),
        notices=texts.in_force(found, "notice"),
        venues=[(v, [f for f in facts if f.offering.venue_id == v.id]) for v in catalogue.venues_of(facts)],
        lists_offerings=timed is None and bool(found.offerings),
        is_open=party_checks.is_open(found),
        sent=sent,
        has_draft=draft,
    )


def _mine(found: Programme) -> tuple[Registration | None, bool]:
    """What the reader has sent, and whether a draft waits."""
    if not current_user.is_authenticated:
        return None, False
    account = access.actor()
    sent = catalogue.registration_of(found, account.person_id) if account.person_id else None
    return sent, drafts.find(account, found) is not None
