"""From bytes to content: strictly, with every fault named by its place, and nothing written."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import gettext as _

from app.errors import DomainError
from app.services.programme_file import here, parts, whole
from app.services.programme_file.content import Content
from app.services.programme_file.shapes import Fault, Place, Twice

LARGEST = 400_000


class Unreadable(DomainError):
    """A file from which no programme can be made; `faults` are all that was found, in the file's order."""

    status = 422

    def __init__(self, faults: list[Fault]) -> None:
        count = len(faults)
        super().__init__(_("这个文件有 %(count)s 处要改正，什么都没有写入。", count=count), "file")
        self.faults = faults


def read(data: bytes) -> Content:
    """The content of a file. Raises Unreadable."""
    place = Place()
    plain = _decoded(data, place)
    if not place.faults:
        _same_format(plain, place)
    if place.faults:
        raise Unreadable(place.faults)
    found = parts.WHOLE.read(plain, place)
    if not place.faults:  # what follows goes by values of the right shape
        del found["format"]
        content = Content(**found)
        whole.check(content, place)
        here.check(content, place)
    if place.faults:
        raise Unreadable(place.faults)
    return content


def _decoded(data: bytes, place: Place) -> Any:
    """The file's JSON; None with a fault where there is none."""
    if len(data) > LARGEST:
        place.wrong(_("文件太大，最多 %(most)s KB。", most=LARGEST // 1000))
        return None
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        place.wrong(_("文件不是 UTF-8 编码，请另存为 UTF-8 再上传。"))
    except json.JSONDecodeError as error:
        place.wrong(
            _(
                "这不是 JSON 文件，或者第 %(line)s 行第 %(column)s 列附近写错了。",
                line=error.lineno,
                column=error.colno,
            )
        )
    except RecursionError:
        place.wrong(_("括号嵌套得太深，这不是项目文件。"))
    except ValueError:  # NaN, or a number of some thousand digits
        place.wrong(_("有看不懂的数字，请改正。"))
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    twice, seen = Twice(plain), [name for name, _value in pairs]
    twice.names = tuple(name for name in plain if seen.count(name) > 1)
    return twice


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _same_format(plain: Any, place: Place) -> None:
    """Another format is said to be another format, not a hundred faults of ours."""
    if not isinstance(plain, dict) or "format" not in plain:
        place.wrong(_("这不是项目文件：开头应当写明 format。"))
    elif plain["format"] != parts.FORMAT:
        place.at("format").wrong(_("只能读 %(known)s 格式的项目文件。", known=parts.FORMAT))
