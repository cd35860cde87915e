"""What the screen shows now: `view(rules, state)`, pure, from the state alone.

The pages that belong to nobody's visit are here; a visit's are made by its steps.
"""

from config.words import Words
from kiosk.case.hours import window_is_open, window_note
from kiosk.events.touches import (
    CloseHelpPressed,
    ContinuePressed,
    DoorPressed,
    FindPressed,
    HotlinePressed,
    LanguagePressed,
    MatterPressed,
    PersonPressed,
    SoundPressed,
    StillHerePressed,
    ThemePressed,
    UnsurePressed,
)
from kiosk.rules import Rules
from kiosk.technician import view as technician
from kiosk.technician.state import Maintenance
from kiosk.visit import finding_view, hotline
from kiosk.visit.finding import Areas, Asking, BehindDoor, InArea, Searching
from kiosk.visit.frame import frame_at_home, frame_of
from kiosk.visit.moves import Context
from kiosk.visit.patience import countdown_left_s, countdown_of_s
from kiosk.visit.state import Farewell, Paused, State, Stop, Unavailable
from kiosk.visit.steps import last_step, module_of
from kiosk.visit.views import View
from kiosk.visit.views.always import HelpView, PausedView, StillThereView
from kiosk.visit.views.finding import Door, HomeView
from kiosk.visit.views.parts import Band, Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.visit.walking import may_ask_for_person
from kiosk.vocabulary import Language, LeaveReason, Theme

WAYS_ON = (("next_machine", "monitor"), ("other_place", "map-marker-outline"), ("call", "phone"))

LEFT_ICONS = {"card": "card-account-details-outline", "slip": "receipt-text-outline"}

GOODBYES = {LeaveReason.FINISHED: "done", LeaveReason.TO_WINDOW: "to_window"}


def view(rules: Rules, state: State) -> View:
    """The one page for this state."""
    words = rules.words[state.preferences.language]
    if state.visit is not None:
        c = Context(rules, state, state.visit)
        module = module_of(state.visit.step)
        left_s = countdown_left_s(rules, state)
        if left_s is not None and module.WAITS:
            return _still_there(c, left_s)  # over the help too: who reads there must be warned
        return _help(rules, state, words) if state.help_open else module.view(c, state.visit.step)
    if state.help_open:
        return _help(rules, state, words)
    match state.place:
        case Maintenance():
            return technician.view(rules, state, state.place)
        case Paused(code=code):
            return _paused(rules, state, words, code)
        case Farewell(reason=reason):
            return _farewell(rules, state, words, reason)
        case _ if state.stop is not None:
            return _stopped(rules, state, words, state.stop)
        case (BehindDoor() | Areas() | InArea() | Searching() | Asking()) as place:
            return finding_view.view(rules, state, words, place)
        case Unavailable(matter=matter, code=code):
            return _unavailable(rules, state, words, matter, code)
        case _:
            return _home(rules, state, words)


def _home(rules: Rules, state: State, words: Words) -> HomeView:
    is_open = window_is_open(rules, state.now)
    when = "day" if is_open else "night"
    frame = frame_at_home(rules, state)
    return HomeView(
        frame=frame,
        title=words("home.title"),
        lead=words("home.lead"),
        doors=tuple(
            Door(
                name=f"door-{rule.name}",
                title=words(f"door.{rule.name}.title"),
                lines=words.lines(f"door.{rule.name}.lines"),
                summary=words(f"door.{rule.name}.summary"),
                enter=words("home.enter"),
                picture=rule.picture,
                press=DoorPressed(rule.name),
            )
            for rule in rules.doors
        ),
        ways_in=_ways_in(rules, words),
        links=_links(rules, state, words),
        band=Band(
            "clock-outline",
            words(f"home.{when}"),
            words(
                f"home.{when}_note",
                window=rules.config.identity.window_in(words.language),
                note=window_note(rules, words, state.now),
            ),
        ),
        announcement=_announcement(rules, state, words),
        sign=(words("frame.open"), words(f"home.sign_{'night' if frame.night else 'day'}")),
    )


def _announcement(rules: Rules, state: State, words: Words) -> Band | None:
    told = rules.announcement(state.now)
    if told is None:
        return None
    text = told.text if words.language == "zh" else told.text_en
    return Band("bullhorn-outline", text, words("home.announcement"))


def _ways_in(rules: Rules, words: Words) -> tuple[Button, ...]:
    """For whom the doors are not enough: the whole list, and a few plain questions."""
    find = Button("find", words("home.find"), FindPressed(), icon="magnify")
    if not rules.catalogue.shared.ways:
        return (find,)
    unsure = Button("unsure", words("home.unsure"), UnsurePressed(), icon="chat-question-outline")
    return find, unsure


def _links(rules: Rules, state: State, words: Words) -> tuple[Button, ...]:
    """What many come for, and what a newcomer needs before anything else: large words, English."""
    elder = state.preferences.theme is Theme.ELDER
    english = state.preferences.language is Language.EN
    theme = Theme.STANDARD if elder else Theme.ELDER
    language = Language.ZH if english else Language.EN
    shortcuts = tuple(
        Button(f"matter-{code}", words(f"matter.{code}.name"), MatterPressed(code))
        for code in rules.shortcuts
        if code in rules.matters and rules.switched_off(code, state.now) is None
    )
    return (
        *shortcuts,
        Button(
            f"theme-{theme.value}",
            words(f"home.theme_{theme.value}"),
            ThemePressed(theme),
        ),
        Button(
            f"language-{language.value}",
            words(f"help.language_{language.value}"),
            LanguagePressed(language),
        ),
    )


