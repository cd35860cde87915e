from contextlib import suppress
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.people import load_people
from devices.card_reader.document import (
    Card,
    CardDataError,
    ForeignerCard2017,
    ForeignerCard2023,
    ResidencePermit,
    newest_address,
    parse_block,
    parse_text,
)
from devices.card_reader.simulator_card import address_record, data_block, fields_of, text_block
from kiosk.case.model import CardKind, IdCard

TODAY = date(2026, 3, 2)
PEOPLE = load_people(TODAY)


def written_out() -> bytearray:
    """A resident's text, every field at its published offset, spelled out here."""
    text = bytearray(b"\x20\x00" * 128)
    for at, letters in (
        (0, "林国斌"),
        (30, "1"),
        (32, "01"),
        (36, "19960101"),
        (52, "浙江省宁波市象山县丹东街道 样板弄6号"),
        (122, "330299199601010010"),
        (158, "象山县公安局"),
        (188, "20160131"),
        (204, "20260131"),
    ):
        encoded = letters.encode("utf-16-le")
        text[at : at + len(encoded)] = encoded
    return text


def changed(at: int, letters: str, size: int = 0) -> bytes:
    """The same text with other letters at an offset, padded with spaces to size bytes."""
    text = written_out()
    encoded = letters.ljust(size // 2).encode("utf-16-le", errors="surrogatepass")
    text[at : at + len(encoded)] = encoded
    return bytes(text)


def resident(text: bytes) -> IdCard:
    card = parse_text(text)
    assert isinstance(card, IdCard)
    return card


def test_a_residents_card_is_read_field_by_field() -> None:
    assert parse_text(bytes(written_out())) == IdCard(
        kind=CardKind.RESIDENT,
        name="林国斌",
        sex="1",
        ethnic="01",
        birth=date(1996, 1, 1),
        address="浙江省宁波市象山县丹东街道 样板弄6号",
        number="330299199601010010",
        issuer="象山县公安局",
        valid_from=date(2016, 1, 31),
        valid_to=date(2026, 1, 31),
    )


@pytest.mark.parametrize("key", PEOPLE)
def test_what_the_simulated_card_says_is_what_is_read(key: str) -> None:
    person = PEOPLE[key]
    card, photo = parse_block(bytearray(data_block(text_block(fields_of(person)), b"face")))
    for part in fields(card):
        if part.name not in ("kind", "added_address"):  # which come otherwise
            assert getattr(card, part.name) == getattr(person, part.name)
    assert photo == b"face".ljust(1024, b"\0")


def test_a_card_without_an_end_says_so() -> None:
    assert resident(changed(204, "长期", 16)).valid_to is None


@pytest.mark.parametrize("code", "0129")
def test_every_code_of_the_standard_for_sex_is_kept_as_it_is(code: str) -> None:
    assert resident(changed(30, code)).sex == code


def test_every_ethnic_code_is_kept_as_it_is() -> None:
    for number in range(100):
        assert resident(changed(32, f"{number:02d}")).ethnic == f"{number:02d}"


def other_kind(flag: str, *fields: tuple[int, str]) -> bytes:
    """A text of another layout, every field at its published offset, spelled out here."""
    text = bytearray(b"\x20\x00" * 128)
    for at, letters in (*fields, (248, flag)):
        encoded = letters.encode("utf-16-le")
        text[at : at + len(encoded)] = encoded
    return bytes(text)


PERMIT = (
    (0, "样本"),
    (30, "2"),
    (36, "19900101"),
    (52, "浙江省宁波市象山县 样板弄7号"),
    (122, "830000199001010022"),
    (158, "象山县公安局"),
    (188, "20200101"),
    (204, "20250101"),
    (220, "H00000000"),
    (238, "01"),
)
FOREIGNER_2017 = (
    (0, "SAMPLE, NOBODY"),
    (120, "1"),
    (122, "XXX330200000000"),
    (152, "XXX"),
    (158, "样本"),
    (188, "20180101"),
    (204, "20280101"),
    (220, "19900101"),
    (236, "01"),
    (240, "1500"),
)
FOREIGNER_2023 = (
    (0, "样本"),
    (30, "2"),
    (32, "01"),
    (36, "19900101"),
    (52, "SAMPLE, WHOSE NAME IS MUCH TOO LONG"),
    (122, "933000199001010015"),
    (188, "20240101"),
    (204, "20340101"),
    (220, " FOR A CARD"),
    (242, "XXX"),
    (250, "00 "),
)


def test_a_residence_permit_is_read_field_by_field() -> None:
    assert parse_text(other_kind("J", *PERMIT)) == ResidencePermit(
        name="样本",
        sex="2",
        birth=date(1990, 1, 1),
        address="浙江省宁波市象山县 样板弄7号",
        number="830000199001010022",
        issuer="象山县公安局",
        valid_from=date(2020, 1, 1),
        valid_to=date(2025, 1, 1),
        pass_number="H00000000",
        issues="01",
    )


def test_a_foreigners_card_of_2017_is_read_field_by_field() -> None:
    assert parse_text(other_kind("I", *FOREIGNER_2017)) == ForeignerCard2017(
        latin_name="SAMPLE, NOBODY",
        name="样本",
        sex="1",
        birth=date(1990, 1, 1),
        number="XXX330200000000",
        nationality="XXX",
        valid_from=date(2018, 1, 1),
        valid_to=date(2028, 1, 1),
        version="01",
        authority="1500",
    )


def test_a_foreigners_card_of_2023_is_read_field_by_field_and_its_name_in_one_piece() -> None:
    assert parse_text(other_kind("Y", *FOREIGNER_2023)) == ForeignerCard2023(
        latin_name="SAMPLE, WHOSE NAME IS MUCH TOO LONG FOR A CARD",
        name="样本",
        sex="2",
        birth=date(1990, 1, 1),
        number="933000199001010015",
        nationality="XXX",
        valid_from=date(2024, 1, 1),
        valid_to=date(2034, 1, 1),
        renewals="01",
        earlier_numbers="00",
    )


@pytest.mark.parametrize("flag", "JIY")
@pytest.mark.parametrize("key", list(PEOPLE)[:2])
def test_cards_of_other_kinds_say_what_the_simulated_ones_say(flag: str, key: str) -> None:
    person = PEOPLE[key]
    card = parse_text(text_block(fields_of(person, flag), flag))
    assert not isinstance(card, IdCard)
    assert (card.kind, card.name, card.birth) == (CardKind(flag), person.name, person.birth)


@pytest.mark.parametrize(
    ("flag", "fields", "at", "part"),
    [
        ("J", PERMIT, 122, "number"),
        ("J", PERMIT, 30, "sex"),
        ("I", FOREIGNER_2017, 122, "number"),
        ("I", FOREIGNER_2017, 0, "latin_name"),
        ("Y", FOREIGNER_2023, 122, "number"),
        ("Y", FOREIGNER_2023, 188, "valid_from"),
    ],
)
def test_a_part_of_another_kind_that_makes_no_sense_is_named_with_the_kind(
    flag: str, fields: tuple[tuple[int, str], ...], at: int, part: str
) -> None:
    spoiled = (*fields, (at, "\x07"))
    with pytest.raises(CardDataError, match=part) as caught:
        parse_text(other_kind(flag, *spoiled))
    assert caught.value.kind is CardKind(flag)


def test_a_foreigner_may_have_no_chinese_name() -> None:
    nameless = [field for field in FOREIGNER_2017 if field[0] != 158]
    card = parse_text(other_kind("I", *nameless))
    assert isinstance(card, ForeignerCard2017)
    assert card.name == ""


@pytest.mark.parametrize("flag", ["Q", "j", "\u4e00"])
def test_a_letter_that_no_standard_names_is_not_guessed_at(flag: str) -> None:
    with pytest.raises(CardDataError) as caught:
        parse_text(changed(248, flag))
    assert (str(caught.value), caught.value.kind) == ("kind", None)


def test_of_added_addresses_the_newest_counts() -> None:
    records = [address_record(each) for each in ("象山县 样板弄8号", "象山县 样板弄9号", "")]
    assert newest_address(bytearray(b"".join(records))) == "象山县 样板弄9号"
    assert newest_address(bytearray()) == ""
    assert newest_address(bytearray(b"\x00\xd8" * 35)) == ""


def test_an_empty_flag_is_a_residents() -> None:
    assert parse_text(changed(248, "\0")).kind is CardKind.RESIDENT


@pytest.mark.parametrize(
    ("at", "letters", "part"),
    [
        (0, " " * 15, "name"),
        (0, "\ud800", "name"),
        (0, "林\x07斌", "name"),
        (30, "3", "sex"),
        (30, " ", "sex"),
        (32, "x1", "ethnic"),
        (36, "19960231", "birth"),
        (36, "１９９６０１０１", "birth"),
        (52, " " * 35, "address"),
        (122, "33029919960101001", "number"),
        (122, "33029919960101001x", "number"),
        (122, "33029919960101001Y", "number"),
        (158, "\0" * 15, "issuer"),
        (188, "00000000", "valid_from"),
        (204, "00000000", "valid_to"),
        (204, " " * 8, "valid_to"),
        (204, "20160130", "valid_to"),
    ],
)
def test_a_part_that_makes_no_sense_is_named(at: int, letters: str, part: str) -> None:
    with pytest.raises(CardDataError) as caught:
        parse_text(changed(at, letters, 36 if part == "number" else 0))
    assert str(caught.value) == part
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        bytes(1288),
        b"\x01\x00\x04\x00" + bytes(written_out()) + bytes(1023),
        b"\x01\x00\x04\x00" + bytes(written_out()) + bytes(1025),
        b"\x00\xff\x04\x01" + bytes(written_out()) + bytes(1024),
        b"\x01\x00\x00\x00" + bytes(written_out()) + bytes(1024),
    ],
)
def test_a_block_whose_lengths_do_not_add_up_is_refused(data: bytes) -> None:
    with pytest.raises(CardDataError, match="layout"):
        parse_block(bytearray(data))


