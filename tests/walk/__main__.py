"""`python -m tests.walk`: the walk as a table, on a demonstration city of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from tests.conftest import MIGRATIONS, make_app
from tests.walk.city import table, walked


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        app = make_app(f"sqlite:///{Path(folder) / 'walk.sqlite'}")
        with app.app_context():
            upgrade(directory=MIGRATIONS)
            sys.stdout.write(table(walked(app.test_client())) + "\n")


if __name__ == "__main__":
    main()
