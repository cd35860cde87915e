"""A visit goes along the plan of its matter: from step to step, back, aside, and out.

What a step wants is its `Move`; here it is carried out on the state, and whatever way a visit
ends, the visitor is forgotten. What happens when nobody is being served is in `advance`.
"""

from dataclasses import replace

from config.matters import kind_of, only_if
from kiosk.attention import CheckDisk
from kiosk.case.numbers import next_visit_number
from kiosk.effects import Audit, Beep, ClearFaces, Effect, ForgetQuestions
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.program import Tick
from kiosk.events.touches import BackPressed, LeavePressed
from kiosk.rules import Rules
from kiosk.visit.moves import Context, Detour, GoTo, Instead, Leave, Move, Next, Stay
from kiosk.visit.result import Result, also
from kiosk.visit.state import Facts, Farewell, Home, Preferences, State, Step, Unavailable, Visit
from kiosk.visit.steps import STEPS, module_of
from kiosk.visit.ways import ASKED, SeekingHelp
from kiosk.vocabulary import LeaveReason


def begin(rules: Rules, state: State, matter: str, facts: Facts | None = None) -> Result:
    """A visit for this matter, unless something that all its visitors need is out of order."""
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
    return also([started], _arrive(rules, state, visit, 0))


def home(state: State) -> State:
    """The first page, as if nobody had been here."""
    preferences = Preferences()
    return replace(state, place=Home(), preferences=preferences, help_open=False, hotline=None)


def to_step(rules: Rules, state: State, visit: Visit, event: Event) -> Result:
    """What the present step makes of an event; back and leaving are the same in all of them."""
    move = module_of(visit.step).advance(Context(rules, state, visit), visit.step, event)
    if move is not None:
        # A device at work is patience too; a platform answers whether somebody is there or not.
        if not isinstance(event, Tick | Answered):
            state = replace(state, touched_s=state.at_s)
        return _make(rules, state, visit, move)
    if isinstance(event, BackPressed):
        return _back(rules, state, visit)
    if isinstance(event, LeavePressed):
        return end(rules, state, visit, LeaveReason.LEFT)
    return state, []


def may_ask_for_person(state: State) -> bool:
    """Whether a window could go on with the visit: there is something to go on with, nothing of it
    is with the platform or on paper, and no step is at work that has its own end and way out.
    """
    visit = state.visit
    if visit is None or visit.step.kind == SeekingHelp.kind:
        return False
    done = visit.facts.case or visit.facts.service or visit.facts.sheets
    return not done and module_of(visit.step).WAITS


def to_person(rules: Rules, state: State, visit: Visit) -> Result:
    """转人工, asked for in the help; 返回 leads into the plan again, and nothing is lost."""
    state = replace(state, help_open=False)
    return _make(rules, state, visit, Move(Detour(SeekingHelp(ASKED))))


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
        return also(effects, end(rules, state, visit, move.turn.reason))
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
            return also(effects, _arrive(rules, state, visit, target))
        case Instead(matter=matter, facts=facts):
            if visit.facts == Facts():
                state, ended = _not_begun(state, visit, effects)
            else:
                state, ended = also(effects, end(rules, state, visit, LeaveReason.FINISHED))
            return also(ended, begin(rules, state, matter, facts))
        case Next():
            target = visit.position + 1 if visit.back_to is None else visit.back_to
            visit = replace(visit, back_to=None, change="", returning=False)
            return also(effects, _arrive(rules, state, visit, target))
        case _:
            raise AssertionError(f"a turn that nobody knows: {move.turn}")


def _arrive(rules: Rules, state: State, visit: Visit, position: int) -> Result:
    """Enter the step at this position of the plan; past its end the visit is finished."""
    steps = rules.matters[visit.matter].steps()
    if position >= len(steps):
        return end(rules, state, visit, LeaveReason.FINISHED)
    if not _is_for(visit, steps[position]):
        return _arrive(rules, state, visit, position + 1)
    visit = replace(visit, position=position, step=Step(), commands=visit.commands + 1)
    state = replace(state, visit=visit, touched_s=state.at_s)
    move = STEPS[kind_of(steps[position])].enter(Context(rules, state, visit))
    if not isinstance(move.turn, Stay):
        return _make(rules, state, visit, move)
    return also([_reached(visit, steps[position])], _make(rules, state, visit, move))


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
        return end(rules, state, visit, LeaveReason.LEFT)
    visit = replace(visit, back_to=None, change="", returning=True)
    return also(effects, _arrive(rules, state, visit, target))


def _not_begun(state: State, visit: Visit, effects: list[Effect]) -> Result:
    """Somebody only looked: there is nothing to forget, and the list they came from is shown."""
    left = Audit("visit_ended", (("visit", visit.number), ("reason", LeaveReason.LEFT.value)))
    return replace(state, visit=None, help_open=False, hotline=None), [*effects, left]


def end(rules: Rules, state: State, visit: Visit, reason: LeaveReason) -> Result:
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
    return home(state), effects


def _leaving(c: Context) -> list[Effect]:
    """What the present step must stop; a visit that only passes by has nothing running."""
    step = c.visit.step
    return list(module_of(step).leave(c, step)) if step.kind else []


def _reached(visit: Visit, kind: str) -> Audit:
    name = kind.partition("@")[0]  # for whom it is planned is no part of its name
    return Audit("step_reached", (("visit", visit.number), ("step", name)))
