"""办前自查: at most six questions before anybody says who they are, then a list of one's own.

Reached by a detour from the need-to-know page; the matter's file has the questions. The result
prints, goes on with the matter, or goes over to the one that is really meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from config.matters import kind_of
from kiosk.case.self_check import CheckResult, checked, option_of
from kiosk.case.slips import list_slip, material_in_words, material_note
from kiosk.effects import Effect, Print
from kiosk.events import Event
from kiosk.events.touches import (
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    MatterPressed,
    PrintListPressed,
)
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, GoTo, Instead, Move, Next, Stay, Turn
from kiosk.visit.state import Step
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class SelfChecking(Step):
    """answers: question and option, in the order in which they are asked."""

    kind: ClassVar[str] = "self_check"
    answers: tuple[tuple[str, str], ...] = ()
    list_printed: bool = False


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("self_check is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, SelfChecking)
    asked = len(step.answers)
    if isinstance(event, BackPressed) and asked:
        return Move(Stay(SelfChecking(step.answers[:-1])))
    if asked < len(c.matter.question):
        return _answered(c, step, event)
    result = checked(c.matter, dict(step.answers))
    match event:
        case PrintListPressed() if not step.list_printed:
            slip = list_slip(
                c.rules,
                c.words,
                c.matter,
                c.now,
                number=c.command_id("list"),
                answers=dict(step.answers),
            )
            printed = replace(step, list_printed=True)
            return Move(Stay(printed), effects=(Print(slip.number, slip),))
        case MatterPressed(matter=matter) if matter == result.instead:
            return Move(Instead(matter))
        case ContinuePressed() if result.instead is None:
            return Move(onward(c) if result.here else Detour(SeekingHelp("explained")))
        case _:
            return None


def _answered(c: Context, step: SelfChecking, event: Event) -> Move | None:
    at = len(step.answers)
    match event:
        case AnswerPressed(answer=name) if option_of(c.matter, at, name) is not None:
            said = (c.matter.question[at].name, name)
            return Move(Stay(replace(step, answers=(*step.answers, said))))
        case _:
            return None


def onward(c: Context) -> Turn:
    """To the next step; from a plan that has the need-to-know beside its way, back to where it was
    opened, and never past that page.
    """
    return Next() if kind_of(c.planned) == "need_to_know" else GoTo(c.planned)


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> ChoiceView | NoticeView:
    assert isinstance(step, SelfChecking)
    at = len(step.answers)
    if at < len(c.matter.question):
        return _question(c, at)
    return _result(c, step, checked(c.matter, dict(step.answers)))


def _question(c: Context, at: int) -> ChoiceView:
    words, question = c.words, c.matter.question[at]
    text = f"matter.{c.matter.code}."

    def said(option: str) -> str:
        own = f"{text}option.{question.name}.{option}"
        return words(own if words.has(own) else f"shared.option.{option}")

    return ChoiceView(
        frame=frame_of(c, steps=False),
        name=f"self_check_{question.name}",
        title=words(f"{text}question.{question.name}"),
        lead=words("self_check.lead"),
        note=words("self_check.count", at=at + 1, of=len(c.matter.question)),
        choices=tuple(
            Button(f"answer-{option.name}", said(option.name), AnswerPressed(option.name))
            for option in question.options
        ),
    )


def _result(c: Context, step: SelfChecking, result: CheckResult) -> NoticeView:
    words, text = c.words, f"matter.{c.matter.code}."
    rows = tuple(
        IconRow(
            "file-document-check-outline",
            material_in_words(words, c.matter, material.name),
            material_note(words, material),
        )
        for material in result.materials
    )
    nothing = IconRow("check-bold", words("self_check.nothing"), words("self_check.nothing_note"))
    how = "instead" if result.instead else "here" if result.here else "window"
    lead = f"here_lead_{c.matter.here}" if how == "here" else f"{how}_lead"
    return NoticeView(
        frame=frame_of(c, steps=False),
        name="self_checked",
        title=words(f"self_check.{how}"),
        lead=words(f"self_check.{lead}"),
        rows=rows or (nothing,),
        paragraphs=tuple(words(f"{text}advice.{advice}") for advice in result.advice),
        secondary=Button(
            "print-list",
            words("need_to_know.list_printed" if step.list_printed else "need_to_know.print_list"),
            PrintListPressed(),
            enabled=not step.list_printed,
        ),
        primary=_onward(c, result),
    )


def _onward(c: Context, result: CheckResult) -> Button:
    words = c.words
    if result.instead is not None:
        name = words(f"matter.{result.instead}.name")
        return Button("instead", name, MatterPressed(result.instead))
    label = f"need_to_know.begin_{c.matter.here}" if result.here else "need_to_know.begin_explained"
    return Button("begin", words(label), ContinuePressed())
