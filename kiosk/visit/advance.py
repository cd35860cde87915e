"""The heart: `advance(rules, state, event) → (state, effects)`, pure.

Here is what is common to every visit: time, leaving, help, preferences, devices, and moving the
plan on. What happens inside a step is in `steps/`. No clock, no device, no screen, no name of a
matter.
"""

import re
from dataclasses import replace
from datetime import datetime

from config.matters import kind_of, only_if
from kiosk.attention import (
    Attention,
    CheckCaseHistory,
    CheckDisk,
    CheckPlatformAnswer,
    InstallNewerProgram,
    RestartKiosk,
)
from kiosk.case.numbers import next_visit_number
from kiosk.diagnosis import audit_asked, audit_of
from kiosk.effects import Audit, Beep, ClearFaces, Diagnose, Effect, ForgetQuestions
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
    SoundPressed,
    StillHerePressed,
    ThemePressed,
    Touched,
)
from kiosk.ports import CardData, DeviceStatus
from kiosk.questions import CaseProgress, Registered
from kiosk.rules import Rules
from kiosk.technician import advance as technician
from kiosk.technician.lockout import resumed
from kiosk.technician.state import Maintenance
from kiosk.visit import finding, guessing, hotline
from kiosk.visit.finding import Areas, Asking, BehindDoor, InArea, Searching
from kiosk.visit.moves import Context, Detour, GoTo, Instead, Leave, Move, Next, Stay
from kiosk.visit.patience import countdown_left_s, idle_left_s, stretched_s
from kiosk.visit.printing import begun, end_of
from kiosk.visit.state import (
    Facts,
    Farewell,
    Home,
    Paused,
    Preferences,
    State,
    Step,
    Stop,
    Unavailable,
    Visit,
)
from kiosk.visit.steps import STEPS, module_of
from kiosk.vocabulary import AnswerCode, LeaveReason, Platform

Result = tuple[State, list[Effect]]


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


def _unclaimed(state: State, event: Completed | Answered) -> list[Effect]:
    """The portrait of a card, or of the register, that no visit has taken: its visitor had just
    left or was turned away, or it is a technician's test card.
    """
    portrait = isinstance(event.result, CardData | Registered) and event.result.has_portrait
    taken = state.visit is not None and state.visit.facts.has_portrait
    return [ClearFaces()] if portrait and not taken else []


def _advance(rules: Rules, state: State, event: Event) -> Result:
    if (told := hotline.advance(rules, state, event)) is not None:
        return told
    match event:
        case Tick():
            new_day = event.now.date() != state.now.date()
            state = replace(state, at_s=event.at_s, now=event.now)
            alarms = _calendar_alarm(rules, state) if new_day else []
            return _also(alarms, _tick(rules, state, event))
        case Started(visits=visits):
            state = replace(state, visits=visits)
            return state, [Audit("kiosk_started"), *_data_alarms(rules, state)]
        case Crashed(where=where):
            return _crashed(rules, state, where)
        case StatusChanged(status=status):
            state, effects = _status(state, status)
            return _also(effects, _to_step(rules, state, event))
        case CardPresence(present=present):
            return _to_step(rules, replace(state, card_present=present), event)
        case SlipPresented() | SlipTaken():
            state = replace(state, slip_waits=isinstance(event, SlipPresented))
            return _to_step(rules, state, event)
        case PlatformReached():
            state, effects = _platform(state, event)
            return _also(effects, _to_step(rules, state, event))
        case Answered():
            if event.reason.startswith("seal"):
                state = replace(state, seals_refused=state.seals_refused + 1)
            asked = _asked(state, event)
            if event.what == CaseProgress.__name__ and event.code is AnswerCode.REFUSED:
                state = replace(state, guessed=guessing.counted(state.guessed, state.at_s))
            if event.reason == "history":
                state = replace(state, histories_refused=state.histories_refused + 1)
                asked.append(Audit("case_history_refused", (("code", CheckCaseHistory.code),)))
            return _also(asked, _to_step(rules, state, event))
        case StoreFailed():
            return _to_step(rules, replace(state, can_keep=False, hotline=None), event)
        case BlanksTold(left=left):
            return replace(state, blanks=left), []
        case StoreRecovered():
            return replace(state, can_keep=True), []
        case KeepingTold():
            state, effects = _cases(state, event)
            return _also(effects, _to_step(rules, state, event))
        case DataCleared():
            return state, [Audit("data_cleared", (("visit", state.visits),))]
        case DiagnosisAsked(id=id, devices=devices):
            if state.visit is not None:
                return state, []  # citizens go first; whoever asked is told, and asks again
            return state, [audit_asked(devices), Diagnose(id, devices)]
        case DeviceDiagnosed(diagnosis=diagnosis):
            return _also([audit_of(diagnosis)], _to_step(rules, state, event))
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
        case _ if state.visit is not None:
            return _to_step(rules, state, event)
        case _:
            return _between_visits(rules, state, event)


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
                return (state, []) if off else _begin(rules, state, found.matter)
            return (state if found is None else replace(state, place=found, help_open=False)), []
        case Unavailable(), (BackPressed() | LeavePressed()):
            return replace(state, place=Home(), help_open=False), []
        case ((Unavailable() | Farewell()), ContinuePressed()):
            return _home(state), []
        case _:
            return state, []  # a late event from a visit already over


