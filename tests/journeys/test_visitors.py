"""The visitors of `make run`, each with real processes, wires, touches and database.

Slow for tests, because nothing in them is pretended: what the README's table promises is what these
look at. `make test` plays the one that goes all the way, with its pictures; `make torture` plays
all. How the others end is told without processes too: a platform that is down in
`tests/kiosk/keeping/`, another way than the face in `tests/kiosk/visit/test_equal_ways.py`.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import cv2
import pytest

from devices.biometric.engine import DlibEngine
from devices.biometric.portrait import Encoding, decode
from devices.camera.clips import ClipLibrary
from kiosk.demonstration.new_matter import file_of_the_walk
from tests.devices.camera.cast import CLIPS, SEEDS
from tests.torture.left_over import face_marks, faces

ROOT = Path(__file__).parent.parent.parent
QUICK = Path(__file__).with_name("quick.toml")
LIMIT_S = 240.0
"""In a fresh checkout the first demonstration films its people, beside other tests that film."""


class Visit:
    """One run of a visitor, and what it left."""

    def __init__(self, name: str, build: Path) -> None:
        self.done = subprocess.run(
            [
                sys.executable,
                "run_kiosk.py",
                "demo",
                "--visitor",
                name,
                "--build",
                str(build),
                "--config",
                str(QUICK),
                *("--pictures", "small"),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )
        self.folder = build / "visit"
        self.run = build / "run"

    @property
    def pages(self) -> list[str]:
        notes = (self.folder / "visit.jsonl").read_text(encoding="utf-8").splitlines()
        return [note["page"] for note in map(json.loads, notes) if "page" in note]

    @property
    def slip(self) -> str:
        return (self.folder / "receipt.txt").read_text(encoding="utf-8")

    def audited(self, event: str) -> list[dict[str, object]]:
        lines = (self.folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line)["entry"] for line in lines]
        return [entry["fields"] for entry in entries if entry["event"] == event]


@pytest.fixture(scope="module")
def visit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    played = Visit(request.param, tmp_path_factory.mktemp(request.param))
    assert played.done.returncode == 0, played.done.stdout + played.done.stderr
    pictures = sorted(path.name for path in played.folder.glob("[0-9]*.png"))
    assert pictures == [f"{n:02d}-{page}.png" for n, page in enumerate(played.pages, 1)]
    return played


def visitor(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("visit", [name], indirect=True, ids=[name], scope="module")


@visitor("renews")
def test_a_citizen_renews_an_id_card_from_touch_to_receipt(visit: Visit) -> None:
    assert visit.pages == [
        "home",
        "matters",
        "need_to_know",
        "privacy",
        "place_card",
        "eligible",
        "consent",
        "face",
        "card_photo",
        "photo",
        "photo_choice",
        "phone",
        "delivery",
        "review",
        "signature",
        "fee",
        "done",
        "rating",
        "goodbye",
    ]
    (delivered,) = visit.audited("case_delivered")
    record = ElementTree.parse(visit.folder / "case.xml")
    everything = ElementTree.tostring(record.getroot(), encoding="unicode")
    assert str(delivered["projid"]) in everything
    assert str(delivered["case"]) in everything
    (photo,) = (visit.run.parent / "visit" / "platform").rglob("photo.jpg")
    assert cv2.imread(str(photo)).shape == (441, 358, 3)
    assert hashlib.sha256(photo.read_bytes()).hexdigest() in everything, "what was signed"
    # What the citizen saw is the platform's number, and the code on the paper says the same.
    number = str(delivered["projid"])
    assert "-".join((number[:6], number[6:-7], number[-7:])) in visit.slip
    picture = cv2.imread(str(visit.folder / "receipt.png"))
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert text.startswith(f"BDY:PROJID:{number}:")


@visitor("renews")
def test_what_is_left_behind_tells_nothing_about_the_visitor(visit: Visit) -> None:
    secrets = ("陈海英", "330299196803070026", "19900006620", "示例路")
    allowed = {"case.xml"}  # the platform's own copy
    for path in [*visit.folder.rglob("*"), *visit.run.rglob("*")]:
        if not path.is_file() or path.name in allowed:
            continue
        if path.parts[-2:-1] and path.relative_to(visit.run.parent).parts[1] == "platform":
            continue
        content = path.read_bytes()
        for secret in secrets:
            for coded in (secret.encode(), secret.encode("utf-16-le"), secret.encode("gb18030")):
                assert coded not in content, f"{path.name} holds what it must not"


@pytest.fixture(scope="session")
def marks() -> dict[str, bytes]:
    """Of the face on the card that these visitors lay down."""
    portrait = ClipLibrary(CLIPS).portrait(SEEDS["chen-haiying"])
    vector = Encoding(DlibEngine(), decode(portrait, simulation=True)).vector
    return face_marks(portrait, vector)


@pytest.mark.parametrize(
    "visit",
    [
        "renews",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in (
                *("platform-down", "wrong-face", "refuses-face", "walks-away"),
                *("garbled-card", "shows-code", "asks-clerk", "at-night"),
            )
        ),
    ],
    indirect=True,
    scope="module",
)
def test_of_the_face_nothing_is_left_in_any_file_database_or_log(
    visit: Visit, marks: dict[str, bytes]
) -> None:
    """Kiosk, simulators and platform, their logs, the audit log, the evidence; and what drafts and
    cases say once they are opened."""
    keeping, key = visit.run / "keeping", visit.run / "keeping.key"
    assert faces(visit.run.parent, marks, keeping, key) == []


@pytest.mark.long
@visitor("pays-here")
def test_what_a_phone_pays_at_the_screen_is_on_the_slip(visit: Visit) -> None:
    assert [row["how"] for row in visit.audited("fee_settled")] == ["paid"]
    assert "20 元，已缴" in visit.slip
    assert "缴款单号" in visit.slip
    assert "领证时" not in visit.slip


@pytest.mark.long
@visitor("platform-down")
def test_with_the_platform_down_the_case_waits_and_is_delivered_once(visit: Visit) -> None:
    assert "尚未受理" in visit.slip
    assert "收件不等于受理" in visit.slip
    (kept,) = visit.audited("case_kept")
    (delivered,) = visit.audited("case_delivered")
    assert kept["case"] == delivered["case"]
    shown = str(kept["case"])
    assert "-".join((shown[:7], shown[7:15], shown[15:19], shown[19:])) in visit.slip


@pytest.mark.long
@visitor("wrong-face")
def test_another_persons_face_leads_to_another_way_with_a_number(visit: Visit) -> None:
    compared = visit.audited("face_compared")
    assert len(compared) == 3
    assert "pass" not in {row["zone"] for row in compared}
    assert "other_way" in visit.pages
    assert not visit.audited("case_kept")
    assert re.search(r"\d{4}-\d{4}-\d{3}", visit.slip)


@pytest.mark.long
@visitor("refuses-face")
def test_who_refuses_the_face_check_loses_nothing(visit: Visit) -> None:
    assert not visit.audited("face_compared")
    assert visit.audited("consent_refused")
    assert visit.audited("draft_kept")


@pytest.mark.long
@visitor("walks-away")
def test_who_walks_away_is_asked_and_then_forgotten(visit: Visit) -> None:
    assert "still_there" in visit.pages
    assert "take_card" in visit.pages
    assert [row["reason"] for row in visit.audited("visit_ended")] == ["timed_out"]
    assert visit.audited("data_cleared")


@pytest.mark.long
@visitor("garbled-card")
def test_a_garbled_card_is_read_after_it_was_lifted(visit: Visit) -> None:
    assert visit.audited("card_unreadable")
    assert visit.audited("case_delivered")


@pytest.mark.long
@visitor("at-night")
def test_at_night_the_slip_says_what_waits_and_until_when(visit: Visit) -> None:
    assert visit.audited("case_delivered")
    assert "8:30" in visit.slip


@pytest.mark.long
@pytest.mark.parametrize(
    ("visit", "way"),
    [("shows-code", "identity_code"), ("asks-clerk", "clerk")],
    indirect=["visit"],
    scope="module",
)
def test_without_a_face_the_same_is_done(visit: Visit, way: str) -> None:
    assert not visit.audited("face_compared")
    assert [row["way"] for row in visit.audited("identity_established")] == [way]
    assert "领取凭证" in visit.slip
    assert visit.audited("case_delivered")
    assert f'identityWay":"{way}"' in (visit.folder / "case.xml").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize(
    ("visit", "title"),
    [("lost-card", "补领暨挂失申报回执"), ("damaged-card", "领取凭证")],
    indirect=["visit"],
    scope="module",
)
def test_without_a_card_the_polices_photo_is_what_the_face_is_compared_with(
    visit: Visit, title: str
) -> None:
    assert "place_card" not in visit.pages
    compared = visit.audited("face_compared")
    assert [row["zone"] for row in compared][-1] == "pass"
    assert title in visit.slip
    assert "40 元" in visit.slip
    (delivered,) = visit.audited("case_delivered")
    assert str(delivered["projid"])[:6] in visit.slip


@pytest.mark.long
@visitor("owes-photo")
def test_a_photo_that_is_owed_is_taken_at_night_under_the_same_number(visit: Visit) -> None:
    assert {"scan_slip", "progress", "photo_choice"} <= set(visit.pages)
    assert visit.pages.index("photo_choice") > visit.pages.index("progress")
    first, second = visit.audited("case_delivered")
    assert first["projid"] == second["projid"]
    assert first["case"] != second["case"]
    assert "照片补交回执" in visit.slip
    assert "不收费" in visit.slip
    case = (visit.folder / "case.xml").read_text(encoding="utf-8")
    assert "<DATAVERSION>2</DATAVERSION>" in case
    (photo,) = (visit.folder / "platform").rglob("photo.jpg")
    assert hashlib.sha256(photo.read_bytes()).hexdigest() in case


@pytest.mark.long
@visitor("new-matter")
def test_a_matter_that_is_nothing_but_a_file_is_done_to_its_end(visit: Visit) -> None:
    """CONTRIBUTING.md's own, word for word; the case tells what its file says."""
    file = (visit.folder / "matter.toml").read_text(encoding="utf-8")
    assert file == file_of_the_walk(ROOT)
    matter = tomllib.loads(file)
    assert {"search", "self_checked", "materials_tolerant", "review", "done"} <= set(visit.pages)
    case = ElementTree.parse(visit.folder / "case.xml")
    assert case.findtext(".//SERVICENAME") == matter["sub_item"]
    assert case.findtext(".//SERVICECODE") == matter["codes"]["province"]
    assert case.findtext(".//MATTER") == matter["code"]
    told = {each.findtext("ATTRNAME"): each.findtext("ISTAKE") for each in case.iter("RECORD")}
    assert (told["居民身份证"], told["房产证"]) == ("1", "0")
    assert "用水过户（GS-01）" in visit.slip
    assert "还欠：房产证" in visit.slip


