"""The file that the site offers for replaying a draw gives by itself what `flask draw` gives, to the byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.engine import draw_entries
from app.scheduling.contract.lottery import draw, entries_digest

PROGRAM = Path(__file__).parents[2] / "app" / "static" / "draw.py"
SEED = "双色球 2026135：03 07 12 19 26 33 + 08"
ENTRIES = [f"LY{number:04}" for number in range(40)] + ["工友-1", " spaced "]


def replay(*words: object) -> subprocess.CompletedProcess[bytes]:
    """In a bare Python: nothing installed, nothing from the environment."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *map(str, words)], capture_output=True, check=False
    )


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    path = tmp_path / "entries.txt"
    path.write_text("\n".join(ENTRIES) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.txt"
    lines = [f"{number}\t{entry}\n" for entry, number in draw(ENTRIES, SEED).items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("how", ["utf-8", "utf-8-sig", "windows"])
def test_the_same_bytes_as_the_command(tmp_path: Path, how: str) -> None:
    text = "\n".join([*ENTRIES, "", ""])
    path = tmp_path / "entries.txt"
    path.write_bytes(text.replace("\n", "\r\n").encode() if how == "windows" else text.encode(how))
    ours = CliRunner().invoke(draw_entries, [str(path), "--seed", SEED])
    theirs = replay(path, "--seed", SEED)
    assert (ours.exit_code, theirs.returncode) == (0, 0)
    assert theirs.stdout == ours.stdout_bytes
    assert theirs.stderr.decode() == ours.stderr == f"entries digest: {entries_digest(ENTRIES)}\n"


def test_what_was_published_is_confirmed(entries: Path, numbers: Path) -> None:
    found = replay(entries, "--seed", SEED, "--numbers", numbers, "--digest", entries_digest(ENTRIES))
    assert found.returncode == 0
    assert "equal: 42" in found.stdout.decode()


def test_another_seed_is_found_out(entries: Path, numbers: Path) -> None:
    found = replay(entries, "--seed", SEED + "9", "--numbers", numbers)
    assert found.returncode == 1
    assert "differs" in found.stderr.decode()


def test_a_changed_number_is_found_out_at_its_line(entries: Path, numbers: Path) -> None:
    lines = numbers.read_text(encoding="utf-8").splitlines()
    lines[4], lines[5] = "5\t" + lines[5].partition("\t")[2], "6\t" + lines[4].partition("\t")[2]
    numbers.write_text("\n".join(lines), encoding="utf-8")
    found = replay(entries, "--seed", SEED, "--numbers", numbers)
    assert found.returncode == 1
    assert "line 5 differs" in found.stderr.decode()


@pytest.mark.parametrize("changed", [ENTRIES[1:], [*ENTRIES, "LY9999"], ["LY9999", *ENTRIES[1:]]])
def test_a_changed_list_is_found_out(entries: Path, numbers: Path, changed: list[str]) -> None:
    entries.write_text("\n".join(changed), encoding="utf-8")
    assert replay(entries, "--seed", SEED, "--numbers", numbers).returncode == 1
    told = replay(entries, "--seed", SEED, "--digest", entries_digest(ENTRIES))
    assert (told.returncode, told.stdout) == (1, b"")
    assert "changed" in told.stderr.decode()


def test_what_cannot_be_drawn_from_is_refused(entries: Path, tmp_path: Path) -> None:
    entries.write_text("a\na\n")
    assert replay(entries, "--seed", "1").returncode == 2
    assert replay(tmp_path / "nothing", "--seed", "1").returncode == 2


def test_anyone_can_read_it_through() -> None:
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) < 100