def _begin(rules: Rules, state: State, matter: str, facts: Facts | None = None) -> Result:
    if not state.can_keep:
        return replace(state, place=Unavailable(matter, CheckDisk.code)), []
    for kind in rules.matters[matter].kinds_for_all():
        for device in STEPS[kind].NEEDS:
            broken = state.attention_of(device)
            if broken is not None:
                return replace(state, place=Unavailable(matter, broken.code)), []
    number = next_visit_number(state.visits, state.now)
    visit = Visit(number, matter, position=0, step=Step(), facts=facts or Facts())
    state = replace(state, visits=visit.number, visit=visit, touched_s=state.at_s)
    started = Audit("visit_started", (("visit", visit.number), ("matter", matter)))
    return _also([started], _arrive(rules, state, visit, 0))


def _home(state: State) -> State:
    preferences = Preferences()
    return replace(state, place=Home(), preferences=preferences, help_open=False, hotline=None)


def _prefer(state: State, preferences: Preferences) -> Result:
    return replace(state, preferences=preferences), []


# ---- inside a visit ----------------------------------------------------------------------------


def _to_step(rules: Rules, state: State, event: Event) -> Result:
    visit = state.visit
    if visit is None:
        return _between_visits(rules, state, event)
    move = module_of(visit.step).advance(Context(rules, state, visit), visit.step, event)
    if move is not None:
        # A device at work is patience too; a platform answers whether somebody is there or not.
        if not isinstance(event, Tick | Answered):
            state = replace(state, touched_s=state.at_s)
        return _make(rules, state, visit, move)
    if isinstance(event, BackPressed):
        return _back(rules, state, visit)
    if isinstance(event, LeavePressed):
        return _end(rules, state, visit, LeaveReason.LEFT)
    return state, []


def _make(rules: Rules, state: State, visit: Visit, move: Move) -> Result:
    """Carry a step's move out on the state."""
    old = Context(rules, state, visit)
    effects = list(move.effects)
    if (facts := move.facts) is not None:
        way = facts.identity_way
        if way and way != visit.facts.identity_way:
            effects.append(old.audit("identity_established", way=way))
            facts = facts.proved()
        visit = replace(visit, facts=facts)
    if isinstance(move.turn, Stay):
        return replace(state, visit=replace(visit, step=move.turn.step)), effects
    if isinstance(move.turn, Leave):
        return _also(effects, _end(rules, state, visit, move.turn.reason))
    effects = [*_leaving(old), *effects]
    match move.turn:
        case Detour(step=step):
            reached = _reached(visit, step.kind)
            visit = replace(visit, step=step, commands=visit.commands + 1)
            # A page that came by the clock alone is read from its beginning too.
            return replace(state, visit=visit, touched_s=state.at_s), [*effects, reached]
        case GoTo(step=planned, and_back=and_back, field=field):
            back_to = visit.position if and_back else None
            target = rules.matters[visit.matter].steps().index(planned)
            visit = replace(visit, back_to=back_to, change=field, returning=False)
            return _also(effects, _arrive(rules, state, visit, target))
        case Instead(matter=matter, facts=facts):
            if visit.facts == Facts():
                state, ended = _not_begun(state, visit, effects)
            else:
                state, ended = _also(effects, _end(rules, state, visit, LeaveReason.FINISHED))
            return _also(ended, _begin(rules, state, matter, facts))
        case Next():
            target = visit.position + 1 if visit.back_to is None else visit.back_to
            visit = replace(visit, back_to=None, change="", returning=False)
            return _also(effects, _arrive(rules, state, visit, target))
        case _:
            raise AssertionError(f"a turn that nobody knows: {move.turn}")