def test_a_card_without_a_photo_is_read_all_the_same() -> None:
    card, photo = parse_block(bytearray(b"\x01\x00\x00\x00" + bytes(written_out())))
    assert card.name == "林国斌"
    assert photo == b""


@pytest.mark.parametrize("prints", [0, 512, 1024])
def test_fingerprints_are_stepped_over(prints: int) -> None:
    lengths = b"\x01\x00\x04\x00" + prints.to_bytes(2)
    data = lengths + bytes(written_out()) + b"f" * 1024 + b"p" * prints
    card, photo = parse_block(bytearray(data))
    assert card.name == "林国斌"
    assert photo == b"f" * 1024


@settings(max_examples=25)  # `make fuzz` tries many more
@given(st.binary(min_size=250, max_size=260))
def test_arbitrary_text_ends_in_a_card_or_in_the_error_that_names_the_part(text: bytes) -> None:
    with suppress(CardDataError):
        assert isinstance(parse_text(text), Card)


@settings(max_examples=25)  # `make fuzz` tries many more
@given(st.integers(0, 255), st.integers(1, 255))
def test_one_garbled_byte_never_raises_anything_else(at: int, change: int) -> None:
    text = written_out()
    text[at] ^= change
    with suppress(CardDataError):
        parse_text(bytes(text))


def test_a_card_shows_nothing_of_its_person() -> None:
    others = [other_kind(*each) for each in (("J", *PERMIT), ("I", *FOREIGNER_2017))]
    cards = [bytes(written_out()), *others, other_kind("Y", *FOREIGNER_2023)]
    shown = repr([parse_text(text) for text in cards])
    for secret in ("林国斌", "330299", "样板弄", "1996", "象山", "样本", "SAMPLE", "1990", "H0000"):
        assert secret not in shown
