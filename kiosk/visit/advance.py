"""The heart: `advance(rules, state, event) → (state, effects)`, pure.

Here is what is common to all times: patience, help, preferences, and who gets an event: the visit
(`walking`, and the modules in `steps/`), the pages before one (`finding`), or the technician. No
clock, no device, no screen, no name of a matter.
"""

import re
from dataclasses import replace
from datetime import datetime

from kiosk.attention import RestartKiosk
from kiosk.diagnosis import audit_asked, audit_of
from kiosk.effects import Audit, ClearFaces, Diagnose, Effect, ForgetQuestions
from kiosk.events import Event
from kiosk.events.devices import (
    CardPresence,
    Completed,
    DataCleared,
    DeviceDiagnosed,
    DiagnosisAsked,
    SlipPresented,
    SlipTaken,
    StatusChanged,
)
from kiosk.events.keeping import BlanksTold, KeepingTold, StoreFailed, StoreRecovered
from kiosk.events.platforms import Answered, PlatformReached
from kiosk.events.program import Crashed, ServiceResumed, ServiceStopped, Started, Tick
from kiosk.events.technician import CornerTapped, TriesKnown
from kiosk.events.touches import (
    BackPressed,
    CloseHelpPressed,
    ContinuePressed,
    HelpPressed,
    LanguagePressed,
    LeavePressed,
    PersonPressed,
    SoundPressed,
    StillHerePressed,
    ThemePressed,
    Touched,
)
from kiosk.ports import CardData
from kiosk.questions import Registered
from kiosk.rules import Rules
from kiosk.technician import advance as technician
from kiosk.technician.lockout import resumed
from kiosk.technician.state import Maintenance
from kiosk.visit import finding, hotline, remembering, walking
from kiosk.visit.finding import Areas, Asking, BehindDoor, InArea, Searching
from kiosk.visit.patience import countdown_left_s, idle_left_s, stretched_s
from kiosk.visit.printing import begun, end_of
from kiosk.visit.result import Result, also
from kiosk.visit.state import Farewell, Home, Paused, Preferences, State, Stop, Unavailable
from kiosk.visit.steps import module_of
from kiosk.visit.walking import may_ask_for_person
from kiosk.vocabulary import LeaveReason


def first_state(at_s: float, now: datetime) -> State:
    """A kiosk that has just been switched on."""
    return State(at_s=at_s, now=now, touched_s=at_s, visits=0)


def advance(rules: Rules, state: State, event: Event) -> Result:
    """What happens next."""
    ended: list[Effect] = []
    if isinstance(event, Completed):
        ended = [end_of(slip, event) for slip in state.slips if slip.id == event.id]
        slips = tuple(slip for slip in state.slips if slip.id != event.id)
        state = replace(state, slips=slips)
    state, effects = _advance(rules, state, event)
    if isinstance(event, Completed | Answered):
        effects += _unclaimed(state, event)
    state = replace(state, slips=(*state.slips, *begun(effects, state.visits)))
    return state, [*ended, *effects]


def _advance(rules: Rules, state: State, event: Event) -> Result:
    if (told := hotline.advance(rules, state, event)) is not None:
        return told
    match event:
        case Tick():
            new_day = event.now.date() != state.now.date()
            state = replace(state, at_s=event.at_s, now=event.now)
            alarms = remembering.calendar_alarm(rules, state) if new_day else []
            return also(alarms, _tick(rules, state, event))
        case Started(visits=visits):
            state = replace(state, visits=visits)
            return state, [Audit("kiosk_started"), *remembering.data_alarms(rules, state)]
        case Crashed(where=where):
            return _crashed(rules, state, where)
        case StatusChanged(status=status):
            state, effects = remembering.status_changed(state, status)
            return also(effects, _to_step(rules, state, event))
        case CardPresence(present=present):
            return _to_step(rules, replace(state, card_present=present), event)
        case SlipPresented() | SlipTaken():
            state = replace(state, slip_waits=isinstance(event, SlipPresented))
            return _to_step(rules, state, event)
        case PlatformReached():
            state, effects = remembering.platform_reached(state, event)
            return also(effects, _to_step(rules, state, event))
        case Answered():
            state, effects = remembering.answered(state, event)
            return also(effects, _to_step(rules, state, event))
        case StoreFailed():
            state = replace(state, can_keep=False, hotline=hotline.numbered(state.hotline))
            return _to_step(rules, state, event)
        case BlanksTold(left=left):
            return replace(state, blanks=left), []
        case StoreRecovered():
            return replace(state, can_keep=True), []
        case KeepingTold():
            state, effects = remembering.cases_told(state, event)
            return also(effects, _to_step(rules, state, event))
        case DataCleared():
            return state, [Audit("data_cleared", (("visit", state.visits),))]
        case DiagnosisAsked(id=id, devices=devices):
            if state.visit is not None:
                return state, []  # citizens go first; whoever asked is told, and asks again
            return state, [audit_asked(devices), Diagnose(id, devices)]
        case DeviceDiagnosed(diagnosis=diagnosis):
            return also([audit_of(diagnosis)], _to_step(rules, state, event))
        case TriesKnown(wrong=wrong, since=since):
            return replace(state, lockout=resumed(wrong, since, state.now, state.at_s)), []
        case ServiceStopped(number=number, zh=zh, en=en):
            # Who is being served is served to the end: patience bounds it, and no case is torn.
            return replace(state, stop=Stop(number, zh, en)), []
        case ServiceResumed():
            return replace(state, stop=None), []
        case CornerTapped() if state.visit is None:
            return technician.enter(rules, state)
        case Touched() | StillHerePressed():
            return replace(state, touched_s=state.at_s), []
        case HelpPressed():
            return replace(state, help_open=True, hotline=None), []
        case PersonPressed() if state.help_open and state.visit and may_ask_for_person(state):
            return walking.to_person(rules, state, state.visit)
        case CloseHelpPressed():
            return replace(state, help_open=False), []
        case BackPressed() if state.help_open:
            return replace(state, help_open=False), []
        case ThemePressed(theme=theme):
            return _prefer(state, replace(state.preferences, theme=theme))
        case LanguagePressed(language=language):
            return _prefer(state, replace(state.preferences, language=language))
        case SoundPressed(on=on):
            return _prefer(state, replace(state.preferences, sound=on))
        case _:
            return _to_step(rules, state, event)