def _arrive(rules: Rules, state: State, visit: Visit, position: int) -> Result:
    """Enter the step at this position of the plan; past its end the visit is finished."""
    steps = rules.matters[visit.matter].steps()
    if position >= len(steps):
        return _end(rules, state, visit, LeaveReason.FINISHED)
    if not _is_for(visit, steps[position]):
        return _arrive(rules, state, visit, position + 1)
    visit = replace(visit, position=position, step=Step(), commands=visit.commands + 1)
    state = replace(state, visit=visit, touched_s=state.at_s)
    move = STEPS[kind_of(steps[position])].enter(Context(rules, state, visit))
    if not isinstance(move.turn, Stay):
        return _make(rules, state, visit, move)
    return _also([_reached(visit, steps[position])], _make(rules, state, visit, move))


def _is_for(visit: Visit, planned: str) -> bool:
    """Whether this visitor's answers bring them to the step."""
    condition = only_if(planned)
    return condition is None or visit.facts.data.value(condition[0]) == condition[1]


def _back(rules: Rules, state: State, visit: Visit) -> Result:
    """To the page before; from the first one, home. Never back behind a submission."""
    if visit.facts.case is not None:
        return state, []
    steps = rules.matters[visit.matter].steps()
    c = Context(rules, state, visit)
    effects = _leaving(c)

    def can_return(at: int) -> bool:
        there = replace(c, visit=replace(visit, position=at))
        return _is_for(visit, steps[at]) and STEPS[kind_of(steps[at])].can_return(there)

    if visit.back_to is not None:
        target: int | None = visit.back_to
    elif visit.step.kind not in rules.matters[visit.matter].kinds():
        # back from a detour: to where it left the plan
        before = range(visit.position, -1, -1)
        target = next((at for at in before if can_return(at)), None)
    else:
        before = range(visit.position - 1, -1, -1)
        target = next((at for at in before if can_return(at)), None)
    if target is None and visit.facts == Facts():
        return _not_begun(state, visit, effects)
    if target is None:
        return _end(rules, state, visit, LeaveReason.LEFT)
    visit = replace(visit, back_to=None, change="", returning=True)
    return _also(effects, _arrive(rules, state, visit, target))


def _not_begun(state: State, visit: Visit, effects: list[Effect]) -> Result:
    """Somebody only looked: there is nothing to forget, and the list they came from is shown."""
    left = Audit("visit_ended", (("visit", visit.number), ("reason", LeaveReason.LEFT.value)))
    return replace(state, visit=None, help_open=False, hotline=None), [*effects, left]


def _end(rules: Rules, state: State, visit: Visit, reason: LeaveReason) -> Result:
    """Forget the visitor, whatever the way out."""
    c = Context(rules, state, visit)
    if reason is LeaveReason.LEFT and visit.facts.case is not None:
        reason = LeaveReason.FINISHED
    effects = [*_leaving(c), ForgetQuestions()]
    if visit.facts.has_portrait:
        effects.append(ClearFaces())
    effects.append(Audit("visit_ended", (("visit", visit.number), ("reason", reason.value))))
    state = replace(state, visit=None, help_open=False, hotline=None)
    forgotten = state.card_present or state.slip_waits
    if forgotten:
        effects.append(Beep("take_card"))
    if forgotten or reason is not LeaveReason.TIMED_OUT:
        return replace(state, place=Farewell(state.at_s, reason)), effects
    return _home(state), effects


def _leaving(c: Context) -> list[Effect]:
    """What the present step must stop; a visit that only passes by has nothing running."""
    step = c.visit.step
    return list(module_of(step).leave(c, step)) if step.kind else []


def _reached(visit: Visit, kind: str) -> Audit:
    name = kind.partition("@")[0]  # for whom it is planned is no part of its name
    return Audit("step_reached", (("visit", visit.number), ("step", name)))


# ---- time, devices, trouble --------------------------------------------------------------------


def _tick(rules: Rules, state: State, event: Tick) -> Result:
    patience = rules.config.patience
    if state.visit is not None:
        waits = module_of(state.visit.step).WAITS
        if waits and countdown_left_s(rules, state) == 0:
            return _end(rules, state, state.visit, LeaveReason.TIMED_OUT)
        return _to_step(rules, state, event)
    match state.place:
        case Farewell(since_s=since_s):
            shown_s = state.at_s - since_s
            if state.card_present or state.slip_waits:
                if shown_s < patience.take_card_s:
                    return state, []
                return _home(state), _left_behind(state)
            if shown_s >= stretched_s(rules, state, patience.goodbye_s):
                return _home(state), []
        case Maintenance():
            return technician.advance(rules, state, state.place, event)
        case Paused():
            pass  # the program ends and starts anew; nothing else leads out
        case _:
            if idle_left_s(rules, state) <= 0 and state != _home(state):
                return _home(state), []
    return state, []


