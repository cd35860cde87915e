"""What a screen shows: finished strings and, for each control, the event that a press reports.

A view is made by the step that it belongs to; a screen needs no rule, no clock and no word of its
own. `name` is how tests, the scripted visitor and the audit of touches find a control.
"""

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

View = (
    HomeView
    | MattersView
    | SearchView
    | NeedToKnowView
    | NoticeView
    | PlaceCardView
    | ConsentView
    | FaceView
    | PhotoView
    | ShotsView
    | ChoiceView
    | KeypadView
    | TypingView
    | SignatureView
    | FeeView
    | PickView
    | ReviewView
    | BusyView
    | DoneView
    | RatingView
    | StillThereView
    | HelpView
    | PausedView
    | StatusView
    | PaperView
)
