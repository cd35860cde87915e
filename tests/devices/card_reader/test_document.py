from contextlib import suppress
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.people import load_people
from devices.card_reader.document import (
    CardDataError,
    UnsupportedCard,
    parse_block,
    parse_text,
)
from devices.card_reader.simulator_card import data_block, fields_of, text_block
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
        if part.name != "kind":
            assert getattr(card, part.name) == getattr(person, part.name)
    assert photo == b"face".ljust(1024, b"\0")


def test_a_card_without_an_end_says_so() -> None:
    assert parse_text(changed(204, "长期", 16)).valid_to is None


@pytest.mark.parametrize("code", "0129")
def test_every_code_of_the_standard_for_sex_is_kept_as_it_is(code: str) -> None:
    assert parse_text(changed(30, code)).sex == code


@pytest.mark.parametrize(
    ("flag", "kind"),
    [
        ("J", CardKind.HONG_KONG_MACAO_TAIWAN),
        ("I", CardKind.FOREIGNER_2017),
        ("Y", CardKind.FOREIGNER_2023),
        ("Q", None),
        ("j", None),
    ],
)
def test_other_cards_are_recognised_and_not_guessed_at(flag: str, kind: CardKind | None) -> None:
    with pytest.raises(UnsupportedCard) as caught:
        parse_text(changed(248, flag))
    assert caught.value.kind is kind


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


@given(st.binary(min_size=250, max_size=260))
def test_arbitrary_text_ends_in_a_card_or_in_one_of_two_errors(text: bytes) -> None:
    with suppress(CardDataError, UnsupportedCard):
        assert isinstance(parse_text(text), IdCard)


@given(st.integers(0, 255), st.integers(1, 255))
def test_one_garbled_byte_never_raises_anything_else(at: int, change: int) -> None:
    text = written_out()
    text[at] ^= change
    with suppress(CardDataError, UnsupportedCard):
        parse_text(bytes(text))


def test_a_card_shows_nothing_of_its_person() -> None:
    shown = repr(parse_text(bytes(written_out())))
    for secret in ("林国斌", "330299", "样板弄", "1996", "象山"):
        assert secret not in shown
