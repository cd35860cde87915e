"""Every attack that was tried (fleet.md §2): refused with its own reason, the kiosk goes on."""

import json
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile

from config.bundle import Rollout
from config.remote.refusal import Reason, Refused
from config.remote.trust import VerifiedBundle
from config.words import load_words
from tests.config.remote.county import County, Kiosk, Server, answer, hang_up

WORDS = load_words()


def refuses(kiosk: Kiosk, reason: Reason, generation: int = 1) -> None:
    """What came is refused, told, audited once, and what was in force stays so."""
    kiosk.machine.audited.clear()
    kiosk.client.poll()
    kiosk.client.poll()
    assert kiosk.refused == reason
    assert kiosk.generation == generation
    assert kiosk.machine.in_use is not None
    told = [fields["reason"] for event, fields in kiosk.machine.audited]
    assert told == [reason], "one event, however often it is seen"
    assert not kiosk.store.on_trial


def recovers(kiosk: Kiosk, server: Server, generation: int) -> None:
    """When the server is honest again, the kiosk takes what it says."""
    server.instead = lambda handler: False
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (generation, "")


def test_each_reason_has_its_own_sentence() -> None:
    for words in WORDS.values():
        sentences = {words(f"remote.refused.{reason}") for reason in Reason}
        assert len(sentences) == len(Reason)


# ---- what does not come whole --------------------------------------------------------------------


def the_bundle(county: County, number: int) -> bytes:
    data = county.repository.target("config", f"bundles/{number}.json")
    assert data is not None
    return data


def test_a_tampered_generation(county: County, server: Server, kiosk: Kiosk) -> None:
    county.publish(2)
    server.gives(".2.json", the_bundle(county, 2).replace(b"0574", b"0575"))
    refuses(kiosk, Reason.TAMPERED)
    recovers(kiosk, server, 2)


def test_a_generation_that_is_cut_short(county: County, server: Server, kiosk: Kiosk) -> None:
    county.publish(2)
    server.gives(".2.json", the_bundle(county, 2)[:-100])
    refuses(kiosk, Reason.TAMPERED)


def test_a_line_that_breaks(county: County, server: Server, kiosk: Kiosk) -> None:
    county.publish(2)
    data = the_bundle(county, 2)

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])
        hang_up(handler)

    server.answers(".2.json", cut)
    refuses(kiosk, Reason.CUT)
    recovers(kiosk, server, 2)


@pytest.mark.parametrize("name", [".2.json", "timestamp.json"])
def test_an_endless_answer(county: County, server: Server, kiosk: Kiosk, name: str) -> None:
    county.publish(2)
    sent = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        try:
            for _ in range(10_000):
                handler.wfile.write(b" " * 65536)
                sent.append(1)
        except OSError:
            pass

    server.answers(name, endless)
    refuses(kiosk, Reason.TOO_LONG)
    assert len(sent) < 2000, "what is too long is not read to its end"


@pytest.mark.parametrize("where", ["headers", "body"])
def test_an_answer_that_drips(county: County, server: Server, kiosk: Kiosk, where: str) -> None:
    county.publish(2)
    kiosk.client._config = kiosk.config.model_copy(update={"exchange_s": 0.15})

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        if where == "body":
            handler.send_response(200)
            handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"H" if where == "headers" else b" ")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    server.answers("timestamp.json", drip)
    began_s = time.monotonic()
    refuses(kiosk, Reason.TOO_SLOW)
    assert time.monotonic() - began_s < 1.0, "two looks of 0.15 s, not the two seconds it drips"


def test_a_server_that_is_down(county: County, server: Server, kiosk: Kiosk) -> None:
    kiosk.client._config = kiosk.config.model_copy(update={"url": "http://127.0.0.1:9"})
    refuses(kiosk, Reason.UNREACHABLE)


def test_a_server_without_files(county: County, server: Server, kiosk: Kiosk) -> None:
    server.answers("timestamp.json", lambda handler: answer(handler, b"", 404))
    refuses(kiosk, Reason.MISSING)


@pytest.mark.parametrize("data", [b"", b"{not json", b"[]", b'{"signed": 3}', b"\xff" * 40])
def test_metadata_that_is_no_metadata(
    county: County, server: Server, kiosk: Kiosk, data: bytes
) -> None:
    server.gives("timestamp.json", data)
    refuses(kiosk, Reason.GARBLED)


# ---- what is signed for another time -------------------------------------------------------------


def timestamp_of(county: County) -> bytes:
    return (county.repository.public / "metadata" / "timestamp.json").read_bytes()


def test_an_old_timestamp_replayed(county: County, server: Server, kiosk: Kiosk) -> None:
    old = timestamp_of(county)
    county.publish(2)
    kiosk.client.poll()
    server.gives("timestamp.json", old)
    refuses(kiosk, Reason.REPLAYED, generation=2)


