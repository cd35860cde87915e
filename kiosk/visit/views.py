"""What a screen shows: finished strings and, for each control, the event that a press reports.

A view is made by the step that it belongs to; a screen needs no rule, no clock and no word of its
own. `name` is how tests, the scripted visitor and the audit of touches find a control.
"""

from dataclasses import dataclass, field

from kiosk.case.timeline import TimelineRow
from kiosk.events import Event
from kiosk.vocabulary import Language, Theme


@dataclass(frozen=True, slots=True)
class Button:
    """A control. enabled False: drawn dashed, with `missing` telling what is still needed."""

    name: str
    label: str
    press: Event
    icon: str = ""  # a name of the icon font, e.g. "arrow-left"
    note: str = ""  # a second, smaller line
    enabled: bool = True
    missing: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class StepLabel:
    """One bar of the step indicator. state: done, now, to_come."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every screen: header, steps, the bar at the bottom."""

    title: str  # left in the header: the matter, or the zone
    clock: str  # "14:26"
    open_sign: str  # 不打烊
    steps: tuple[StepLabel, ...]
    step_sentence: str  # 第 2 步，共 5 步: what 长辈 shows instead of the bars
    back: Button | None
    leave: Button | None
    help: Button
    bar_sentence: str  # where back and leave are not: one sentence
    theme: Theme
    night: bool
    language: Language
    sound: bool
    demo: bool  # simulated hardware: generated people are labelled


@dataclass(frozen=True, slots=True)
class IconRow:
    """A row of a slip: icon, large words, small words beneath or beside."""

    icon: str
    big: str
    note: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The hint band: one sentence that matters now, and one that explains it."""

    icon: str
    big: str
    note: str


@dataclass(frozen=True, slots=True)
class Door:
    name: str
    title: str
    lines: tuple[str, ...]
    summary: str  # one line instead of `lines` in 长辈
    enter: str  # 请进
    picture: str  # "id_card" or "licence"
    press: Event


@dataclass(frozen=True, slots=True)
class HomeView:
    frame: Frame
    title: str
    lead: str
    doors: tuple[Door, ...]
    ways_in: tuple[Button, ...]
    links: tuple[Button, ...]
    band: Band
    sign: tuple[str, str]  # the hanging slip: 不打烊 and the line beneath
    announcement: Band | None = None  # stands where the hours do; in 长辈 where the lead does


@dataclass(frozen=True, slots=True)
class MattersView:
    """A list: behind a door, in an area, the areas themselves. previous, following: its pages."""

    frame: Frame
    title: str
    lead: str
    matters: tuple[Button, ...]
    band: Band | None = None
    picture: str = "lantern"  # what fills a page that has little to say: or "id_card", "licence"
    previous: Button | None = None
    following: Button | None = None


@dataclass(frozen=True, slots=True)
class SearchView:
    """Letters, and below them the matters that they may mean."""

    frame: Frame
    title: str
    lead: str
    letters: str
    found: tuple[Button, ...]
    keys: tuple[Button, ...]  # 26 letters, then one that deletes


@dataclass(frozen=True, slots=True)
class NeedToKnowView:
    """window_title, window_text: empty where the self-check says who must go to a window."""

    frame: Frame
    title: str
    facts: tuple[IconRow, ...]
    window_title: str
    window_text: str
    secondary: Button
    check: Button | None  # 先自查, where the matter has questions
    primary: Button


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A page to read, then one action: privacy notice, eligibility, window number, goodbye.

    big and lead stand above the slip; rows are on it; paragraphs follow the rows on the slip.
    """

    frame: Frame
    name: str  # "privacy", "eligible", "not_eligible", "ticket", "goodbye", ...
    title: str
    lead: str
    rows: tuple[IconRow, ...] = ()
    paragraphs: tuple[str, ...] = field(default=(), repr=False)
    big: str = ""  # e.g. the window number
    more: Button | None = None  # a page beside the way; stands above the two actions
    secondary: Button | None = None
    primary: Button | None = None
    code: str = ""  # the small code for the technician
    picture: str = "lantern"


@dataclass(frozen=True, slots=True)
class PlaceCardView:
    frame: Frame
    title: str
    lead: str
    place: tuple[str, str]  # 感应区 / 在屏幕下方
    waiting: str
    seconds_left: str
    reading: bool  # a card lies there and is being read
    trouble: str  # a hint after a failed read, or empty
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ConsentView:
    frame: Frame
    title: str
    rows: tuple[IconRow, ...]
    ways_title: str
    ways: tuple[IconRow, ...]
    refuse: Button
    agree: Button


@dataclass(frozen=True, slots=True)
class FaceView:
    frame: Frame
    title: str
    hint: str
    icon: str
    progress: float
    label: str  # 演示画面：人像由程序生成
    seconds_left: str
    other_way: Button


@dataclass(frozen=True, slots=True)
class PhotoView:
    """The person before the camera in the frame of a card's photo. countdown: "3", "2", "1"."""

    frame: Frame
    name: str
    title: str
    hint: str
    also: str  # what else is to be put right, or how many were taken
    icon: str
    countdown: str
    label: str
    not_here: Button


