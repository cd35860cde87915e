"""个体户开业 told: from the questions to one case with everything the law asks for."""

from datetime import datetime

import pytest

from kiosk.case.model import PlatformReceipt
from kiosk.effects import Print, StartFace, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.touches import ContinuePressed, LeavePressed
from kiosk.keeping.keeping import services
from kiosk.platforms.documents import Submission, documents
from kiosk.ports import PrintResult
from kiosk.vocabulary import PrintOutcome
from tests.kiosk.case.test_eligibility import born
from tests.kiosk.visit.form_visits import FormKiosk
from tests.kiosk.visit.kiosk import RECEIPT, card_of, controls, demo_rules, everything

RULES = demo_rules()
NIGHT = datetime(2026, 11, 24, 2, 8)
PHONE = "19900006620"
SERVICE = services(RULES.matters)["BL-02"]


class Founder(FormKiosk):
    """Somebody who opens a shop."""

    def __init__(self, now: datetime | None = None) -> None:
        super().__init__(RULES, *([now] if now else []))

    def to_the_shop(self) -> None:
        self.to_the_card("BL-02")
        self.reads_card(card_of("chen-haiying"))
        self.tell(ContinuePressed())
        self.press("agree")
        self.face_at(0.31)

    def to_the_shops_review(self) -> None:
        self.to_the_shop()
        self.digits(PHONE)
        self.press("continue")
        self.fills_self_employed()

    def confirms(self) -> None:
        """Page by page, and the signature."""
        while self.page.startswith("review"):
            self.tell(ContinuePressed())
        self.signs()

    def to_what_follows(self) -> None:
        """The lease is to follow: 容缺受理."""
        self.to_the_shop()
        self.digits(PHONE)
        self.press("continue")
        self.fills_self_employed("place-proof")

    def submits(self, receipt: PlatformReceipt | None = RECEIPT) -> None:
        self.to_the_shops_review()
        self.is_received(receipt)

    def is_received(self, receipt: PlatformReceipt | None = RECEIPT) -> None:
        self.confirms()
        assert self.state.visit is not None
        number = self.did(SubmitCase)[-1].case.number
        self.tell(CaseKept(number))
        if receipt is not None:
            self.tell(CaseDelivered(number, receipt))


def test_a_shop_is_opened_with_one_case_and_leaves_nothing_behind() -> None:
    kiosk = Founder()
    kiosk.submits()
    assert kiosk.page == "DoneView"
    (submitted,) = kiosk.did(SubmitCase)
    case = submitted.case
    assert (case.matter, case.fee_fen, case.promise_days) == ("BL-02", 0, 3)
    assert case.applicant.name == "陈海英"
    assert case.identity_way == "face"
    held = {datum.name: datum.value for datum in case.data}
    for name in ("phone", "scope", "business_name", "premises", "composition", "capital", "staff"):
        assert held[name], name
    assert "海味" in held["business_name"]
    assert held["premises_promise"], "the promise stands in the case with its version"
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    slip = everything(kiosk.did(Print)[-1].slip)
    for told in ("设立登记申请回执", "收件不等于受理", "陈*英", "不收费"):
        assert told in slip
    assert "领取凭证" not in slip
    kiosk.press("finish", "rating-5")
    for secret in ("陈海英", "海味", PHONE, "330299"):
        assert not kiosk.remembers(secret)


def answered_on(kiosk: Founder) -> str:
    """All pages of the review."""
    pages = [everything(kiosk.shown)]
    while "next-page" in {control.name for control in controls(kiosk.shown)}:
        pages.append(everything(kiosk.press("next-page")))
    return "\n".join(pages)


def test_a_lease_may_follow_by_a_day_that_is_promised_signed_submitted_and_printed() -> None:
    kiosk = Founder(NIGHT)
    kiosk.to_what_follows()
    assert kiosk.page == "materials_tolerant"
    assert [row.note for row in kiosk.shown.rows] == ["11 月 27 日前补上"]
    assert "补齐以前不发结果" in kiosk.shown.paragraphs[0]
    kiosk.press("promise")
    assert "经营场所使用证明（房产证、租约等），2026 年 11 月 27 日前补上" in answered_on(kiosk)
    kiosk.is_received()
    (submitted,) = kiosk.did(SubmitCase)
    case = submitted.case
    held = {datum.name: datum.value for datum in case.data}
    assert (held["place"], held["owed"]) == ("proof", "place_proof:2026-11-27")
    assert "premises_promise" not in held
    version, _, digest = held["owed_promise"].partition(":")
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    slip = everything(kiosk.did(Print)[-1].slip)
    assert "还欠：经营场所使用证明（房产证、租约等），2026 年 11 月 27 日前补上。" in slip
    assert f"已签：容缺受理承诺，{version} 版，校验码 {digest[:8]}。" in slip
    there = documents(Submission(case, "3" * 21, "000000", NIGHT, SERVICE, "1"))
    (lacking,) = [each for each in there.attributes.split("<RECORD>") if "<ISTAKE>0" in each]
    assert "<ATTRNAME>经营场所使用证明</ATTRNAME>" in lacking
    assert '{"by":"2026-11-27"}' in lacking
    assert f"<OWED_PROMISE>{version}:{digest}</OWED_PROMISE>" in there.form


