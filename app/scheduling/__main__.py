"""`python -m app.scheduling IN OUT`: the engine's process, over two inherited file descriptors."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from app.scheduling.child import main

if __name__ == "__main__":
    main(Connection(int(sys.argv[1]), writable=False), Connection(int(sys.argv[2]), readable=False))
