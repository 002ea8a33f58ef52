"""Who somebody is: resident identity numbers (GB 11643), passports, mobile numbers, and how each is masked.

Faults carry a code and parameters, so that they can be stored and shown later in the reader's language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import phonenumbers
from flask_babel import lazy_gettext as _l
from stdnum.cn.ric import calc_check_digit

from app.plain_text import compact, visible

Sex = Literal["F", "M"]
Params = Mapping[str, str | int | Sequence[str | int]]

OLDEST_BIRTH = date(1900, 1, 1)

IDENTITY_MESSAGES: Mapping[str, str] = {
    "identity_missing": _l("请填写证件号码"),
    "identity_characters": _l("身份证号由 17 位数字和末位数字或 X 组成，这里有“%(found)s”，请核对"),
    "identity_old": _l("这是 15 位的旧身份证号，请填写现行身份证上的 18 位号码"),
    "identity_length": _l("身份证号应为 18 位，这里是 %(length)s 位，请核对"),
    "identity_region": _l("身份证号前 6 位是地区代码，不会以 0 开头，请核对"),
    "identity_date": _l("身份证号第 7 至 14 位是出生日期，“%(found)s”不是有效日期，请核对"),
    "identity_future": _l("身份证号中的出生日期 %(born_on)s 晚于今天，请核对第 7 至 14 位"),
    "identity_checksum": _l("身份证号的末位校验码对不上，可能有一位输错，请对照证件逐位核对"),
    "passport_characters": _l("护照号码由字母和数字组成，这里有“%(found)s”，请核对"),
    "passport_length": _l("护照号码一般为 5 至 20 位，这里是 %(length)s 位，请核对"),
    "phone_missing": _l("请填写手机号码"),
    "phone_characters": _l("手机号码只能包含数字，这里有“%(found)s”，请只填写一个号码"),
    "phone_length": _l("手机号码应为 11 位，这里是 %(length)s 位，请核对"),
    "phone_landline": _l("这是固定电话号码，请填写能接收短信的手机号码"),
    "phone_invalid": _l("没有这样的手机号码，请核对；境外号码请以 + 和国家代码开头"),
}


class IdentityFault(ValueError):
    """Something typed is not an identity number, passport or phone; `message` says what to do."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params

    @property
    def message(self) -> str:
        """What to do, in the reader's language."""
        return str(IDENTITY_MESSAGES[self.code]) % dict(self.params)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class ResidentId:
    """A valid 18-character resident identity number and what it says of its holder."""

    number: str = field(repr=False)
    sex: Sex
    born_on: date = field(repr=False)


def parse_resident_id(text: str, today: date) -> ResidentId:
    """Read an identity number as typed: full-width digits, spaces, hyphens and a small x are forgiven.

    Raises IdentityFault when it is not one that could have been issued by `today`.
    """
    number = compact(text).replace("-", "").upper()
    _check_shape(number)
    born_on = _birth_date(number, today)
    if calc_check_digit(number) != number[-1]:
        raise IdentityFault("identity_checksum")
    return ResidentId(number, "M" if int(number[16]) % 2 else "F", born_on)


def _check_shape(number: str) -> None:
    if not number:
        raise IdentityFault("identity_missing")
    if foreign := re.search(r"[^0-9X]|X(?!$)", number):
        raise IdentityFault("identity_characters", found=foreign.group())
    if len(number) == 15 and number.isdigit():
        raise IdentityFault("identity_old")
    if len(number) != 18:
        raise IdentityFault("identity_length", length=len(number))
    if number.startswith("0"):
        raise IdentityFault("identity_region")


def _birth_date(number: str, today: date) -> date:
    digits = number[6:14]
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentityFault("identity_date", found=digits) from None
    if born_on < OLDEST_BIRTH:
        raise IdentityFault("identity_date", found=digits)
    if born_on > today:
        raise IdentityFault("identity_future", born_on=born_on.isoformat())
    return born_on


def parse_passport(text: str) -> str:
    """A passport number: 5 to 20 letters and digits, upper-case. Raises IdentityFault."""
    number = compact(text).replace("-", "").upper()
    if not number:
        raise IdentityFault("identity_missing")
    if foreign := re.search(r"[^0-9A-Z]", number):
        raise IdentityFault("passport_characters", found=foreign.group())
    if not 5 <= len(number) <= 20:
        raise IdentityFault("passport_length", length=len(number))
    return number


def make_resident_id(region: str, born_on: date, sequence: int) -> str:
    """A valid number for invented people: `region` of 6 digits, `sequence` 0 to 999 (odd for men).

    Raises ValueError when a part is out of range.
    """
    if not re.fullmatch(r"[1-9][0-9]{5}", region) or not 0 <= sequence <= 999:
        raise ValueError("region has 6 digits, sequence is 0 to 999")
    body = f"{region}{born_on:%Y%m%d}{sequence:03d}"
    return body + str(calc_check_digit(body + "0"))


def parse_phone(text: str) -> str:
    """A mobile number: its 11 digits if it is Chinese, else `+` with country code. Raises IdentityFault."""
    typed = re.sub(r"[-()]", "", compact(text))
    if not typed:
        raise IdentityFault("phone_missing")
    if foreign := re.search(r"[^0-9+]|(?<=.)\+", typed):
        raise IdentityFault("phone_characters", found=foreign.group())
    try:
        number = phonenumbers.parse(typed, "CN")
    except phonenumbers.NumberParseException:
        raise IdentityFault("phone_invalid") from None
    if number.country_code != 86:
        return _foreign_phone(number)
    return _chinese_mobile(number)


def _foreign_phone(number: phonenumbers.PhoneNumber) -> str:
    if not phonenumbers.is_valid_number(number):
        raise IdentityFault("phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _chinese_mobile(number: phonenumbers.PhoneNumber) -> str:
    digits = str(number.national_number)
    kind = phonenumbers.number_type(number)
    if kind == phonenumbers.PhoneNumberType.MOBILE:
        return digits
    if kind == phonenumbers.PhoneNumberType.FIXED_LINE:
        raise IdentityFault("phone_landline")
    if len(digits) != 11:
        raise IdentityFault("phone_length", length=len(digits))
    raise IdentityFault("phone_invalid")


def mask_identity(text: str) -> str:
    """First three and last four characters of an identity number; first and last two of a passport."""
    head, tail = (3, 4) if len(text) >= 15 else (min(2, len(text) // 4), min(2, len(text) // 4))
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def mask_phone(text: str) -> str:
    """138****1234; the four digits before the last four are hidden in foreign numbers too."""
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:-8]}****{text[-4:]}"


_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())


def surname_of(name: str) -> str:
    """The surname; a name with a dot or a space gives its first part (买买提·吐尔逊, John Smith)."""
    name = visible(name)
    if parts := re.split(r"[·\s]", name, maxsplit=1)[1:]:
        return name[: -len(parts[0]) - 1]
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1]


def mask_name(name: str) -> str:
    """王*, 李*梅, 欧阳*娜: the surname and, of longer given names, the last character."""
    name = visible(name)
    surname = surname_of(name)
    given = name[len(surname) :]
    if re.match(r"[·\s]", given) or not name:
        return surname + "*" * bool(name)
    return surname + "*" * max(len(given) - 1, 1) + (given[-1] if len(given) > 1 else "")
