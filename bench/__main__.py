"""`python -m bench`: the same as `flask bench engine`, without the site."""

from __future__ import annotations

import argparse

from bench.engine import curve, run


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description="Speed, size and proof of the engine.")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="cases with this in them")
    parser.add_argument("--quick", action="store_true", help="small cases only")
    parser.add_argument("--bare", action="store_true", help="without the yardsticks")
    parser.add_argument("--curve", action="store_true", help="seconds and memory by people, and nothing else")
    parser.add_argument("--patience", type=float, default=1.0, metavar="N", help="N times the time limits")
    asked = parser.parse_args()
    if asked.curve:
        curve(asked.patience)
    else:
        run(asked.only, asked.quick, not asked.bare, asked.patience)


if __name__ == "__main__":
    main()
