"""What is read aloud: enough to go on by, and nothing about anybody."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from kiosk.attention import UnplugWaitReader
from kiosk.case.model import CardKind
from kiosk.events import (
    BackPressed,
    CardFound,
    CardUnreadable,
    CloseHelpPressed,
    Completed,
    ContinuePressed,
    Crashed,
    DeliveryPressed,
    DoorPressed,
    Event,
    FaceHint,
    HelpPressed,
    LanguagePressed,
    LeavePressed,
    NoCardPressed,
    SoundPressed,
    StatusChanged,
    StoreFailed,
    TicketTaken,
    WayPressed,
)
from kiosk.ports import CardPresence
from kiosk.visit import views
from kiosk.visit.speech import SPOKEN, SPOKEN_NOTICES, spoken
from kiosk.visit.views import NoticeView, View
from kiosk.vocabulary import CompletionCode, Hint, Language
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of