def _data_alarms(rules: Rules, state: State) -> list[Effect]:
    """What the administrator has to put right in the data, told when the kiosk starts."""
    count = len(rules.catalogue.problems)
    refused: list[Effect] = []
    if count:
        refused.append(Audit("catalogue_refused", (("problems", count),)))
    if rules.unconfirmed:
        refused.append(Audit("matters_unconfirmed", (("matters", len(rules.unconfirmed)),)))
    return [*refused, *_calendar_alarm(rules, state)]


def _calendar_alarm(rules: Rules, state: State) -> list[Effect]:
    return [Audit("calendar_ends")] if rules.calendar_ends_soon(state.now.date()) else []


def _left_behind(state: State) -> list[Effect]:
    """What the visitor was asked to take along, and did not."""
    things = (("card_left_behind", state.card_present), ("slip_left_behind", state.slip_waits))
    return [Audit(event, (("visit", state.visits),)) for event, left in things if left]


def _status(state: State, status: DeviceStatus) -> Result:
    """Remember what is in a device's way, and tell the audit log when that changes."""
    statuses = {**dict(state.statuses), status.device: status}
    state = replace(state, statuses=tuple(sorted(statuses.items(), key=lambda row: row[0])))
    known = dict(state.attention)
    before = known.pop(status.device, None)
    if status.attention is not None:
        known[status.device] = status.attention
    effects: list[Effect] = []
    if status.attention is not before:
        device = ("device", status.device.value)
        if status.attention is not None:
            effects.append(Audit("device_attention", (device, ("code", status.attention.code))))
        else:
            effects.append(Audit("device_recovered", (device,)))
    return replace(state, attention=tuple(sorted(known.items(), key=lambda row: row[0]))), effects


def _platform(state: State, told: PlatformReached) -> Result:
    """Which platforms do not answer; of 统一受理平台 the courier tells the audit log itself."""
    down = told.platform in state.unreached
    unreached = state.unreached - {told.platform}
    effects: list[Effect] = []
    if not told.reached:
        unreached |= {told.platform}
    if told.platform is not Platform.ACCEPTANCE and down is told.reached:
        platform = ("platform", told.platform.value)
        if told.reached:
            effects.append(Audit("platform_reached", (platform,)))
        else:
            effects.append(Audit("platform_unreached", (platform, ("reason", told.reason))))
    return replace(state, unreached=unreached), effects


def _asked(state: State, told: Answered) -> list[Effect]:
    """A line in the audit log for what a platform was asked for a visitor, and how it ended."""
    if state.visit is None or not told.counts:
        return []
    fields = (
        ("visit", state.visit.number),
        ("platform", told.platform.value),
        ("question", told.what),
        ("outcome", told.code.value),
        ("reason", told.reason or "none"),
    )
    return [Audit("platform_asked", fields)]


def _cases(state: State, told: KeepingTold) -> Result:
    """Cases that nobody but a person can help, and a line in the audit log when that changes."""
    effects: list[Effect] = []
    kinds: tuple[tuple[type[Attention], int, int], ...] = (
        (CheckPlatformAnswer, state.refused, told.refused),
        (InstallNewerProgram, state.not_understood, told.not_understood),
    )
    for attention, before, now in kinds:
        code = ("code", attention.code)
        if now > before:
            effects.append(Audit("cases_need_somebody", (code, ("cases", min(now, 999_999)))))
        elif before and not now:
            effects.append(Audit("cases_settled", (code,)))
    return replace(state, refused=told.refused, not_understood=told.not_understood), effects


def _crashed(rules: Rules, state: State, where: str) -> Result:
    # A code of the audit log begins with a letter and holds no spaces.
    place = re.sub(r"[^A-Za-z0-9_.:/-]+", "-", where).lstrip("-0123456789_.:/")[:40] or "unknown"
    effects: list[Effect] = [Audit("crashed", (("where", place),)), ClearFaces(), ForgetQuestions()]
    if state.visit is not None:
        reason = LeaveReason.OUT_OF_SERVICE.value
        effects.append(Audit("visit_ended", (("visit", state.visit.number), ("reason", reason))))
    paused = Paused(RestartKiosk.code)
    return replace(_home(state), visit=None, place=paused), effects


def _also(effects: list[Effect], result: Result) -> Result:
    """The effects, then what the result brings."""
    state, more = result
    return state, [*effects, *more]
