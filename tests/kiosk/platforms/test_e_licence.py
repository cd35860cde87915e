"""Business licences, asked for over HTTP of a registrar that shares no code with the kiosk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import ELicencePlatformConfig
from config.people import load_people
from kiosk.licence.sealed import Licence
from kiosk.platforms.client import NotUnderstood, Refused
from kiosk.platforms.e_licence import ELicencePlatform
from kiosk.questions import FetchLicence, HeldLicence, LicencesOf
from kiosk.sandbox.e_licence import ELicence
from tests.kiosk.platforms.peer import Peer
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON

PEOPLE = load_people(MONDAY_AFTERNOON.date())
OWNER, OTHER = PEOPLE["chen-haiying"], PEOPLE["lin-guobin"]
SEED = {"seal_key": "11" * 32}


class Registrar(Peer):
    platform = "e_licence"

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, credentials=SEED)
        place = ELicencePlatformConfig(**self.found, seals=ELicence(SEED).seals)
        self.client = ELicencePlatform(place)

    def held(self, number: str) -> tuple[HeldLicence, ...]:
        told = self.client.ask(LicencesOf(number))
        assert isinstance(told, tuple)
        return told

    def fetch(self, licence: str = "L-0001", holder: str = OWNER.number) -> Licence:
        told = self.client.ask(FetchLicence(licence, holder))
        assert isinstance(told, Licence)
        return told


@pytest.fixture(scope="module")
def registrar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registrar]:
    made = Registrar(tmp_path_factory.mktemp("registrar"))
    yield made
    made.sandbox.close()


def test_each_holder_sees_their_own_licences(registrar: Registrar) -> None:
    assert [(row.licence, row.state) for row in registrar.held(OWNER.number)] == [
        ("L-0001", "registered"),
        ("L-0002", "cancelled"),
    ]
    assert [row.name for row in registrar.held(OTHER.number)] == ["象山虚构渔具有限公司"]
    assert registrar.held(PEOPLE["zhang-yuming"].number) == ()


def test_a_licence_comes_with_a_seal_that_holds(registrar: Registrar) -> None:
    licence = registrar.fetch()
    assert (licence.name, licence.person) == ("象山县石浦镇海英小吃店", OWNER.name)


@pytest.mark.parametrize("what", ["tamper", "strip"])
def test_a_licence_that_was_changed_on_its_way_is_none(registrar: Registrar, what: str) -> None:
    registrar.does(what)
    with pytest.raises(NotUnderstood, match=r"^seal_"):
        registrar.fetch()
    registrar.fetch()  # the next one is whole again


def test_somebody_elses_licence_and_one_that_has_ended_are_refused(registrar: Registrar) -> None:
    with pytest.raises(Refused, match="other_holder"):
        registrar.fetch("L-0003")
    with pytest.raises(Refused, match="not_registered"):
        registrar.fetch("L-0002")
    with pytest.raises(Refused, match="no_such_licence"):
        registrar.fetch("L-9999")
