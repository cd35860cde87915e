"""What is read aloud: enough to go on by, and nothing about anybody."""

import re
from typing import get_args

import pytest

from kiosk.events.devices import (
    FaceHint,
)
from kiosk.events.touches import (
    LanguagePressed,
)
from kiosk.visit.speech import SPOKEN, SPOKEN_NOTICES, spoken
from kiosk.visit.views import View
from kiosk.visit.views.board import PaperView, StatusView
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import (
    Hint,
    Language,
)
from tests.kiosk.visit import pages_around, pages_of_a_case, pages_of_a_shop
from tests.kiosk.visit.form_visits import FormKiosk
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of, demo_rules
from tests.kiosk.visit.pages_of_a_case import TICKET

RULES = demo_rules()
SILENT = {StatusView, PaperView}
"""A technician's pages: whoever works there reads."""
WAYS = (*pages_of_a_case.WAYS, *pages_around.WAYS, *pages_of_a_shop.WAYS)
PAGES = {"home": lambda kiosk: None, **{way.__name__: way for way in WAYS}}


def shown(page: str, language: Language = Language.ZH) -> View:
    kiosk = FormKiosk(RULES)
    kiosk.tell(LanguagePressed(language))
    PAGES[page](kiosk)
    return kiosk.shown


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_something_and_nothing_about_its_visitor(
    page: str, language: Language
) -> None:
    said = spoken(shown(page, language))
    assert said
    assert not re.search(r"\d{3}", said), "no number is read aloud; 16 周岁 is none"
    card = card_of("chen-haiying")
    for private in (card.name, card.name[0], card.address, TICKET, RECEIPT.projid, "C-02", "**"):
        assert private not in said


def test_these_are_all_pages() -> None:
    """So that a new page cannot go unheard of here: neither in the table nor in the test above."""
    pages = [shown(page) for page in PAGES]
    assert {type(page) for page in pages} | SILENT == set(get_args(View))
    assert set(SPOKEN) == set(get_args(View)) - {NoticeView}
    notices = {page.name for page in pages if isinstance(page, NoticeView)}
    assert notices == set(SPOKEN_NOTICES)


def test_the_page_that_greets_by_name_is_read_without_the_name() -> None:
    view = shown("eligible")
    assert "陈" in view.title
    assert spoken(view) == "可以换领\n身份证可以拿走了。"


def test_what_to_do_before_the_camera_is_said_once() -> None:
    kiosk = Kiosk(RULES)
    kiosk.to_the_face()
    assert spoken(kiosk.shown) == "请看镜头"
    kiosk.tell(FaceHint(Hint.COME_CLOSER, 0.2))
    assert spoken(kiosk.shown) == "请看镜头\n请靠近一点"


def test_a_notice_that_nobody_reviewed_is_not_read() -> None:
    view = shown("goodbye")
    assert isinstance(view, NoticeView)
    unknown = NoticeView(frame=view.frame, name="new", title="陈海英", lead="330299196803070026")
    assert spoken(unknown) == ""