def test_a_promise_goes_along_with_its_version_and_hash_and_stands_on_the_slip() -> None:
    kiosk = Founder()
    kiosk.submits()
    case = kiosk.did(SubmitCase)[-1].case
    (record,) = [datum.value for datum in case.data if datum.name == "premises_promise"]
    there = documents(Submission(case, "3" * 21, "000000", NIGHT, SERVICE, "1"))
    assert f"<PREMISES_PROMISE>{record}</PREMISES_PROMISE>" in there.form
    assert there.attributes.count("<ISTAKE>1") == 3, "card, form, promise"
    version, _, digest = record.partition(":")
    slip = everything(kiosk.did(Print)[-1].slip)
    assert f"已签：住所承诺，{version} 版，校验码 {digest[:8]}。" in slip


def test_who_changes_from_one_to_the_other_owes_what_the_last_answer_says() -> None:
    """On the review: the promise is asked for before it returns there, and nothing is owed."""
    kiosk = Founder()
    kiosk.to_what_follows()
    kiosk.press("promise")
    assert "change-materials" in answered_on(kiosk)
    kiosk.press("change-place", "place-declare")
    assert kiosk.page == "promise"
    kiosk.press("promise")
    assert "以后补" not in answered_on(kiosk)
    kiosk.press("change-place", "place-proof")
    assert kiosk.page == "materials_tolerant", "nobody owes without having promised"
    kiosk.press("promise", "next-page", "next-page", "submit")
    assert kiosk.page == "signature"


def test_who_would_rather_not_promise_is_helped_and_nothing_is_submitted() -> None:
    kiosk = Founder()
    kiosk.to_what_follows()
    kiosk.press("window")
    assert kiosk.page == "other_way"
    assert kiosk.did(SubmitCase) == []


def test_nothing_that_is_known_is_asked_again() -> None:
    """Name and number come from the card; each other datum is asked for once."""
    kiosk = Founder()
    kiosk.to_the_shops_review()
    assert kiosk.state.visit is not None
    data = kiosk.state.visit.facts.data
    names = [datum.name for datum in data]
    assert len(names) == len(set(names))
    assert {datum.name for datum in data if datum.source.value == "card"} >= {"name", "id_number"}


def test_at_night_what_waits_for_people_is_said_with_its_day() -> None:
    kiosk = Founder(NIGHT)
    kiosk.submits()
    text = everything(kiosk.shown)
    assert "窗口今天 8:30 开" in text or "8:30" in text
    assert "来这里打印营业执照" in text


def test_while_the_platform_is_down_no_slip_pretends_that_it_was_received() -> None:
    """The registrar must confirm at once or within three days; this matter is not taken offline."""
    kiosk = Founder()
    kiosk.submits(receipt=None)
    kiosk.wait(kiosk.rules.config.patience.submit_s + 1)
    assert kiosk.page == "unsettled"
    assert [effect.slip.kind for effect in kiosk.did(Print)] == []


@pytest.mark.parametrize(
    ("born_on", "valid_to", "rule", "said"),
    [
        (datetime(2009, 3, 7), datetime(2035, 5, 1), "too_young", "靠自己劳动生活"),
        (datetime(1990, 3, 7), datetime(2026, 3, 1), "card_expired", "换领身份证"),
    ],
)
def test_who_may_not_is_told_at_once_what_to_do(
    born_on: datetime, valid_to: datetime, rule: str, said: str
) -> None:
    kiosk = Founder()
    kiosk.to_the_card("BL-02")
    kiosk.reads_card(
        born(born_on.date(), valid_to.date().replace(year=valid_to.year - 10), valid_to.date())
    )
    assert kiosk.page == "not_eligible"
    assert [row["rule"] for row in kiosk.audited("not_eligible")] == [rule]
    assert said in everything(kiosk.shown)
    assert kiosk.did(StartFace) == []


def test_who_goes_back_loses_nothing_that_was_entered() -> None:
    kiosk = Founder()
    kiosk.to_the_shop()
    kiosk.digits(PHONE)
    kiosk.press("continue", "group-fresh", "entry-SL011", "continue", "continue", "use_name-yes")
    kiosk.types("haiwei")
    kiosk.press("back", "back")
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.facts.data.value("scope")
    assert kiosk.state.visit.facts.data.value("phone") == PHONE
    kiosk.tell(LeavePressed())
    assert not kiosk.remembers(PHONE)