@pytest.mark.long
@visitor("asks-progress")
def test_how_far_a_case_is_is_told_by_number_by_slip_and_by_card(visit: Visit) -> None:
    assert visit.pages.count("progress") == 3
    assert {"case_projid", "case_password", "scan_slip"} <= set(visit.pages)
    asked = [row["question"] for row in visit.audited("platform_asked")]
    assert asked.count("CaseProgress") == 2
    assert asked.count("CasesOf") == 2  # once for an open one, before the case was begun
    assert len(visit.audited("case_delivered")) == 1


@pytest.mark.long
@visitor("opens-shop")
def test_a_shop_is_opened_and_its_case_reaches_the_platform(visit: Visit) -> None:
    assert {"scope", "business_name-whole", "premises-rest", "promise", "signature"} <= set(
        visit.pages
    )
    assert visit.pages[-3:] == ["done", "rating", "goodbye"]
    (delivered,) = visit.audited("case_delivered")
    assert str(delivered["projid"])[:6] in visit.slip
    assert "设立登记申请回执" in visit.slip
    assert "收件不等于受理" in visit.slip


@pytest.mark.long
@visitor("owes-lease")
def test_what_a_shop_owes_is_handed_in_at_night_under_the_same_number(visit: Visit) -> None:
    assert {"materials_tolerant", "scan_slip", "progress", "signature"} <= set(visit.pages)
    first, second = visit.audited("case_delivered")
    assert first["projid"] == second["projid"]
    assert first["case"] != second["case"]
    assert "材料补交回执" in visit.slip
    case = (visit.folder / "case.xml").read_text(encoding="utf-8")
    assert "<DATAVERSION>2</DATAVERSION>" in case
    assert "经营场所使用证明" in case


