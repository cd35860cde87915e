"""What the kiosk remembers of its devices, platforms and data, whether or not anybody is served.

Every change of it is a line in the audit log; what a change means for a visit is in its steps.
"""

from dataclasses import replace

from kiosk.attention import (
    Attention,
    CheckCaseHistory,
    CheckPlatformAnswer,
    InstallNewerProgram,
)
from kiosk.effects import Audit, Effect
from kiosk.events.keeping import KeepingTold
from kiosk.events.platforms import Answered, PlatformReached
from kiosk.ports import DeviceStatus
from kiosk.questions import CaseProgress
from kiosk.rules import Rules
from kiosk.visit import guessing
from kiosk.visit.result import Result
from kiosk.visit.state import State
from kiosk.vocabulary import AnswerCode, Platform


def data_alarms(rules: Rules, state: State) -> list[Effect]:
    """What the administrator has to put right in the data, told when the kiosk starts."""
    count = len(rules.catalogue.problems)
    refused: list[Effect] = []
    if count:
        refused.append(Audit("catalogue_refused", (("problems", count),)))
    if rules.unconfirmed:
        refused.append(Audit("matters_unconfirmed", (("matters", len(rules.unconfirmed)),)))
    return [*refused, *calendar_alarm(rules, state)]


def calendar_alarm(rules: Rules, state: State) -> list[Effect]:
    return [Audit("calendar_ends")] if rules.calendar_ends_soon(state.now.date()) else []


def left_behind(state: State) -> list[Effect]:
    """What the visitor was asked to take along, and did not."""
    things = (("card_left_behind", state.card_present), ("slip_left_behind", state.slip_waits))
    return [Audit(event, (("visit", state.visits),)) for event, left in things if left]


def status_changed(state: State, status: DeviceStatus) -> Result:
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


def platform_reached(state: State, told: PlatformReached) -> Result:
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


def answered(state: State, told: Answered) -> Result:
    """A line in the audit log for what a platform was asked for a visitor, and how it ended; and
    what somebody who guesses, or a platform that is wrong, has done so far.
    """
    effects: list[Effect] = []
    if state.visit is not None and told.counts:
        fields = (
            ("visit", state.visit.number),
            ("platform", told.platform.value),
            ("question", told.what),
            ("outcome", told.code.value),
            ("reason", told.reason or "none"),
        )
        effects.append(Audit("platform_asked", fields))
    if told.reason.startswith("seal"):
        state = replace(state, seals_refused=state.seals_refused + 1)
    if told.reason == "history":
        state = replace(state, histories_refused=state.histories_refused + 1)
        effects.append(Audit("case_history_refused", (("code", CheckCaseHistory.code),)))
    if told.what == CaseProgress.__name__ and told.code is AnswerCode.REFUSED:
        state = replace(state, guessed=guessing.counted(state.guessed, state.at_s))
    return state, effects


def cases_told(state: State, told: KeepingTold) -> Result:
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
