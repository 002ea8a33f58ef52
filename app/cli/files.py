"""Files that commands read and write: one clear line when that cannot be done, never half a file."""

from __future__ import annotations

import gzip
import os
from typing import NoReturn

import click

UNUSABLE = 2


def fail(code: int, *lines: object) -> NoReturn:
    """Say each line on standard error and leave with the exit code."""
    for line in lines:
        click.echo(str(line), err=True)
    raise SystemExit(code)


def read_bytes(path: str) -> bytes:
    """The file's bytes as they stand; leaves with exit code 2 if there are none to read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        fail(UNUSABLE, f"{path}: cannot be read: {_why(error)}")


def check_writable(path: str, *inputs: str) -> None:
    """Leave with exit code 2 now if the file could not be written at the end of a long run."""
    folder = os.path.dirname(os.path.realpath(path))
    if any(os.path.realpath(path) == os.path.realpath(source) for source in inputs):
        fail(UNUSABLE, f"{path}: would overwrite what is read")
    if os.path.exists(path) and not os.path.isfile(path):
        fail(UNUSABLE, f"{path}: is not a regular file")
    if not os.path.isdir(folder):
        fail(UNUSABLE, f"{path}: there is no folder {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        fail(UNUSABLE, f"{path}: cannot be written: Permission denied")


def write_whole(path: str, data: bytes) -> None:
    """Write the file at once or not at all, gzip if its name ends in .gz; exit code 2 if that fails."""
    content = gzip.compress(data, mtime=0) if path.endswith(".gz") else data
    target = os.path.realpath(path)
    part = f"{target}.{os.getpid()}.part"
    try:
        with open(part, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        if os.path.exists(part):
            os.unlink(part)
        fail(UNUSABLE, f"{path}: cannot be written: {_why(error)}")


def _why(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
