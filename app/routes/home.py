"""What is on, and a programme's own page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import access
from app.extensions import htmx
from app.highlighting import highlight
from app.models import Programme, Registration
from app.services import (
    catalogue,
    districts,
    drafts,
    eligibility,
    features,
    finding,
    front_page,
    kinds,
    matters,
    modes,
    nearby,
    party_checks,
    programme_todos,
    texts,
)
from app.services.finding import Wanted
from app.services.modes.mode import stage_words

blueprint = Blueprint("home", __name__)
blueprint.add_app_template_filter(modes.stage)
blueprint.add_app_template_filter(highlight)


@blueprint.get("/")
@access.public
def index() -> Response:
    """What closes soon, is open, is near; with `q` or `theme`, what is found. With htmx that part alone."""
    asked = finding.wanted(request.args.get("q", ""))
    themes = catalogue.themes()
    theme = request.args.get("theme", "")
    theme = theme if theme in themes else ""
    part = "home/_found.html" if asked.words or theme else "home/_front.html"
    content = _found(asked, theme) if asked.words or theme else _front()
    page = render_template(
        part if htmx else "home/index.html",
        part=part,
        text=asked.text,
        marked=asked.all(),
        theme=theme,
        themes=[(name, kinds.theme_words(name), kinds.THEME_ICONS.get(name, "star")) for name in themes],
        stage_words=stage_words,
        **content,
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    return response


def _found(asked: Wanted, theme: str) -> dict[str, Any]:
    """What was searched for, or what belongs to a theme."""
    return {
        "groups": catalogue.cards(asked, theme),
        "matters": finding.matters(asked) if asked.words else matters.listed(theme),
        "venues": finding.venues(asked) if asked.words else [],
        "venue_kind": nearby.kind_words,
    }


def _front() -> dict[str, Any]:
    """The district is the one that was chosen, else that of the reader's unit."""
    known = districts.known()
    person = access.actor().person if current_user.is_authenticated else None
    chosen = request.args.get("district", "")
    district = chosen if chosen in {each.name for each in known} else districts.of_person(person)
    return {
        "front": front_page.of(district),
        "districts": known,
        "district": district,
        "venue_kind": nearby.kind_words,
    }


@blueprint.get("/programmes")
@access.public
def everything() -> str:
    """All programmes, also those that are over."""
    return render_template("home/all.html", groups=catalogue.cards(), stage_words=stage_words, marked=[])


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
