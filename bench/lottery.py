"""`python -m bench.lottery 20000`: a lottery drawn by the site, and again by the file that it offers.

So many people enter for the seats, a third of them with entries for years of waiting. The list is frozen and
drawn in a SQLite database of its own; then the public file replays it in a fresh process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

ROOT = Path(__file__).parents[1]
FIGURE = "03 09 14 21 27 33 + 08"
DAY = dt.timedelta(days=1)


def main() -> None:
    """Enter, freeze, draw, replay: a line for each, with its seconds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("entries", type=int, nargs="?", default=20_000)
    parser.add_argument("--seats", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with _application(Path(folder)).app_context():
            _in_the_site(asked.entries, asked.seats, Path(folder))
        with _timed("replayed by draw.py in a process of its own"):
            _replay(Path(folder))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{time.perf_counter() - began:8.2f} s  {what}", flush=True)


def _application(folder: Path) -> Any:
    os.environ |= {"DATA_DIR": str(folder), "SECRET_KEY": "bench", "DIGEST_KEY": "bench"}
    os.environ["DATA_KEYS"] = Fernet.generate_key().decode()
    from flask_migrate import upgrade

    from app.factory import create_app

    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'bench.sqlite'}", "TESTING": True})
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app


def _in_the_site(entries: int, seats: int, folder: Path) -> None:
    from app import clock
    from app.services import modes, sign_up_window
    from app.services.allocation import drawn_record
    from app.unit_of_work import unit_of_work
    from bench.entrants import enter

    with _timed(f"{entries:,} entries written"), unit_of_work():
        programme, coordinator = enter(entries, seats)
    with _timed("years counted, list frozen"), clock.as_of(programme.closes_at), unit_of_work():
        sign_up_window.close_sign_up(coordinator, programme)
    with (
        _timed(f"drawn, lined up, everybody told, {seats:,} places offered"),
        clock.as_of(programme.closes_at + 2 * DAY),
        unit_of_work(),
    ):
        modes.of(programme).decide(programme, coordinator, {"seed": FIGURE})
    listed = drawn_record.entries(programme)
    print(f"           {len(listed):,} lines in the list, digest {programme.entries_digest}")
    (folder / "entries.txt").write_text("\n".join(listed))
    (folder / "numbers.txt").write_text("\n".join(drawn_record.numbers(programme)))
    (folder / "parties.txt").write_text("\n".join(drawn_record.parties(programme)))


def _replay(folder: Path) -> None:
    """Entries' numbers, and parties' as stored. Raises CalledProcessError where the public file differs."""
    program = [sys.executable, "-I", "-S", str(ROOT / "app" / "static" / "draw.py")]
    command = [*program, str(folder / "entries.txt"), "--seed", FIGURE, "--numbers"]
    for compared in ([str(folder / "numbers.txt")], [str(folder / "parties.txt"), "--parties"]):
        done = subprocess.run([*command, *compared], capture_output=True, check=True, text=True)
        print(f"           {done.stdout.strip()} · {done.stderr.strip()}")


if __name__ == "__main__":
    main()
