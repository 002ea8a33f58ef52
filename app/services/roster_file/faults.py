"""What can be wrong with a roster, by code: stored as code and parameters, worded when somebody reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app import words
from app.identity import IDENTITY_MESSAGES, IdentityFault, Params

FILE_MESSAGES: Mapping[str, str] = {
    "file_empty": _l("文件是空的，请选择填好的名单"),
    "file_too_large": _l("文件超过 %(limit)s MB，请删去图片和多余的工作表，或分成几个文件上传"),
    "file_unknown": _l("这不是 Excel 工作簿，也不是文本表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"),
    "file_web_page": _l(
        "这个文件其实是网页格式（有些系统这样导出），请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
    ),
    "file_password": _l("工作簿设有打开密码，请取消密码后再上传"),
    "file_broken": _l("工作簿已损坏，无法读取，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"),
    "file_too_spread": _l(
        "工作表内容一直排到第 %(row)s 行、第 %(column)s 列，请把名单复制到一个新工作簿再上传"
    ),
    "file_encoding": _l("无法识别文本编码，请另存为“CSV UTF-8”或 .xlsx 再上传"),
    "header_missing": _l("前 %(limit)s 行里没有找到表头，请保留写有“姓名”“身份证号”“手机号”的一行"),
    "column_missing": _l("缺少“%(column)s”一列，表头可以写作：%(titles)s"),
    "column_twice": _l("“%(titles)s”这几列含义相同，请只保留一列“%(column)s”"),
    "rows_missing": _l("表头下面没有名单，请填写后再上传"),
    "rows_too_many": _l("一次最多上传 %(limit)s 人，这份名单超过了，请分成几个文件上传"),
}

NOTE_MESSAGES: Mapping[str, str] = {
    "note_footer": _l("第 %(number)s 行“%(text)s”不是名单，已略过"),
    "note_header_again": _l("第 %(number)s 行重复了表头，已略过"),
    "note_nobody": _l("第 %(number)s 行没有姓名、证件号码和手机号，已略过"),
    "note_other_sheets": _l("只读取了工作表“%(sheet)s”；“%(others)s”里也有名单，请另外上传"),
    "note_unused_columns": _l("以下几列没有用到：%(titles)s"),
}

CELL_MESSAGES: Mapping[str, str] = {
    "cell_error": _l("单元格里是公式错误 %(found)s，请改为填写内容"),
    "name_missing": _l("请填写姓名"),
    "name_digits": _l("姓名里有数字，请核对"),
    "name_characters": _l("姓名里有“%(found)s”，请填写与证件一致的姓名"),
    "name_length": _l("姓名应为 2 至 %(limit)s 个字，请填写与证件一致的全名"),
    "identity_destroyed": _l(
        "Excel 把这个证件号码当作数字，后几位已经丢失，无法恢复；请把这一列设为“文本”格式，再重新填写"
    ),
    "identity_kind_unknown": _l("暂不能识别证件类型“%(found)s”，请填写“身份证”或“护照”"),
    "phone_destroyed": _l("Excel 把手机号码缩写成了“%(found)s”，请把这一列设为“文本”格式，再重新填写"),
    "sex_missing": _l("护照号码里没有性别，请填写男或女"),
    "sex_unknown": _l("性别请填写男或女"),
    "sex_contradicts": _l("与身份证号不符：按身份证号应为%(expected)s，请核对这两项"),
    "born_on_missing": _l("护照号码里没有出生日期，请填写"),
    "born_on_contradicts": _l("与身份证号不符：按身份证号应为 %(expected)s，请核对这两项"),
    "date_unknown": _l("请填写完整日期，例如 2019-03-01"),
    "date_future": _l("日期晚于今天，请核对"),
    "date_too_early": _l("日期早于 %(limit)s，请核对"),
    "need_unknown": _l("不能识别需求“%(found)s”，可以填写：无障碍、电梯；其他情况请写在备注里"),
    "choice_repeated": _l("与前面的志愿重复，请改选其他期次或留空"),
    "text_too_long": _l("内容超过 %(limit)s 个字，请缩短"),
    "duplicate_identity": _l("与第 %(rows)s 行是同一个证件号码，请只保留一行"),
    "party_choices_differ": _l("同行组“%(party)s”各行的志愿不一致，请填写相同的志愿，或只在一行填写"),
    "identity_suspect": _l("末三位是 000，可能是 Excel 改动过的，请对照证件核对"),
    "shared_phone": _l("与第 %(rows)s 行是同一个手机号码，请确认都能收到通知"),
    "tier_unknown": _l("不能识别为优先级数字，将以系统中的记录为准"),
}

MESSAGES: Mapping[str, str] = {**IDENTITY_MESSAGES, **FILE_MESSAGES, **NOTE_MESSAGES, **CELL_MESSAGES}


@dataclass(frozen=True)
class Fault:
    """One thing wrong, or worth saying; `code` is a key of MESSAGES."""

    code: str
    params: Params = field(default_factory=dict)

    @classmethod
    def of(cls, refused: IdentityFault) -> Fault:
        return cls(refused.code, refused.params)

    @property
    def message(self) -> str:
        """What to do, in the reader's language."""
        params = {name: _in_words(value) for name, value in self.params.items()}
        return str(MESSAGES[self.code]) % params

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fault:
        return cls(data["code"], data["params"])


def _in_words(value: str | int | Sequence[str | int]) -> str:
    return str(value) if isinstance(value, str | int) else words.listed(value)


class Unreadable(Exception):
    """The file as a whole cannot be read; carries the one fault that says why."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.fault = Fault(code, params)