def _unavailable(rules: Rules, state: State, words: Words, matter: str, code: str) -> NoticeView:
    return NoticeView(
        frame=frame_at_home(rules, state, back=True),
        name="unavailable",
        title=words("unavailable.title"),
        lead=words(f"attention.{code}.citizen"),
        rows=_ways_on(rules, state, words),
        primary=Button("home", words("unavailable.home"), ContinuePressed()),
        code=code,
    )


def _farewell(rules: Rules, state: State, words: Words, reason: LeaveReason) -> NoticeView:
    how = GOODBYES.get(reason, "left")
    left = (("card", state.card_present), ("slip", state.slip_waits))
    things = [thing for thing, there in left if there]
    if things:
        name = "take_" + "_and_".join(things)
        return NoticeView(
            frame=frame_at_home(rules, state),
            name=name,
            title=words(f"farewell.{name}"),
            lead=words(f"farewell.{name}_lead"),
            rows=tuple(
                IconRow(
                    LEFT_ICONS[thing],
                    words(f"farewell.{thing}_where"),
                    words(f"farewell.{thing}_where_note"),
                )
                for thing in things
            ),
            picture="id_card" if things == ["card"] else "lantern",
        )
    return NoticeView(
        frame=frame_at_home(rules, state),
        name="goodbye",
        title=words(f"farewell.{how}"),
        lead=words("farewell.lead"),
        rows=(
            IconRow(
                "delete-sweep-outline",
                words("farewell.wiped"),
                words(f"farewell.wiped_note_{how}"),
            ),
            IconRow("bag-personal-outline", words("farewell.take"), words("farewell.take_note")),
        ),
        primary=Button("home", words("farewell.home"), ContinuePressed()),
    )


def _paused(rules: Rules, state: State, words: Words, code: str) -> PausedView:
    return PausedView(
        frame=frame_at_home(rules, state),
        sign=(words("paused.sign"), words("paused.sign_note")),
        title=words("paused.title"),
        lead=words("paused.lead"),
        ways=_ways_on(rules, state, words),
        note=words("paused.note"),
        code=code,
    )


def _stopped(rules: Rules, state: State, words: Words, stop: Stop) -> PausedView:
    return PausedView(
        frame=frame_at_home(rules, state),
        sign=(words("paused.sign"), words("stopped.sign_note")),
        title=words("paused.title"),
        lead=words("stopped.lead"),
        ways=_ways_on(rules, state, words)[1:],  # the next machine is stopped too, most likely
        note=words("stopped.note"),
        code=words("stopped.code", number=stop.number),
        banner=stop.zh if words.language == "zh" else stop.en,
    )


def _ways_on(rules: Rules, state: State, words: Words) -> tuple[IconRow, ...]:
    identity = rules.config.identity
    return tuple(
        IconRow(
            icon,
            words(f"ways_on.{name}"),
            words(
                f"ways_on.{name}_note",
                window=identity.window_in(words.language),
                phone=identity.window_phone,
                note=window_note(rules, words, state.now),
            ),
        )
        for name, icon in WAYS_ON
    )


def _still_there(c: Context, left_s: float) -> StillThereView:
    words = c.words
    reminder = "still_there.card" if c.state.card_present else "still_there.paper"
    return StillThereView(
        frame=frame_of(c, steps=False),
        title=words("still_there.title"),
        lead=words("still_there.last_step" if last_step.is_left(c) else "still_there.lead"),
        seconds=max(1, round(left_s)),
        of_seconds=round(countdown_of_s(c.rules, c.state)),
        unit=words("still_there.unit"),
        reminder=words(reminder),
        primary=Button("still-here", words("still_there.continue"), StillHerePressed()),
    )


def _help(rules: Rules, state: State, words: Words) -> View:
    chosen = state.preferences
    frame = frame_of(Context(rules, state, state.visit)) if state.visit else None
    frame = frame or frame_at_home(rules, state, back=True)
    if state.hotline is not None:
        return hotline.view(rules, state, state.hotline, frame)
    return HelpView(
        frame=frame,
        title=words("help.title"),
        themes_title=words("help.themes"),
        themes=tuple(
            Button(
                f"theme-{theme.value}",
                words(f"help.theme_{theme.value}"),
                ThemePressed(theme),
                selected=chosen.theme is theme,
            )
            for theme in Theme
        ),
        languages_title=words("help.languages"),
        languages=tuple(
            Button(
                f"language-{language.value}",
                words(f"help.language_{language.value}"),
                LanguagePressed(language),
                selected=chosen.language is language,
            )
            for language in Language
        ),
        sound_title=words("help.sound"),
        sounds=tuple(
            Button(
                f"sound-{name}",
                words(f"help.sound_{name}"),
                SoundPressed(on),
                selected=chosen.sound is on,
            )
            for name, on in (("on", True), ("off", False))
        ),
        call=Band(
            "phone",
            words("help.call"),
            words(
                "help.call_note",
                window=rules.config.identity.window_in(words.language),
                phone=rules.config.identity.window_phone,
                note=window_note(rules, words, state.now),
            ),
        ),
        tell=Button("tell-hotline", words("help.tell"), HotlinePressed())
        if rules.config.platforms.hotline is not None
        else None,
        person=Button("ask-person", words("help.person"), PersonPressed())
        if may_ask_for_person(state)
        else None,
        primary=Button("close-help", words("help.close"), CloseHelpPressed()),
    )