@dataclass(frozen=True, slots=True)
class ShotsView:
    """The shots side by side, one of them chosen; their pictures are in the camera's preview."""

    frame: Frame
    name: str
    title: str
    lead: str
    shots: tuple[Button, ...]
    label: str
    secondary: Button
    primary: Button


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One question, a few equal answers: other ways, how to get the document."""

    frame: Frame
    name: str
    title: str
    lead: str
    choices: tuple[Button, ...]
    note: str = ""
    picture: str = "lantern"


@dataclass(frozen=True, slots=True)
class KeypadView:
    """A figure on twelve large keys: a phone number, a day, an amount."""

    frame: Frame
    name: str
    title: str
    lead: str
    value: str = field(repr=False)  # grouped: 138 0000 66
    missing: str  # 还差 2 位
    problem: str  # what is wrong with a complete number, or empty
    keys: tuple[Button, ...]  # twelve, in reading order
    primary: Button
    secondary: Button | None = None  # where the answer may stay open


@dataclass(frozen=True, slots=True)
class TypingView:
    """Words on the keyboard: what stands, the letters that are no words yet, what they may be."""

    frame: Frame
    name: str
    title: str
    lead: str
    value: str = field(repr=False)
    composing: str = field(repr=False)  # letters, syllables apart: "xiang shan"
    problem: str
    candidates: tuple[Button, ...] = field(repr=False)  # at most eight
    rows: tuple[tuple[Button, ...], ...]  # the keys, as they lie
    tools: tuple[Button, ...]  # what lies beneath them: which keys, clear, delete
    primary: Button
    secondary: Button | None = None


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A pad for one finger. strokes: what is written, in thousandths of the pad's width."""

    frame: Frame
    name: str
    title: str
    lead: str
    strokes: tuple[tuple[tuple[int, int], ...], ...] = field(repr=False)
    place: str  # what stands on the empty pad
    meaning: str
    secondary: Button
    primary: Button


@dataclass(frozen=True, slots=True)
class FeeView:
    """What is to be paid, and the code that the citizen's phone pays by."""

    frame: Frame
    name: str
    title: str
    lead: str
    qr: str = field(repr=False)
    rows: tuple[tuple[str, str], ...]
    hint: str
    secondary: Button
    primary: Button


@dataclass(frozen=True, slots=True)
class PickView:
    """Many equal answers in a grid: a town, a kind of business; several may be chosen."""

    frame: Frame
    name: str
    title: str
    lead: str
    choices: tuple[Button, ...]
    wide: bool = False  # one to a row, with a note, instead of a grid
    problem: str = ""
    note: str = field(default="", repr=False)
    secondary: Button | None = None
    primary: Button | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    label: str
    value: str = field(repr=False)
    change: Button | None = None


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    title: str
    rows: tuple[ReviewRow, ...]
    wrong: Button | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One page of what is to be submitted; without a fee on all but the last."""

    frame: Frame
    name: str
    title: str
    lead: str
    groups: tuple[ReviewGroup, ...]
    fee_label: str
    fee: str
    fee_note: str
    primary: Button


@dataclass(frozen=True, slots=True)
class BusyView:
    """The kiosk is at work and asks for nothing: submitting, printing, starting."""

    frame: Frame
    name: str
    title: str
    lead: str
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class DoneView:
    frame: Frame
    title: str
    lead: str
    number_label: str
    number: str = field(repr=False)
    qr: str = field(repr=False)
    about: tuple[str, ...] = field(repr=False)
    stamp: str  # 演示 无效, or empty
    next_title: str
    timeline: tuple[TimelineRow, ...]
    notes: tuple[str, ...]
    slip_hint: str  # where the paper comes out, or what has become of it
    slip_below: bool  # whether there is paper in the slot to point at
    secondary: Button | None
    primary: Button


@dataclass(frozen=True, slots=True)
class RatingView:
    frame: Frame
    title: str
    lead: str
    about: tuple[str, str]  # what is being rated, and its number
    levels: tuple[Button, ...]  # five, best first; icon: "face-5" to "face-1"
    skip: Button


@dataclass(frozen=True, slots=True)
class StillThereView:
    frame: Frame
    title: str
    lead: str
    seconds: int
    of_seconds: int
    unit: str
    reminder: str
    primary: Button


@dataclass(frozen=True, slots=True)
class HelpView:
    """帮助: how it looks, which language, sound, and who else helps."""

    frame: Frame
    title: str
    themes_title: str
    themes: tuple[Button, ...]
    languages_title: str
    languages: tuple[Button, ...]
    sound_title: str
    sounds: tuple[Button, ...]
    call: Band
    tell: Button | None  # 给 12345 留言, where there is a line to it
    primary: Button


@dataclass(frozen=True, slots=True)
class PausedView:
    """暂停服务: shut doors, three ways on, data cleared."""

    frame: Frame
    sign: tuple[str, str]
    title: str
    lead: str
    ways: tuple[IconRow, ...]
    note: str
    code: str
    banner: str = ""  # of an emergency stop, in place of title and lead


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One line of the technician's board. grade: ok, warning, fail, absent, not_run, testing.

    advice: what to do about it, told where it is the worst. button: what a touch on the row does.
    """

    grade: str
    name: str
    word: str
    detail: str
    advice: str = ""
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class StatusView:
    """The technician's board, or one device of it: lines, what to do, and what can be done."""

    frame: Frame
    name: str
    title: str
    lead: str
    rows: tuple[StatusRow, ...]
    notes: tuple[IconRow, ...]
    actions: tuple[Button, ...]
    primary: Button
    secondary: Button | None = None


@dataclass(frozen=True, slots=True)
class PaperStep:
    """state: done, now, to_come."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """The paper change, step by step; picture: "open", "roll" or "close"."""

    frame: Frame
    title: str
    lead: str
    steps: tuple[PaperStep, ...]
    picture: str
    primary: Button


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
    | PickView
    | FeeView
    | SignatureView
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
