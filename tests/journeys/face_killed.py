"""run_kiosk.py with a visitor whose face process is killed, again and again: --visitor killed.

The kiosk is the real one. The story strikes from inside, because only there is known what the
screen asks for at this moment. After each strike it prints what the citizen reads, as a line of
JSON, and waits until whoever looks at the kiosk from outside has written a file into the folder
that `LOOKED` names.
"""

import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import run_kiosk
from config.words import load_words
from kiosk.visit.steps.face import instructions
from kiosk.visit.views import View
from kiosk.vocabulary import ACTIONS, Language
from screens.stories import STORIES, Story, acts, id_card
from screens.visitor import HELD_S, VisitFailed, Visitor, page_name
from tests.journeys.strikes import AT_RANDOM, LOOKED

SEED, WITHIN_S = 1, 8.0
PATIENCE_S = 60.0

GESTURES = instructions([load_words()[Language.ZH]])
"""What to do before the camera, by the words on the screen."""


def main() -> int:
    STORIES["killed"] = Story(_tell, "goodbye", delivers=1)
    return run_kiosk.main()


def _tell(visitor: Visitor) -> None:
    dice = random.Random(SEED)
    left = set(ACTIONS)
    _is_killed_looking(visitor)
    _told(visitor, "looking")
    while left:
        if action := _is_killed_acting(visitor, left):
            _told(visitor, action)
            left.remove(action)
    for _ in range(AT_RANDOM):
        _is_killed_after(visitor, dice.uniform(0.0, WITHIN_S))
        _told(visitor, "at random")
    _is_killed_before_agreeing(visitor)
    _told(visitor, "before agreeing")
    _is_killed_while_photographed(visitor)
    _told(visitor, "posing")
    _is_killed_choosing(visitor)
    _told(visitor, "choosing")
    _is_killed_without_a_card(visitor)
    _told(visitor, "without a card")
    visitor.touch("back")
    visitor.sees("id_number")  # by it the police's photo is asked for again
    _goes_home(visitor)
    acts.to_the_card(visitor)
    acts.lays_the_card(visitor)
    acts.is_looked_at(visitor)
    acts.answers_and_submits(visitor)
    acts.rates(visitor)


# ---- where it strikes ----------------------------------------------------------------------------


def _is_killed_looking(visitor: Visitor) -> None:
    _comes_to_the_face(visitor)
    _strike()
    visitor.sees("other_way")


def _is_killed_acting(visitor: Visitor, actions: set[str]) -> str:
    """The one of these actions that was asked for; empty when others were, and the face passed."""
    _comes_to_the_face(visitor)
    while (view := _seen(visitor)) and page_name(view) == "face":
        asked = GESTURES.get(getattr(view, "hint", ""))
        if asked in actions:
            _strike()
            visitor.sees("other_way")
            return str(asked)
        _does(visitor, view)
    return ""


def _is_killed_after(visitor: Visitor, seconds: float) -> None:
    """So long after the face page has appeared, wherever the visit is then."""
    _comes_to_the_face(visitor)
    ends_s = time.monotonic() + seconds
    while (view := _seen(visitor)) and time.monotonic() < ends_s:
        _does(visitor, view)
    _strike()
    if visitor.sees("other_way", "card_photo") == "card_photo":
        visitor.touch("begin")
        visitor.sees("no_photo")


def _is_killed_before_agreeing(visitor: Visitor) -> None:
    _comes_to_consent(visitor)
    _strike()
    acts.agrees_to_be_looked_at(visitor)
    visitor.sees("other_way")


def _is_killed_while_photographed(visitor: Visitor) -> None:
    _sits_for_the_photo(visitor)
    _strike()
    visitor.sees("no_photo")


def _is_killed_choosing(visitor: Visitor) -> None:
    """The three shots are the visit's already."""
    _goes_home(visitor)
    _sits_for_the_photo(visitor)
    visitor.sees("photo_choice", within_s=40)
    _strike()
    visitor.touch("shot-1", "continue")
    visitor.sees("phone")


def _is_killed_without_a_card(visitor: Visitor) -> None:
    """Whose face was held against the police's photo."""
    _goes_home(visitor)
    visitor.touch("door-id-card")
    visitor.sees("matters")
    visitor.touch("matter-ID-03")
    visitor.sees("need_to_know")
    visitor.touch("begin")
    visitor.sees("privacy")
    visitor.touch("continue")
    acts.types(visitor, "id_number", id_card.NUMBER)
    visitor.sees("consent")
    acts.agrees_to_be_looked_at(visitor)
    _strike()
    visitor.sees("other_way")


def _strike() -> None:
    """SIGKILL to the face process of this kiosk."""
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            if b"devices.biometric" in Path("/proc", child, "cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)
                return
    raise VisitFailed("there is no face process")


# ---- on the way there ----------------------------------------------------------------------------


def _comes_to_consent(visitor: Visitor) -> None:
    """Again, from the other ways; else from home."""
    if visitor.page() == "other_way":
        visitor.touch("back")
        visitor.sees("place_card")
    else:
        _goes_home(visitor)
        acts.to_the_card(visitor)
    acts.lays_the_card(visitor)
    visitor.touch("continue")
    visitor.sees("consent")


def _comes_to_the_face(visitor: Visitor) -> None:
    _comes_to_consent(visitor)
    acts.agrees_to_be_looked_at(visitor)


def _sits_for_the_photo(visitor: Visitor) -> None:
    _comes_to_the_face(visitor)
    visitor.does_what_it_asks("card_photo", within_s=PATIENCE_S)
    visitor.hardware("camera", "look", person=acts.PERSON)
    visitor.hardware("camera", "blind")
    visitor.touch("begin")
    visitor.sees("photo")


def _does(visitor: Visitor, view: View) -> None:
    """For a moment what the page asks for."""
    if gesture := GESTURES.get(getattr(view, "hint", "")):
        visitor.hardware("camera", "gesture", name=gesture, held=True)
        visitor.waits_s(HELD_S)
        visitor.hardware("camera", "gesture", name="rest")
    visitor.waits_s(0.05)


def _goes_home(visitor: Visitor) -> None:
    visitor.hardware("camera", "leave")
    if visitor.page() not in ("home", "goodbye"):
        visitor.touch("leave")
    visitor.sees("home")


def _seen(visitor: Visitor) -> View:
    seen: list[View] = []
    visitor.waits_until(lambda view: seen.append(view) is None, "a page")
    return seen[0]


# ---- towards whoever looks from outside ----------------------------------------------------------

_numbers = itertools.count(1)


def _told(visitor: Visitor, where: str) -> None:
    view, number = _seen(visitor), next(_numbers)
    buttons = [*getattr(view, "choices", ()), getattr(view, "primary", None)]
    told = {
        "number": number,
        "killed": where,
        "page": page_name(view),
        "title": getattr(view, "title", ""),
        "ways": [button.name for button in buttons if button is not None and button.enabled],
    }
    print(json.dumps(told), flush=True)
    _until(lambda: Path(os.environ[LOOKED], str(number)).exists(), "nobody looked")


def _until(true: Callable[[], bool], missing: str) -> None:
    ends_s = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > ends_s:
            raise VisitFailed(missing)
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