@pytest.mark.long
@visitor("looks-up-business")
def test_anybody_learns_at_night_what_is_public_of_a_business(visit: Visit) -> None:
    assert "信息查询单" in visit.slip
    assert "仅供参考" in visit.slip
    assert "陈海英" not in visit.slip, "its operator is masked"
    assert "陈*英" in visit.slip
    assert visit.audited("consent_given") == visit.audited("case_kept") == []


@pytest.mark.long
@visitor("opens-and-prints")
def test_who_opened_a_shop_comes_back_for_its_licence(visit: Visit) -> None:
    assert visit.audited("case_delivered")
    assert len(visit.audited("blank_printed")) == 3
    assert visit.pages.count("goodbye") == 2
    assert "领照单" in visit.slip
    assert "BDY:LICENCE:92330299MA29400276:L-1001:1" in visit.slip


@pytest.mark.long
@visitor("prints-licence")
def test_a_licence_comes_out_on_sheets_that_the_book_knows(visit: Visit) -> None:
    """One sheet is called unclear: spoiled in the book, and printed once more."""
    printed = [row["serial"] for row in visit.audited("blank_printed")]
    bound = [row["serial"] for row in visit.audited("blank_bound")]
    (spoiled,) = visit.audited("blank_spoiled")
    assert printed == bound
    assert len(set(bound)) == 3
    assert (spoiled["serial"], spoiled["reason"]) == (bound[1], "unclear")
    assert len(list(visit.folder.glob("licence-*.pdf"))) == 3
    for serial in (bound[0], bound[2]):
        assert str(serial) in visit.slip
    assert str(bound[1]) not in visit.slip
    assert visit.audited("case_kept") == []
