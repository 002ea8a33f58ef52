"""A file that somebody handed in, for those who may read it."""

from __future__ import annotations

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from app import access
from app.services import documents

blueprint = Blueprint("document", __name__, url_prefix="/documents")


@blueprint.get("/<int:document_id>")
@access.signed_in
def download(document_id: int) -> ResponseReturnValue:
    """As a download, never inside a page of ours; nobody on the way keeps it."""
    found = documents.load(document_id, access.actor())
    response = send_file(
        io.BytesIO(documents.content(found)),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.filename,
    )
    response.cache_control.no_store = True
    return response
