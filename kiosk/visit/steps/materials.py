"""材料带来了吗: what has to be brought, one by one; what is secondary may follow (容缺受理).

Only a material that the matter's file allows to lack may follow, by a day that is told and
promised (浙江省保障“最多跑一次”改革规定); the file's list is public, and on the 一次性告知单. Not
for whom the sharing platform has a credit mark (domain.md §5.4, material_lack_ok): that is asked
before it is offered, once, and told without a reproach. Where nobody answers, who reviews asks.
Without a primary one nothing is taken in: all that is lacking is told at once, and the window keeps
the draft. That no result comes before completion is the case's business (`case/states`).

A kiosk takes no paper. So whether it was brought is asked only where the plan goes on to a window;
where the case is submitted from here, what has to be brought follows, or is done without.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from config.matters import Material
from kiosk.case import owed
from kiosk.case.dates import day_or_days
from kiosk.case.self_check import needed
from kiosk.case.slips import list_slip, material_in_words
from kiosk.effects import Effect, Print, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.touches import (
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    PrintListPressed,
)
from kiosk.questions import Credit, CreditMark
from kiosk.visit.asking.promise import text_hash
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, Device, Platform

NEEDS: tuple[Device, ...] = ()
WAITS = True

HAVE, HAVE_NOT = "have", "have_not"


@dataclass(frozen=True, slots=True)
class Bringing(Step):
    """answers: to the matter's own questions, and "have" or "have_not" by material, in order.

    printed: the list of what to bring, which is offered where something primary is lacking.
    asked: the question of a credit mark, while it is asked.
    """

    kind: ClassVar[str] = "materials"
    answers: tuple[tuple[str, str], ...] = ()
    printed: bool = False
    asked: str = ""


def can_return(c: Context) -> bool:
    return _has_a_page(c, Bringing())


def enter(c: Context) -> Move:
    return _to(c, Bringing())


def _to(c: Context, step: Bringing) -> Move:
    """To what is asked next, or lacking; what may follow is offered when it is known to whom."""
    if not _has_a_page(c, step):
        return _all_here(c)
    offered = not _open(c, step) and _may_all_follow(_lacking(c, step))
    number = c.facts.applicant.number
    if offered and number and c.facts.credit_mark is None and c.reaches(Platform.SHARING):
        ask = c.ask(f"credit{len(step.answers)}", CreditMark(number, c.matter.code))
        return Move(Stay(replace(step, asked=ask.id)), effects=(ask,))
    return Move(Stay(step))


def _has_a_page(c: Context, step: Bringing) -> bool:
    return bool(_open(c, step) or _lacking(c, step))


def is_settled(c: Context) -> bool:
    """Whether what is owed is what the answers of the visit say; a changed one may say other."""
    step = Bringing()
    lacks = {each.name for each in _lacking(c, step)}
    return bool(_open(c, step)) or lacks == {each.material for each in owed.of(c.facts.data)}


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Bringing)
    asked = _open(c, step)
    match event:
        case BackPressed() if step.answers:
            return Move(Stay(Bringing(step.answers[:-1])), effects=tuple(leave(c, step)))
        case AnswerPressed(answer=answer) if asked and answer in _options(c, asked):
            return _to(c, replace(step, answers=(*step.answers, (asked, answer))))
        case Answered(id=id, code=code, result=result) if step.asked and id == step.asked:
            return _told(c, step, code, result)
        case _ if step.asked:
            return None
        case ContinuePressed() if not asked and _may_follow(c, step):
            return _promised(c, step)
        case PrintListPressed() if not asked and not step.printed:
            answers, number = _answers(c, step), c.command_id("list")
            slip = list_slip(c.rules, c.words, c.matter, c.now, number=number, answers=answers)
            return Move(Stay(replace(step, printed=True)), effects=(Print(number, slip),))
        case ContinuePressed() | DeclinePressed() if not asked:
            return Move(Detour(SeekingHelp("materials")))
        case _:
            return None


def _told(c: Context, step: Bringing, code: AnswerCode, result: object) -> Move:
    known = Credit(False) if code is AnswerCode.REFUSED else result
    if not isinstance(known, Credit):
        return Move(Stay(replace(step, asked="")))
    facts = replace(c.facts, credit_mark=known.marked)
    return Move(Stay(replace(step, asked="")), facts=facts)


def _all_here(c: Context) -> Move:
    """Nothing is owed; what an earlier answer had promised is withdrawn."""
    return Move(Next(), facts=c.facts.told(*owed.nothing()) if owed.of(c.facts.data) else None)


def _promised(c: Context, step: Bringing) -> Move:
    lacking = _lacking(c, step)
    follows = [
        owed.Owed(each.name, c.rules.calendar.after(c.today, days), days)
        for each in lacking
        for days in (each.may_lack_days,)
    ]
    promise = f"{c.words('materials.promise_version')}:{text_hash(c.rules, 'materials.promise')}"
    audit = c.audit("tolerance_promised", materials=len(lacking))
    return Move(Next(), facts=c.facts.told(*owed.promised(follows, promise)), effects=(audit,))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, Bringing)
    return (StopAsking(step.asked),) if step.asked else ()


# ---- what is asked, and what is owed -------------------------------------------------------------


def _answers(c: Context, step: Bringing) -> dict[str, str]:
    """What was said here, and what a form of the visit has asked for under a question's name."""
    questions = [each.name for each in c.matter.question]
    known = {name: c.facts.data.value(name) for name in questions if c.facts.data.value(name)}
    return known | dict(step.answers)


