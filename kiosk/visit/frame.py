"""What is around every screen: header, steps, and 返回 · 结束 · 帮助 in their places."""

from datetime import datetime, time

from kiosk.events.touches import BackPressed, HelpPressed, LeavePressed
from kiosk.rules import Rules
from kiosk.visit.moves import Context
from kiosk.visit.state import State
from kiosk.visit.views.parts import Button, Frame, StepLabel


def is_night(rules: Rules, now: datetime) -> bool:
    """Whether the screen is in its dark variant: by the clock, over midnight."""
    begins = time.fromisoformat(rules.config.hours.night_from)
    ends = time.fromisoformat(rules.config.hours.night_to)
    if begins <= ends:
        return begins <= now.time() < ends
    return now.time() >= begins or now.time() < ends


def frame_at_home(rules: Rules, state: State, *, back: bool = False) -> Frame:
    """Around pages that belong to nobody's visit."""
    title = rules.config.identity.zone_in(state.preferences.language)
    return _frame(rules, state, title=title, back=back, leave=back)


def frame_of(c: Context, *, back: bool = True, leave: bool = True, steps: bool = True) -> Frame:
    """Around a page of a visit. steps False: the question stands alone, without the bars.

    So does what is read before the first bar begins: none of them would be the one of now.
    """
    words = c.words
    labels: list[StepLabel] = []
    if steps:
        passed = 0
        for stage in c.matter.plan:
            begins, passed = passed, passed + len(stage.steps)
            if not words.has(f"stage.{stage.name}"):
                continue  # without a bar, and yet it takes its steps
            if c.visit.position >= passed:
                state = "done"
            elif c.visit.position >= begins:
                state = "now"
            else:
                state = "to_come"
            labels.append(StepLabel(words(f"stage.{stage.name}"), state))
    begun = sum(label.state != "to_come" for label in labels)
    return _frame(
        c.rules,
        c.state,
        title=words(f"matter.{c.matter.code}.name"),
        back=back,
        leave=leave,
        steps=tuple(labels) if begun else (),
        sentence=words("frame.step", step=begun, of=len(labels)) if begun else "",
    )


def _frame(
    rules: Rules,
    state: State,
    *,
    title: str,
    back: bool,
    leave: bool,
    steps: tuple[StepLabel, ...] = (),
    sentence: str = "",
) -> Frame:
    words = rules.words[state.preferences.language]
    return Frame(
        title=title,
        clock=f"{state.now:%H:%M}",
        open_sign=words("frame.open"),
        steps=steps,
        step_sentence=sentence,
        back=Button("back", words("frame.back"), BackPressed(), icon="arrow-left")
        if back
        else None,
        leave=Button("leave", words("frame.leave"), LeavePressed(), icon="close")
        if leave
        else None,
        help=Button("help", words("frame.help"), HelpPressed(), icon="help-circle-outline"),
        bar_sentence=words("frame.bar"),
        theme=state.preferences.theme,
        night=is_night(rules, state.now),
        language=state.preferences.language,
        sound=state.preferences.sound,
        demo=rules.config.simulation,
    )
