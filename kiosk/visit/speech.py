"""What is read aloud of a page, for visitors who switched 声音 on.

Others in the hall hear it, so it is stated per page what may be spoken, and everything else stays
silent: no name, number, address or code. How it becomes sound is the screen's business.
"""

from collections.abc import Mapping

from kiosk.visit.views import View
from kiosk.visit.views.always import HelpView, PausedView, StillThereView
from kiosk.visit.views.answers import (
    ChoiceView,
    FeeView,
    KeypadView,
    PickView,
    PlaceCardView,
    RatingView,
    ReviewView,
    SignatureView,
    TypingView,
)
from kiosk.visit.views.board import PaperView, StatusView
from kiosk.visit.views.camera import FaceView, PhotoView, ShotsView
from kiosk.visit.views.finding import HomeView, MattersView, SearchView
from kiosk.visit.views.reading import BusyView, ConsentView, DoneView, NeedToKnowView, NoticeView

TITLE = ("title",)
TITLE_AND_LEAD = ("title", "lead")

SPOKEN: Mapping[type, tuple[str, ...]] = {
    HomeView: TITLE_AND_LEAD,
    MattersView: TITLE,  # its lead counts pages
    SearchView: TITLE,
    NeedToKnowView: TITLE,
    PlaceCardView: (*TITLE_AND_LEAD, "trouble"),
    ConsentView: TITLE,
    FaceView: ("title", "hint"),
    PhotoView: ("hint", "countdown"),
    ShotsView: TITLE_AND_LEAD,
    ChoiceView: TITLE_AND_LEAD,
    KeypadView: (*TITLE_AND_LEAD, "problem"),
    TypingView: (*TITLE_AND_LEAD, "problem"),
    SignatureView: (*TITLE_AND_LEAD, "meaning"),
    FeeView: ("lead",),  # the amount is the visitor's own business
    PickView: TITLE,  # what was chosen or typed may stand beside it
    ReviewView: TITLE,
    BusyView: TITLE_AND_LEAD,
    DoneView: TITLE_AND_LEAD,
    RatingView: TITLE_AND_LEAD,
    StillThereView: TITLE_AND_LEAD,
    HelpView: TITLE,
    PausedView: TITLE_AND_LEAD,
    StatusView: (),  # a technician reads
    PaperView: (),
}

# By name: what stands in the same place differs from notice to notice, a masked name or a window
# number among it. A notice that is not listed is not read.
SPOKEN_NOTICES: Mapping[str, tuple[str, ...]] = {
    "privacy": TITLE,
    "promise": TITLE,
    "self_checked": TITLE_AND_LEAD,
    "materials_tolerant": TITLE_AND_LEAD,
    "materials_missing": TITLE_AND_LEAD,
    "card_photo": TITLE_AND_LEAD,
    "no_photo": TITLE_AND_LEAD,
    "fee_told": TITLE_AND_LEAD,
    "eligible": ("big", "lead"),  # its title greets by name
    "not_eligible": TITLE_AND_LEAD,
    "show_code": TITLE_AND_LEAD,
    "scan_slip": TITLE_AND_LEAD,
    "hotline_kept": TITLE_AND_LEAD,
    "progress_trouble": TITLE_AND_LEAD,
    "duplicate_case": TITLE_AND_LEAD,
    "progress": ("lead",),  # what became of somebody's case is for their eyes
    "business": TITLE_AND_LEAD,  # of which one, its visitor reads
    "business_not_found": TITLE_AND_LEAD,
    "business_down": TITLE_AND_LEAD,
    "ask_clerk": (*TITLE_AND_LEAD, "big"),
    "no_licence": TITLE_AND_LEAD,
    "barred": TITLE_AND_LEAD,
    "data_differs": TITLE_AND_LEAD,
    "not_in_register": TITLE_AND_LEAD,
    "licences_down": TITLE_AND_LEAD,
    "press_confirm": TITLE_AND_LEAD,
    "no_blanks": TITLE_AND_LEAD,
    "press_look": TITLE_AND_LEAD,
    "ticket": TITLE_AND_LEAD,
    "not_kept": TITLE_AND_LEAD,
    "unavailable": TITLE_AND_LEAD,
    "take_card": TITLE_AND_LEAD,
    "take_slip": TITLE_AND_LEAD,
    "take_card_and_slip": TITLE_AND_LEAD,
    "goodbye": TITLE_AND_LEAD,
}


def spoken(view: View) -> str:
    """The sentences to read aloud, one to a line, none twice; empty when there is nothing."""
    if isinstance(view, NoticeView):
        fields = SPOKEN_NOTICES.get(view.name, ())
    else:
        fields = SPOKEN[type(view)]
    return "\n".join(dict.fromkeys(filter(None, (getattr(view, name) for name in fields))))
