"""A number carries its draft to the window, and a rating reaches 好差评, in the end."""

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.case.letters import Draft
from kiosk.effects import KeepDraft, Rate, SubmitCase, TellHotline
from kiosk.events.keeping import CaseDelivered, MessageKept, TicketTaken
from kiosk.events.platforms import PlatformReached
from kiosk.keeping import audit
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.letters import Letters
from kiosk.keeping.store import Store
from kiosk.platforms.acceptance import RECEIVE
from kiosk.sandbox.server import Sandbox
from kiosk.vocabulary import Platform
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import Inbox, a_card, a_case, control, set_fault

DRAFT = KeepDraft(1, "ID-01", "refused_face", a_card(), (("phone", "19900006620"),))


def soon(true: Callable[[], Any], limit_s: float = 5.0) -> Any:
    """What it gives back once it is something."""
    ends_s = time.monotonic() + limit_s
    while not (found := true()):
        assert time.monotonic() < ends_s, "it did not come"
        time.sleep(0.01)
    return found


def letters(directory: Path) -> list[tuple[str, str, str | None]]:
    with sqlite3.connect(directory / "kept" / audit.DATABASE) as connection:
        return connection.execute("SELECT kind, key, refused FROM letters").fetchall()


def test_the_window_opens_the_draft_by_its_number_and_the_kiosk_forgets_it(
    start: StartKeeping, inbox: Inbox, platform: Sandbox, tmp_path: Path
) -> None:
    keeping = start()
    keeping.carry_out(DRAFT)
    number = inbox.wait_for(TicketTaken).number
    draft = soon(lambda: control(platform.url, "window/open", number=number))
    assert draft["card"]["NAME"] == a_card().name
    assert draft["card"]["ID_NO"] == a_card().number
    assert draft["answers"] == {"phone": "19900006620"}
    assert (draft["matter"], draft["reason"]) == ("ID-01", "refused_face")
    soon(lambda: not letters(tmp_path))


@pytest.mark.parametrize("mode", ["down", "slow", "error_inside", "nonsense", "lose_answer"])
def test_whatever_the_window_does_at_first_it_has_the_draft_once_in_the_end(
    start: StartKeeping, inbox: Inbox, platform: Sandbox, tmp_path: Path, mode: str
) -> None:
    set_fault(platform.url, mode, platform="window", seconds=0.5, next=2)
    start().carry_out(DRAFT)
    number = inbox.wait_for(TicketTaken).number
    assert not inbox.wait_for(PlatformReached, where=_of(Platform.WINDOW)).reached
    assert inbox.wait_for(PlatformReached, where=_of(Platform.WINDOW)).reached
    assert control(platform.url, "window/numbers") == [number]
    soon(lambda: not letters(tmp_path))


def _of(platform: Platform) -> Callable[[PlatformReached], bool]:
    return lambda told: told.platform is platform


def test_a_rating_goes_out_under_the_platforms_number_once_the_case_has_one(
    start: StartKeeping, inbox: Inbox, platform: Sandbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down", path=RECEIVE)  # it has a number by then, and no more
    keeping = start()
    case = a_case()
    keeping.carry_out(SubmitCase(case))
    inbox.wait_for(PlatformReached, where=lambda told: not told.reached)
    keeping.carry_out(Rate(case, 2, "13"))
    keeping.carry_out(DRAFT)  # behind it in the postman's bag
    soon(lambda: control(platform.url, "window/numbers"))
    assert control(platform.url, "rating/ratings") == []
    set_fault(platform.url, "healthy")
    receipt = inbox.wait_for(CaseDelivered).receipt
    (rating,) = soon(lambda: control(platform.url, "rating/ratings"))
    assert rating == {
        "projectNo": receipt.projid,
        "satisfaction": "2",
        "evalDetail": "13",
        "rectify": True,
    }
    soon(lambda: not letters(tmp_path))


def test_who_is_not_satisfied_and_says_no_reason_is_refused_there_and_kept_for_somebody(
    start: StartKeeping, inbox: Inbox, tmp_path: Path
) -> None:
    keeping = start()
    case = a_case()
    keeping.carry_out(SubmitCase(case))
    keeping.carry_out(Rate(case, 1))
    inbox.wait_for(CaseDelivered)
    soon(lambda: letters(tmp_path) == [("rating", case.number, "reason_missing")])


def test_a_word_to_12345_has_a_number_of_its_own_and_gets_there(
    start: StartKeeping, inbox: Inbox, platform: Sandbox, tmp_path: Path
) -> None:
    keeping = start()
    keeping.carry_out(DRAFT)
    window = inbox.wait_for(TicketTaken).number
    keeping.carry_out(TellHotline("machine", "ID-01"))
    number = inbox.wait_for(MessageKept).number
    assert number.endswith("-001")
    assert window.endswith("-001")  # windows count apart
    (message,) = soon(lambda: control(platform.url, "hotline/messages"))
    assert (message["number"], message["topic"]) == (number, "machine")
    soon(lambda: not letters(tmp_path))


def test_a_clock_that_ran_ahead_strands_no_letter(
    start: StartKeeping, inbox: Inbox, platform: Sandbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down", platform="window")
    first = start()
    first.carry_out(DRAFT)
    number = inbox.wait_for(TicketTaken).number
    inbox.wait_for(PlatformReached, where=_of(Platform.WINDOW))
    first._ask_letters(lambda box: box.put_off("draft", number, time.time() + 1e9))
    first.close()
    set_fault(platform.url, "healthy", platform="window")
    start()
    soon(lambda: control(platform.url, "window/numbers") == [number])


def test_what_is_said_anew_goes_although_the_first_word_was_refused(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 23, 14, 26).astimezone()]
    store = Store(tmp_path, Cipher(bytes(32)), lambda: now[0])
    box, platforms = Letters(store), (Platform.WINDOW,)
    draft = Draft(None, ())
    with store.transaction():
        box.keep("draft", "0107-1101-001", draft)
    box.refused("draft", "0107-1101-001", "malformed")
    assert box.next_due(platforms, 300) is None
    now[0] += timedelta(days=14)
    with store.transaction():
        box.keep("draft", "0107-1101-001", draft)
    assert box.next_due(platforms, 300) is not None
    now[0] += timedelta(days=14)
    assert box.forget_expired() == 0, "its days are counted anew too"
    store.close()


def test_drafts_of_the_first_versions_are_letters_now(tmp_path: Path) -> None:
    cipher, now = Cipher(bytes(32)), datetime(2026, 11, 23, 14, 26).astimezone()
    store = Store(tmp_path, cipher, lambda: now)
    store.connection.execute(
        "CREATE TABLE drafts(ticket, visit, matter, reason, kept_at, expires_at, key_id, body)"
    )
    body = cipher.seal(b'{"card": null, "answers": [["phone", "1"]]}', "0107-1101-001")
    store.connection.execute(
        "INSERT INTO drafts VALUES('0107-1101-001', 7, 'ID-01', 'card', ?, ?, ?, ?)",
        (now.isoformat(), now.timestamp() + 60, cipher.key_id, body),
    )
    store.close()
    store = Store(tmp_path, cipher, lambda: now)
    opened = Letters(store).open("draft", "0107-1101-001")
    assert opened is not None
    assert opened.answers == (("phone", "1"),)  # type: ignore[union-attr]
    assert store.visits() == 7
    store.close()
