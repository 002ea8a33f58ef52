"""A programme's content as the bytes of a file."""

from __future__ import annotations

import json

from app.services.programme_file import parts
from app.services.programme_file.content import Content


def written(content: Content) -> bytes:
    """JSON in UTF-8, indented for people; the same content always gives the same bytes."""
    plain = parts.WHOLE.write({"format": parts.FORMAT, **content.parts()})
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()
