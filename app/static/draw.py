#!/usr/bin/env python3
"""重做摇号，核对结果。只用 Python 自带的库，不联网。Replay the draw and compare; standard library only.

python3 draw.py entries.txt --seed 种子                         打印“号码<制表符>编号” prints number<TAB>id
python3 draw.py entries.txt --seed 种子 --numbers numbers.txt   与公布的号码逐行比较 compares line by line
python3 draw.py entries.txt --seed 种子 --digest 摘要           核对截止时的名单摘要 checks the frozen digest
加上 --parties：一个编号有几签（编号#1、编号#2）的，按最前的一签排名 parties by the best of their entries

做法 The method:
  名单摘要 digest = SHA-256(排好序的编号，用换行连接 the ids, sorted, joined by a line feed)
  每个编号的键 key = SHA-256(种子 seed, 换行 LF, 摘要 digest, 换行 LF, 编号 id)，十六进制、UTF-8
  键从小到大，依次得 1、2、3…… Numbers from 1 in ascending order of keys.
"""

import hashlib
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import TextIO

SAME, DIFFERENT, UNUSABLE = 0, 1, 2


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lines_of(path: str) -> list[str]:
    """每行一个，空行不算。One a line; empty lines do not count."""
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise SystemExit(fail(f"{path}: 读不出来 cannot be read: {error}", UNUSABLE)) from None
    return [line for line in text.replace("\r\n", "\n").split("\n") if line]


def fail(message: str, code: int) -> int:
    say(message, sys.stderr)
    return code


def say(message: str, stream: TextIO = sys.stdout) -> None:
    """总是 UTF-8 和换行，哪个系统都一样。Always UTF-8 and line feeds, on every system."""
    stream.buffer.write(f"{message}\n".encode())
    stream.flush()


def draw(entries: list[str], digest: str, seed: str) -> list[str]:
    """“号码<制表符>编号”，按号码。Number, tab, id, in order of number."""
    ordered = sorted(entries, key=lambda entry: (sha256(f"{seed}\n{digest}\n{entry}"), entry))
    return [f"{number}\t{entry}" for number, entry in enumerate(ordered, 1)]


def compare(drawn: list[str], published: list[str]) -> int:
    for number in range(max(len(drawn), len(published))):
        own = drawn[number] if number < len(drawn) else "（没有 nothing）"
        theirs = published[number] if number < len(published) else "（没有 nothing）"
        if own != theirs:
            where = f"第 {number + 1} 行不同 line {number + 1} differs"
            return fail(f"{where}: 公布 published {theirs!r}, 重做 drawn {own!r}", DIFFERENT)
    say(f"完全一致 equal: {len(drawn)} 个号码 numbers")
    return SAME


def main() -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("entries", help="名单，每行一个编号 the list, one id a line")
    parser.add_argument(
        "--seed", required=True, help="公布的种子，一字不差 the published seed, to the letter"
    )
    parser.add_argument("--numbers", help="公布的号码文件，比较用 the published numbers, to compare with")
    parser.add_argument("--digest", help="截止时公布的名单摘要 the digest published when the list was frozen")
    parser.add_argument("--parties", action="store_true", help="按组排名 the order of parties")
    asked = parser.parse_args()
    entries = lines_of(asked.entries)
    if len(set(entries)) < len(entries):
        return fail(f"{asked.entries}: an entry stands twice 有编号重复", UNUSABLE)
    digest = sha256("\n".join(sorted(entries)))
    if asked.digest and asked.digest.strip().lower() != digest:
        return fail(
            f"名单摘要不同，名单被改过 the list has been changed: entries digest: {digest}", DIFFERENT
        )
    drawn = draw(entries, digest, asked.seed)
    if asked.parties:
        best = dict.fromkeys(line.partition("\t")[2].partition("#")[0] for line in drawn)
        drawn = [f"{number}\t{party}" for number, party in enumerate(best, 1)]
    if asked.numbers:
        code = compare(drawn, lines_of(asked.numbers))
    else:
        code = SAME
        for line in drawn:
            say(line)
    say(f"entries digest: {digest}", sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