def test_a_new_timestamp_over_an_old_snapshot(county: County, server: Server, kiosk: Kiosk) -> None:
    metadata = county.repository.public / "metadata"
    version = county.repository.published("snapshot").signed.version
    old = (metadata / f"{version}.snapshot.json").read_bytes()
    county.publish(2)
    server.gives(f"{version + 1}.snapshot.json", old)
    refuses(kiosk, Reason.MIXED)
    recovers(kiosk, server, 2)


def test_an_old_role_under_a_new_snapshot(county: County, server: Server, kiosk: Kiosk) -> None:
    metadata = county.repository.public / "metadata"
    version = county.repository.published("config").signed.version
    old = (metadata / f"{version}.config.json").read_bytes()
    county.publish(2)
    server.gives(f"{version + 1}.config.json", old)
    refuses(kiosk, Reason.MIXED)


def test_a_thief_of_the_servers_key_cannot_go_back_in_what_two_have_signed(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    kiosk.client.poll()
    repository = county.repository
    snapshot = repository.published("snapshot").signed
    snapshot.meta["config.json"] = MetaFile(2)
    repository._publish_online("snapshot", snapshot, county.online)
    timestamp = repository.published("timestamp").signed
    timestamp.snapshot_meta = MetaFile(snapshot.version)
    repository._publish_online("timestamp", timestamp, county.online)
    refuses(kiosk, Reason.REPLAYED, generation=2)


def test_a_thief_of_the_servers_key_cannot_choose_what_was_withdrawn(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    county.publish(3, lowest=3)
    kiosk.client.poll()
    county.repository.publish(county.online, Rollout(current=2))
    refuses(kiosk, Reason.WITHDRAWN, generation=3)


def test_a_timestamp_frozen_is_refused_when_it_expires(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    frozen = timestamp_of(county)
    county.publish(2)
    server.gives("timestamp.json", frozen)
    county.later(hours=23)
    kiosk.client.poll()
    assert kiosk.refused == "", "until it expires nobody can tell"
    county.later(hours=2)
    refuses(kiosk, Reason.EXPIRED)


def test_a_clock_that_is_set_back_does_not_bring_expired_metadata_to_life(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    frozen = timestamp_of(county)
    county.later(hours=25)
    county.repository.refresh(county.online)
    kiosk.client.poll()
    assert kiosk.refused == ""
    server.gives("timestamp.json", frozen)
    kiosk.store._directory.joinpath("metadata", "timestamp.json").rename(
        kiosk.folder / "kept"
    )  # so that its version does not give it away
    county.later(hours=-10)
    refuses(kiosk, Reason.EXPIRED)


def test_the_time_of_the_last_verified_timestamp_survives_a_restart(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    floor = kiosk.client._trust._floor
    assert floor == county.now
    kiosk.start()
    assert kiosk.client._trust._floor == floor


def test_a_jump_of_the_clock_into_the_future_locks_nothing_out(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.publish(2)
    county.later(days=30_000)
    refuses(kiosk, Reason.EXPIRED)
    county.later(days=-30_000)
    recovers(kiosk, server, 2)


# ---- what is not signed as it must be ------------------------------------------------------------


def propose(county: County, number: int) -> None:
    county.repository.add_generation(number, county.bundle(number).data())


def force(county: County, number: int) -> None:
    """Publish what waits, signed or not, as whoever holds the server's key could."""
    for role in county.repository.waiting():
        county.repository._move(role)
    county.repository.publish(county.online, Rollout(current=number))


def test_wrong_keys(county: County, server: Server, kiosk: Kiosk) -> None:
    propose(county, 2)
    pending = county.repository.pending("config")
    assert pending is not None
    for _ in range(2):
        pending.sign(CryptoSigner.generate_ed25519(), append=True)
    (county.repository._pending / "config.json").write_bytes(pending.to_bytes())
    force(county, 2)
    refuses(kiosk, Reason.WRONG_KEY)


def test_one_administrator_alone(county: County, server: Server, kiosk: Kiosk) -> None:
    propose(county, 2)
    county.repository.sign(county.a)
    force(county, 2)
    refuses(kiosk, Reason.ONE_SIGNATURE)


def test_the_same_administrator_signs_again(county: County, server: Server, kiosk: Kiosk) -> None:
    propose(county, 2)
    county.repository.sign(county.a)
    county.repository.sign(county.a)
    force(county, 2)
    refuses(kiosk, Reason.ONE_SIGNATURE)


def test_one_signature_written_down_twice(county: County, server: Server, kiosk: Kiosk) -> None:
    propose(county, 2)
    county.repository.sign(county.a)
    version = county.repository.pending("config").signed.version  # type: ignore[union-attr]
    force(county, 2)
    file = county.repository.public / "metadata" / f"{version}.config.json"
    document = json.loads(file.read_bytes())
    document["signatures"] *= 2
    file.write_text(json.dumps(document))
    refuses(kiosk, Reason.SIGNED_TWICE)


def test_a_timestamp_by_another_key(county: County, server: Server, kiosk: Kiosk) -> None:
    metadata = Metadata[Any].from_bytes(timestamp_of(county))
    metadata.signed.version += 1
    metadata.sign(CryptoSigner.generate_ed25519())
    server.gives("timestamp.json", metadata.to_bytes())
    refuses(kiosk, Reason.WRONG_KEY)


def test_one_administrator_wants_to_rule_alone(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    def lower(root: Any) -> None:
        root.roles["root"].threshold = 1

    county.repository.propose("root", lower)
    county.repository.sign(county.a)
    force(county, 1)
    refuses(kiosk, Reason.ONE_SIGNATURE)


def test_another_countys_root(county: County, server: Server, tmp_path: Path) -> None:
    other = County(tmp_path / "other")
    stranger = Kiosk(tmp_path / "stranger", server.url, other.root, lambda: county.now)
    with pytest.raises(Refused) as refused:
        stranger.client.boot()
    assert refused.value.reason is Reason.FOREIGN_ROOT


def test_the_servers_key_makes_no_generation(county: County, server: Server, kiosk: Kiosk) -> None:
    propose(county, 2)
    pending = county.repository.pending("config")
    assert pending is not None
    pending.sign(county.online)
    (county.repository._pending / "config.json").write_bytes(pending.to_bytes())
    force(county, 2)
    refuses(kiosk, Reason.WRONG_KEY)


def test_a_stolen_key_is_replaced_by_the_two_others(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    fresh = CryptoSigner.generate_ed25519()
    county.repository.replace_key("C", "D", fresh.public_key)
    for signer in (county.a, county.b):
        county.repository.sign(signer)
    county.repository.publish(county.online)
    kiosk.client.poll()
    assert kiosk.refused == ""
    propose(county, 2)
    assert county.repository.sign(county.c) == [], "C signs no more"
    county.repository.sign(county.a)
    county.repository.sign(fresh)
    county.repository.publish(county.online, Rollout(current=2))
    recovers(kiosk, server, 2)


def test_what_the_server_signed_is_signed_anew_by_its_new_key(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    fresh = CryptoSigner.generate_ed25519()
    county.repository.replace_server_key(fresh.public_key)
    for signer in (county.a, county.b):
        county.repository.sign(signer)
    county.repository.publish(fresh)
    kiosk.client.poll()
    assert (kiosk.generation, kiosk.refused) == (1, "")


# ---- signed, and wrong all the same --------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "rule"),
    [
        ({"county": {"face": {"pass_at_most": 0.6}}}, "less than or equal to 0.5"),
        ({"s330225001001": {"face": {"tries": 2}}}, "the lowest layer that may set it is county"),
        ({"county": {"simulation": True}}, "only the machine's own file"),
        ({"county": {"colour": "red"}}, "Extra inputs"),
        ({"county": {"switches": {"ID-01": {"on": False}}}}, "needs a reason"),
    ],
)
def test_a_generation_that_is_signed_but_wrong_is_refused_whole(
    county: County, server: Server, kiosk: Kiosk, layers: dict[str, Any], rule: str
) -> None:
    county.publish(2, **layers, XS_0107={"hours": {"sunday": "09:00-12:00"}})
    refuses(kiosk, Reason.INVALID)
    assert rule in kiosk.client.told().detail
    assert kiosk.machine.in_use is not None
    assert kiosk.machine.in_use.config.hours.sunday == "closed", "not even its good half"


def test_another_generation_under_this_ones_name(
    county: County, server: Server, kiosk: Kiosk
) -> None:
    county.repository.add_generation(2, county.bundle(3).data())
    for signer in (county.a, county.b):
        county.repository.sign(signer)
    county.repository.publish(county.online, Rollout(current=2))
    refuses(kiosk, Reason.GARBLED)


def test_bytes_whose_signatures_nobody_checked(county: County) -> None:
    bundle = county.bundle(2)
    with pytest.raises(AssertionError, match="only a check of signatures"):
        VerifiedBundle(bundle, bundle.data(), object())


def test_the_generation_of_another_county(county: County, server: Server, kiosk: Kiosk) -> None:
    foreign = county.bundle(2).model_copy(update={"county": "330226"})
    county.repository.add_generation(2, foreign.data())
    for signer in (county.a, county.b):
        county.repository.sign(signer)
    county.repository.publish(county.online, Rollout(current=2))
    refuses(kiosk, Reason.INVALID)
