from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.identity import (
    IDENTITY_MESSAGES,
    IdentityFault,
    make_resident_id,
    mask_identity,
    mask_name,
    mask_phone,
    parse_passport,
    parse_phone,
    parse_resident_id,
    surname_of,
)

TODAY = date(2026, 11, 23)
WOMAN = make_resident_id("370202", date(1990, 1, 1), 122)
ENDS_IN_X = next(n for s in range(1000) if (n := make_resident_id("370202", date(1985, 6, 7), s))[-1] == "X")


def wrong_digit(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def test_published_example_of_the_standard() -> None:
    known = parse_resident_id("11010519491231002X", TODAY)
    assert (known.number, known.sex, known.born_on) == ("11010519491231002X", "F", date(1949, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        ENDS_IN_X.lower(),
        f"  {ENDS_IN_X}\t",
        " ".join([ENDS_IN_X[:6], ENDS_IN_X[6:14], ENDS_IN_X[14:]]),
        "-".join([ENDS_IN_X[:6], ENDS_IN_X[6:14], ENDS_IN_X[14:]]),
        "".join(chr(ord(c) + 0xFEE0) for c in ENDS_IN_X),
        f"\u200b{ENDS_IN_X[:9]}\u00a0{ENDS_IN_X[9:]}\ufeff",
    ],
)
def test_forgives_how_it_is_typed(typed: str) -> None:
    assert parse_resident_id(typed, TODAY).number == ENDS_IN_X


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "identity_missing"),
        (" \u200b", "identity_missing"),
        (WOMAN[:-1], "identity_length"),
        (WOMAN + "1", "identity_length"),
        ("370202900101123", "identity_old"),
        ("37O202199001011234", "identity_characters"),
        ("X70202199001011234", "identity_characters"),
        ("٣70202199001011234", "identity_characters"),
        ("070202199001011234", "identity_region"),
        ("370202199002301234", "identity_date"),
        ("370202189912311234", "identity_date"),
        (make_resident_id("370202", date(2026, 11, 24), 1), "identity_future"),
        (wrong_digit(WOMAN), "identity_checksum"),
    ],
)
def test_refuses_and_says_why(typed: str, code: str) -> None:
    with pytest.raises(IdentityFault) as refused:
        parse_resident_id(typed, TODAY)
    assert refused.value.code == code
    assert "请" in refused.value.message
    assert "%" not in refused.value.message


def test_message_counts_the_characters() -> None:
    with pytest.raises(IdentityFault, match="身份证号应为 18 位，这里是 17 位，请核对"):
        parse_resident_id(WOMAN[:-1], TODAY)


def test_somebody_born_today_is_known() -> None:
    assert parse_resident_id(make_resident_id("370202", TODAY, 1), TODAY).born_on == TODAY


def test_number_stays_out_of_logs() -> None:
    assert WOMAN not in repr(parse_resident_id(WOMAN, TODAY))


@settings(derandomize=True)
@given(
    st.integers(100000, 999999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
def test_made_numbers_are_read_back(region: int, born_on: date, sequence: int) -> None:
    number = make_resident_id(str(region), born_on, sequence)
    known = parse_resident_id(number, TODAY)
    assert (known.number, known.born_on, known.sex) == (number, born_on, "M" if sequence % 2 else "F")


@settings(derandomize=True)
@given(st.dates(date(1950, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born_on: date, sequence: int, place: int, by: int) -> None:
    number = make_resident_id("370202", born_on, sequence)
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(IdentityFault):
        parse_resident_id(changed, TODAY)


@pytest.mark.parametrize(
    ("region", "sequence"), [("37020", 1), ("070202", 1), ("370202", 1000), ("370202", -1)]
)
def test_cannot_make_what_does_not_exist(region: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="6 digits"):
        make_resident_id(region, date(1990, 1, 1), sequence)


@pytest.mark.parametrize(("typed", "number"), [("e12345678", "E12345678"), ("Ｇ 1234-5678", "G12345678")])
def test_passport(typed: str, number: str) -> None:
    assert parse_passport(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "identity_missing"), ("E123", "passport_length"), ("护照123456", "passport_characters")],
)
def test_passport_refused(typed: str, code: str) -> None:
    with pytest.raises(IdentityFault) as refused:
        parse_passport(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800001111", "13800001111"),
        ("138 0000 1111", "13800001111"),
        ("138-0000-1111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("+86 13800001111", "13800001111"),
        ("(+86)13800001111", "13800001111"),
        ("008613800001111", "13800001111"),
        ("8613800001111", "13800001111"),
        ("19912345678", "19912345678"),
        ("+819012345678", "+819012345678"),
    ],
)
def test_phone(typed: str, number: str) -> None:
    assert parse_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_missing"),
        ("1380000111", "phone_length"),
        ("10800001111", "phone_invalid"),
        ("0532-85911234", "phone_landline"),
        ("13800001111/13900002222", "phone_characters"),
        ("1380000111O", "phone_characters"),
        ("+", "phone_invalid"),
        ("+8112", "phone_invalid"),
    ],
)
def test_phone_refused(typed: str, code: str) -> None:
    with pytest.raises(IdentityFault) as refused:
        parse_phone(typed)
    assert refused.value.code == code


def test_masks() -> None:
    assert mask_identity("370202199001011229") == "370***********1229"
    assert mask_identity("E12345678") == "E1*****78"
    assert mask_phone("13800001234") == "138****1234"
    assert mask_phone("+819012345678") == "+8190****5678"
    assert mask_phone("1234") == "****"


@pytest.mark.parametrize(
    ("name", "surname", "masked"),
    [
        ("王伟", "王", "王*"),
        ("李小梅", "李", "李*梅"),
        ("欧阳娜", "欧阳", "欧阳*"),
        ("欧阳娜娜", "欧阳", "欧阳*娜"),
        ("欧阳", "欧", "欧*"),
        ("买买提·吐尔逊", "买买提", "买买提*"),
        ("John Smith", "John", "John*"),
        ("", "", ""),
    ],
)
def test_names_among_roommates(name: str, surname: str, masked: str) -> None:
    assert (surname_of(name), mask_name(name)) == (surname, masked)


def test_every_message_can_be_written() -> None:
    params = {"found": "O", "length": 17, "born_on": "2030-01-01"}
    assert all(IdentityFault(code, **params).message for code in IDENTITY_MESSAGES)
