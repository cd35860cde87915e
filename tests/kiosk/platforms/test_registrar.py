"""Who opened a shop prints its licence: submitted, granted, sealed, fetched, all over real HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import ELicencePlatformConfig
from kiosk.case.credit_code import problem_with
from kiosk.case.model import Case
from kiosk.effects import Ask, PrintLicence, SubmitCase
from kiosk.events.platforms import Answered
from kiosk.events.touches import ContinuePressed, LicencePressed
from kiosk.keeping.keeping import services
from kiosk.licence.blanks import Sheet
from kiosk.licence.sealed import Licence
from kiosk.platforms.acceptance import AcceptancePlatform
from kiosk.platforms.documents import Submission, documents
from kiosk.platforms.e_licence import ELicencePlatform
from kiosk.questions import LicencesOf
from kiosk.sandbox.e_licence import ELicence
from kiosk.sandbox.server import Sandbox
from kiosk.vocabulary import AnswerCode
from tests.kiosk.keeping.support import CREDENTIALS, a_config, control
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, card_of, demo_rules
from tests.kiosk.visit.shop import SERIALS, Shopkeeper
from tests.kiosk.visit.test_opening_a_shop import Founder

SEED = {"seal_key": "22" * 32}
OPENED = "象山县海味鲜肉店"


class County:
    """The platform, its departments, and the licences that they grant."""

    def __init__(self, directory: Path) -> None:
        self.sandbox = Sandbox(directory / "sandbox", {**CREDENTIALS, **SEED})
        config = a_config(directory, self.sandbox.url).acceptance
        self.acceptance, self.system = AcceptancePlatform(config), config.belong_system
        self.e_licence = ELicencePlatform(
            ELicencePlatformConfig(
                base_url=self.sandbox.url,
                secret_file=directory / "acceptance.json",
                seals=ELicence(SEED).seals,
            )
        )

    def receives(self, case: Case) -> str:
        service = services(demo_rules().matters)[case.matter]
        projid = self.acceptance.next_number(case.jurisdiction, service.code)
        sent = Submission(case, projid, "012345", MONDAY_AFTERNOON, service, self.system)
        self.acceptance.receive(projid, documents(sent))
        return projid

    def does(self, projid: str, *acts: str) -> None:
        for act in acts:
            control(self.sandbox.url, "acceptance/act", projid=projid, act=act)

    def names_held(self, number: str) -> list[str]:
        told = self.e_licence.ask(LicencesOf(number))
        assert isinstance(told, tuple)
        return [held.name for held in told]


class Printing(Shopkeeper):
    """Whose questions this county answers."""

    def __init__(self, county: County) -> None:
        super().__init__()
        self.county = county

    def is_answered(self) -> None:
        ask = self.did(Ask)[-1]
        result = self.county.e_licence.ask(ask.question)
        question = ask.question
        what = type(question).__name__
        answer = Answered(ask.id, AnswerCode.ANSWERED, result, "", question.platform, what)
        self.tell(answer)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    made = County(tmp_path)
    yield made
    made.sandbox.close()


def an_opened_shop() -> Case:
    founder = Founder()
    founder.submits()
    case = founder.did(SubmitCase)[-1].case
    assert isinstance(case, Case)
    return case


def test_who_opened_a_shop_prints_its_licence_once_it_is_granted(county: County) -> None:
    case = an_opened_shop()
    number = card_of("chen-haiying").number
    projid = county.receives(case)
    county.does(projid, "accept", "handler")
    assert OPENED not in county.names_held(number), "nothing before it is granted"
    county.does(projid, "over")
    assert OPENED in county.names_held(number)
    assert OPENED not in county.names_held(card_of("lin-guobin").number)

    kiosk = Printing(county).loaded()
    kiosk.asks_for_licences()
    kiosk.is_answered()
    (held,) = [each for each in kiosk.state.visit.step.held if each.name == OPENED]  # type: ignore[union-attr]
    kiosk.tell(LicencePressed(held.licence))
    kiosk.is_answered()
    kiosk.tell(ContinuePressed())
    for sheet in Sheet:
        kiosk.prints(SERIALS[sheet])
    printed = [effect.licence for effect in kiosk.did(PrintLicence)]
    assert len(printed) == len(Sheet)
    licence = printed[0]
    assert isinstance(licence, Licence)
    assert (licence.name, licence.person) == (OPENED, "陈海英")
    assert problem_with(licence.uscc) == ""
    assert licence.premises == "浙江省宁波市象山县石浦镇渔港路9"
    assert licence.scope.startswith("一般项目：鲜肉零售（")
    assert licence.composition == "个人经营"


def test_a_refused_shop_has_no_licence(county: County) -> None:
    projid = county.receives(an_opened_shop())
    county.does(projid, "accept", "handler")
    control(
        county.sandbox.url, "acceptance/act",
        projid=projid, act="over", result="退件", opinion="地址不能用于经营",
    )  # fmt: skip
    assert OPENED not in county.names_held(card_of("chen-haiying").number)
