"""Places to go to: by kind, by district, or the nearest to where the reader stands."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import access
from app.forms.near import NearForm
from app.services import districts, nearby
from app.services.nearby import Place, Spot

blueprint = Blueprint("place", __name__, url_prefix="/places")


@blueprint.get("")
@access.public
def index() -> ResponseReturnValue:
    """Narrowed by `kind` and `district`; without either, to the district of the reader's unit."""
    kind, district = _kind(request.args.get("kind", "")), request.args.get("district")
    person = access.actor().person if current_user.is_authenticated else None
    asked = districts.of_person(person) if district is None and not kind else district or ""
    known = asked if asked in {each.name for each in districts.known()} else ""
    return _page(nearby.found(kind, known), NearForm(), kind, known, total=nearby.count(kind, known))


@blueprint.post("")
@access.public
def near() -> ResponseReturnValue:
    """The nearest; where the reader stands comes in the body, is used for this answer and forgotten."""
    form = NearForm()
    kind = _kind(form.kind.data or "")
    if not form.validate_on_submit():
        return _page(nearby.found(kind), form, kind, ""), 422
    found = nearby.around(Spot(form.latitude.data or 0.0, form.longitude.data or 0.0), kind)
    response = make_response(_page(found, form, kind, "", ranged=True))
    response.headers["Cache-Control"] = "no-store"
    return response


def _kind(asked: str) -> str:
    return asked if asked in nearby.KINDS else ""


def _page(
    places: list[Place], form: NearForm, kind: str, district: str, *, ranged: bool = False, total: int = 0
) -> str:
    return render_template(
        "place/index.html",
        places=places,
        form=form,
        kinds=[(name, nearby.kind_words(name)) for name in nearby.KINDS],
        kind=kind,
        kind_words=nearby.kind_words,
        districts=districts.known(),
        district=district,
        ranged=ranged,
        more=max(total - len(places), 0),
    )