def _to_step(rules: Rules, state: State, event: Event) -> Result:
    if state.visit is None:
        return _between_visits(rules, state, event)
    return walking.to_step(rules, state, state.visit, event)


def _unclaimed(state: State, event: Completed | Answered) -> list[Effect]:
    """The portrait of a card, or of the register, that no visit has taken: its visitor had just
    left or was turned away, or it is a technician's test card.
    """
    portrait = isinstance(event.result, CardData | Registered) and event.result.has_portrait
    taken = state.visit is not None and state.visit.facts.has_portrait
    return [ClearFaces()] if portrait and not taken else []


# ---- between visits ----------------------------------------------------------------------------


def _between_visits(rules: Rules, state: State, event: Event) -> Result:
    match state.place, event:
        case Maintenance(), _:
            return technician.advance(rules, state, state.place, event)
        case place, _ if state.stop is not None and not isinstance(place, Farewell):
            return state, []
        case (Home() | BehindDoor() | Areas() | InArea() | Searching() | Asking()) as place, _:
            found = finding.advance(rules, place, event)
            if isinstance(found, finding.Chosen):
                off = rules.switched_off(found.matter, state.now) is not None
                return (state, []) if off else walking.begin(rules, state, found.matter)
            return (state if found is None else replace(state, place=found, help_open=False)), []
        case Unavailable(), (BackPressed() | LeavePressed()):
            return replace(state, place=Home(), help_open=False), []
        case ((Unavailable() | Farewell()), ContinuePressed()):
            return walking.home(state), []
        case _:
            return state, []  # a late event from a visit already over


def _prefer(state: State, preferences: Preferences) -> Result:
    return replace(state, preferences=preferences), []


# ---- time and trouble --------------------------------------------------------------------------


def _tick(rules: Rules, state: State, event: Tick) -> Result:
    patience = rules.config.patience
    if state.visit is not None:
        waits = module_of(state.visit.step).WAITS
        if waits and countdown_left_s(rules, state) == 0:
            return walking.end(rules, state, state.visit, LeaveReason.TIMED_OUT)
        return _to_step(rules, state, event)
    match state.place:
        case Farewell(since_s=since_s):
            shown_s = state.at_s - since_s
            if state.card_present or state.slip_waits:
                if shown_s < patience.take_card_s:
                    return state, []
                return walking.home(state), remembering.left_behind(state)
            if shown_s >= stretched_s(rules, state, patience.goodbye_s):
                return walking.home(state), []
        case Maintenance():
            return technician.advance(rules, state, state.place, event)
        case Paused():
            pass  # the program ends and starts anew; nothing else leads out
        case _:
            if idle_left_s(rules, state) <= 0 and state != walking.home(state):
                return walking.home(state), []
    return state, []


def _crashed(rules: Rules, state: State, where: str) -> Result:
    # A code of the audit log begins with a letter and holds no spaces.
    place = re.sub(r"[^A-Za-z0-9_.:/-]+", "-", where).lstrip("-0123456789_.:/")[:40] or "unknown"
    effects: list[Effect] = [Audit("crashed", (("where", place),)), ClearFaces(), ForgetQuestions()]
    if state.visit is not None:
        reason = LeaveReason.OUT_OF_SERVICE.value
        effects.append(Audit("visit_ended", (("visit", state.visit.number), ("reason", reason))))
    paused = Paused(RestartKiosk.code)
    return replace(walking.home(state), visit=None, place=paused), effects
