"""In development nobody gets a short message: the last codes are kept in a file, for one marked page.

A file, because the web server has several processes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from flask import current_app

from app import clock

SHOWN = 20


def _path() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "development-codes"


def keep(phone: str, code: str) -> None:
    """Add one code to the file that only its owner may read."""
    line = json.dumps({"phone": phone, "code": code, "at": f"{clock.local(clock.now()):%H:%M:%S}"})
    descriptor = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(line + "\n")


def latest() -> list[dict[str, str]]:
    """The last codes as {"phone", "code", "at"}, newest first."""
    if not _path().exists():
        return []
    lines = _path().read_text().splitlines()[-SHOWN:]
    return [json.loads(line) for line in reversed(lines)]