def _brought(c: Context, answers: dict[str, str]) -> list[Material]:
    return [each for each in needed(c.matter, answers) if each.obtained == "brought"]


def _takes_paper(c: Context) -> bool:
    return "hand_over" in c.matter.kinds()


def _open(c: Context, step: Bringing) -> str:
    """The question or the material that is asked next; empty when all is answered."""
    answers = _answers(c, step)
    wanted = {
        each.condition[0]
        for each in c.matter.material
        if each.condition is not None and each.obtained == "brought"
    }
    asks = [each.name for each in c.matter.question if each.name in wanted]
    if _takes_paper(c):
        asks += [each.name for each in _brought(c, answers)]
    return next((name for name in asks if name not in answers), "")


def _options(c: Context, asked: str) -> tuple[str, ...]:
    question = next((each for each in c.matter.question if each.name == asked), None)
    if question is None:
        return HAVE, HAVE_NOT
    return tuple(option.name for option in question.options)


def _lacking(c: Context, step: Bringing) -> list[Material]:
    answers = _answers(c, step)
    without = HAVE if _takes_paper(c) else HAVE_NOT
    return [each for each in _brought(c, answers) if answers.get(each.name, without) == HAVE_NOT]


def _may_all_follow(lacking: list[Material]) -> bool:
    return bool(lacking) and all(each.may_lack_days for each in lacking)


def _may_follow(c: Context, step: Bringing) -> bool:
    return _may_all_follow(_lacking(c, step)) and not c.facts.credit_mark


# ---- pages ---------------------------------------------------------------------------------------


def view(c: Context, step: Step) -> ChoiceView | NoticeView | BusyView:
    assert isinstance(step, Bringing)
    if step.asked:
        looking = c.words("materials.looking")
        return BusyView(frame_of(c), "materials_looking", looking, c.words("code.checking_lead"))
    asked = _open(c, step)
    return _ask(c, asked) if asked else _owed(c, step, _lacking(c, step))


def _ask(c: Context, asked: str) -> ChoiceView:
    words, text = c.words, f"matter.{c.matter.code}."
    own = any(each.name == asked for each in c.matter.question)
    what = words(f"{text}question.{asked}") if own else material_in_words(words, c.matter, asked)

    def said(option: str) -> str:
        if not own:
            return words(f"materials.{option}")
        key = f"{text}option.{asked}.{option}"
        return words(key if words.has(key) else f"shared.option.{option}")

    return ChoiceView(
        frame=frame_of(c),
        name="materials",
        title=what if own else words("materials.title"),
        lead=words("materials.question") if own else what,
        choices=tuple(
            Button(f"answer-{option}", said(option), AnswerPressed(option))
            for option in _options(c, asked)
        ),
    )


def _owed(c: Context, step: Bringing, lacking: list[Material]) -> NoticeView:
    words = c.words
    follows, marked = _may_follow(c, step), bool(c.facts.credit_mark)
    how = "tolerant" if follows else "all_first" if marked else "missing"
    secondary: Button | None = None
    if follows:
        secondary = Button("window", words("materials.window"), DeclinePressed())
    elif not step.printed:
        label = words("need_to_know.print_list")
        secondary = Button("print-list", label, PrintListPressed(), icon="printer-outline")
    return NoticeView(
        frame=frame_of(c),
        name=f"materials_{how}",
        title=words(f"materials.{how}"),
        lead=words(f"materials.{how}_lead"),
        rows=tuple(
            IconRow(
                "file-alert-outline",
                material_in_words(words, c.matter, each.name),
                words(
                    "materials.follows",
                    by=day_or_days(c.rules, words, c.today, each.may_lack_days),
                )
                if each.may_lack_days and not marked
                else words("materials.first"),
            )
            for each in lacking
        ),
        paragraphs=_said_of_following(c) if follows else (),
        secondary=secondary,
        primary=Button("promise", words("form.promise"), ContinuePressed())
        if follows
        else Button("window", words("materials.window"), ContinuePressed()),
    )


def _said_of_following(c: Context) -> tuple[str, ...]:
    """What is promised, and how it comes later where the case was submitted from here."""
    promise = c.words("materials.promise")
    if _takes_paper(c):
        return (promise,)
    here = any(
        c.matter.code in each.supplements and each.here == "done"
        for each in c.rules.matters.values()
    )
    return promise, c.words("materials.how" if here else "materials.how_at_window")
