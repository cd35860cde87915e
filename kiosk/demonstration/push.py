"""`make push`: an administrator's first lesson, a throw-away county and three simulated kiosks.

The commands are the real ones, typed here instead of at a desk, and what they say is the
transcript; the kiosks are real processes that poll a real server. This module only starts things,
waits for what kiosks report, and puts the pictures side by side. One thing is done that no command
does: somebody changes a file on the server, and that is refused.
"""

import argparse
import contextlib
import html
import io
import json
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.publish import command_line, commands
from config.publish.acts import Desk
from config.publish.fleet import Fleet, Report
from config.publish.office import Office
from config.publish.server import Server
from kiosk.demonstration.evidence import STYLE
from kiosk.demonstration.processes import Child, DidNotStart

START_S = 60.0
PATIENCE_S = 90.0
POLL_S = 1.0
SEEN_S = 30.0  # until the album of a kiosk has seen what it reported
KIOSKS = {"XS-0107": "33022500100101", "XS-0108": "33022500100102", "XS-0201": "33022500200101"}
CANARY = "XS-0107"
ADMINISTRATORS = ("甲", "乙", "丙")
KEEPS = ("card_reader", "printer", "barcode_reader", "document_printer")


class NotAsTold(Exception):
    """The story did not go as it is told; the text says where."""


@dataclass(slots=True)
class Chapter:
    """What was typed and said, and the newest pictures of each kiosk at its end."""

    title: str
    transcript: list[str] = field(default_factory=list)
    pictures: dict[str, list[str]] = field(default_factory=dict)
    fleet: str = ""
    took_s: float | None = None


class Push:
    """desk: for the commands. build: where everything is put."""

    def __init__(self, root: Path, build: Path, desk: Desk) -> None:
        self._root, self._desk = root, desk
        self._folder = build / "push"
        self._office = Office(self._folder / "county")
        self._fleet = Fleet(self._office.folder / "reports")
        self._chapters: list[Chapter] = []
        self._children: list[Child] = []
        self._server: Server | None = None
        self._looks = 0
        self._seen = dict.fromkeys(KIOSKS, 0)  # pictures, at the last look

    def show(self) -> int:
        """Tell it; 0 when everything came as told, else 1 with a plain reason."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        try:
            self._tell()
        except (NotAsTold, DidNotStart, OSError) as error:
            print(f"NOT as told: {error}")
            return 1
        finally:
            for child in reversed(self._children):
                child.stop()
            if self._server is not None:
                self._server.close()
            self._write()
        return 0

    # ---- the story -------------------------------------------------------------------------------

    def _tell(self) -> None:
        url, secret = self._platform()
        self._chapter("A county is made, with its first generation")
        self._types("init", "330225", *ADMINISTRATORS, "--rehearsal")
        self._types("set", "acceptance.base_url", url, "acceptance.belong_system", "33022509901")
        self._types("set", "identity.window_name", "隔壁大厅 2 楼",
                    "identity.window_name_en", "Hall next door, 2nd floor",
                    "identity.window_phone", "0574-00000000")  # fmt: skip
        self._types("set", "places.330225001001", "石浦", "places.XS-0107", "石浦一号")
        self._two_sign_and_publish()
        self._server = Server(self._office, "127.0.0.1", 0)
        for terminal, site in KIOSKS.items():
            self._kiosk(terminal, site, self._server.url, secret)
        self._until(lambda report: report.generation == 1)
        self._look()

        self._chapter("A matter off with its reason, new hours at one site, an announcement")
        self._types("set", "switches.ID-01.on", "false",
                    "switches.ID-01.reason", "公安系统夜间升级",
                    "switches.ID-01.reason_en", "the police system is upgraded",
                    "switches.ID-01.until", "2027-01-04T08:00")  # fmt: skip
        self._types("set", "hours.saturday", "08:00-20:00", "hours.sunday", "08:00-20:00",
                    "--site", "石浦")  # fmt: skip
        self._types("set", "announcement.text", "台风将至：今晚照常开放，请注意安全。",
                    "announcement.text_en", "Typhoon warning: open tonight as always.")  # fmt: skip
        self._types("draft")
        self._two_sign_and_publish()
        self._until(lambda report: report.generation == 2)
        self._look()

        self._chapter("Somebody changes a file on the server: refused, and service goes on")
        self._types("set", "announcement.text", "台风已过，感谢配合。")
        self._types("check")
        self._signs("甲", "乙")
        honest = self._tamper(b"\xe6\x84\x9f\xe8\xb0\xa2", b"\xe4\xb8\x8d\xe8\xb0\xa2")
        self._types("publish")
        self._until(lambda report: (report.generation, report.refused) == (2, "tampered"))
        self._look(changed=())
        self._note("(the file is put back)")
        honest()
        self._until(lambda report: report.generation == 3)

        self._chapter("A platform that does not answer: the canary goes back by itself")
        self._types("set", "acceptance.base_url", "http://127.0.0.1:9")
        self._types("check")
        self._signs("甲", "丙")
        self._types("publish", "--canary", "石浦一号")
        self._until(lambda report: report.refused == "unhealthy", [CANARY])
        self._until(lambda report: (report.generation, report.refused) == (3, ""), _others())
        self._until(lambda report: report.generation == 3)
        self._look()
        self._types("rollback", "3")
        self._two_sign_and_publish()
        self._until(lambda report: (report.generation, report.refused) == (5, ""))

        self._chapter("An emergency stop, by one administrator; two resume")
        stop = ("请到石浦镇便民服务中心办理", "Please go to the Shipu service centre")
        self._types("stop", *stop, "--site", "石浦", *self._key("丙"))
        at_shipu = [name for name, site in KIOSKS.items() if site.startswith("330225001001")]
        self._until(lambda report: report.state == "stopped", at_shipu)
        self._look(changed=at_shipu)
        self._types("resume", "1")
        self._signs("甲", "乙")
        self._types("publish")
        self._until(lambda report: report.state == "in_force")
        self._look(changed=at_shipu)

    def _two_sign_and_publish(self) -> None:
        self._types("check")
        self._signs("甲", "乙")
        self._types("publish")

    def _signs(self, *names: str) -> None:
        for name in names:
            self._types("sign", *self._key(name))

    def _key(self, name: str) -> tuple[str, str]:
        return "--key", str(self._office.folder / "keys" / f"{name}.pem")

    def _tamper(self, old: bytes, new: bytes) -> Callable[[], None]:
        """Change the newest generation on the server; gives back how to put it right."""
        bundles = (self._office.folder / "public" / "targets" / "bundles").glob("*.json")
        file = max(bundles, key=lambda each: int(each.name.split(".")[1]))
        honest = file.read_bytes()
        file.write_bytes(honest.replace(old, new))
        self._note(f"(somebody changes {file.name[:12]}…, on the server, before it is published)")

        def put_right() -> None:
            file.write_bytes(honest)

        return put_right

    # ---- hands -----------------------------------------------------------------------------------

    def _types(self, *words: str) -> None:
        parser = argparse.ArgumentParser()
        command_line.fill(parser)
        options = parser.parse_args([words[0], "--county", str(self._office.folder), *words[1:]])
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = commands.run(options, self._desk)
        typed = " ".join(f"'{word}'" if " " in word else word for word in words)
        folder = str(self._office.folder)
        self._note(f"$ config {typed}\n{said.getvalue()}".replace(folder, "county"))
        if code != 0:
            raise NotAsTold(f"config {typed} ended with {code}: {said.getvalue()}")

    def _note(self, text: str) -> None:
        print(text, flush=True)
        self._chapters[-1].transcript.append(text)

    def _chapter(self, title: str) -> None:
        print(f"\n==== {title}\n", flush=True)
        self._chapters.append(Chapter(title))

    def _until(self, holds: Callable[[Report], bool], names: Sequence[str] = tuple(KIOSKS)) -> None:
        """Wait until these kiosks have reported it. Raises NotAsTold."""
        began_s = time.monotonic()
        while time.monotonic() - began_s < PATIENCE_S:
            told = {seen.report.terminal: seen.report for seen in self._fleet.seen()}
            if all(name in told and holds(told[name]) for name in names):
                self._chapters[-1].took_s = time.monotonic() - began_s
                return
            time.sleep(0.1)
        reports = [(each.report.terminal, each.report) for each in self._fleet.seen()]
        raise NotAsTold(f"{self._chapters[-1].title}: {names} report {reports}")

    def _look(self, changed: Sequence[str] = tuple(KIOSKS)) -> None:
        """The newest pictures, and what `config fleet` says. changed: who looks otherwise now."""
        ends_s = time.monotonic() + SEEN_S
        while any(len(self._album(name)) <= self._seen[name] for name in changed):
            if time.monotonic() > ends_s:
                raise NotAsTold(f"no new picture of {', '.join(changed)}")
            time.sleep(0.1)
        self._seen = {name: len(self._album(name)) for name in KIOSKS}
        self._types("fleet")
        self._looks += 1
        chapter = self._chapters[-1]
        for name in KIOSKS:
            chosen = []
            for page in ("home", "door"):
                copy = f"{self._looks}-{name}-{page}.png"
                shutil.copy(self._album(name, page)[-1], self._folder / copy)
                chosen.append(copy)
            chapter.pictures.setdefault(name, []).extend(chosen)

    def _album(self, name: str, page: str = "home") -> list[Path]:
        """A kiosk's pictures of a page, the oldest first; `home` is always the last of its pair."""
        return sorted((self._folder / name / "album").glob(f"[0-9][0-9]-{page}.png"))

    # ---- peers and kiosks ------------------------------------------------------------------------

    def _platform(self) -> tuple[str, Path]:
        """The acceptance platform, and the file of its password."""
        secret = {
            "login_name": "budayang",
            "login_password": secrets.token_urlsafe(16),
            "belong_system": "33022509901",
        }
        file = self._folder / "acceptance.json"
        file.touch(0o600)
        file.write_text(json.dumps(secret), encoding="utf-8")
        folder = str(self._folder / "platform")
        child = self._start("sandbox", "--directory", folder, "--credentials", str(file))
        return str(child.ready(START_S)["url"]), file

    def _kiosk(self, terminal: str, site: str, url: str, secret: Path) -> None:
        """Its hardware, its own file, the trusted root, and the program."""
        own = self._folder / terminal
        own.mkdir()
        wiring = self._start("simulate", "--no-camera", "--directory", str(own)).ready(START_S)
        root = own / "root.json"
        shutil.copy(self._office.folder / "public" / "metadata" / "1.root.json", root)
        tables = json.loads(json.dumps(self._desk.machine))
        tables["identity"] |= {"terminal": terminal, "site": site}
        tables["acceptance"] = {"secret_file": str(secret)}
        tables["keeping"] = {"directory": str(own / "keeping"), "key_file": str(own / "key")}
        tables["remote"] = {
            "url": url,
            "root": str(root),
            "directory": str(own / "config"),
            "poll_interval_s": POLL_S,
            "exchange_s": 5.0,
            "health_s": 8.0,
        }
        for key, value in wiring.items():
            table, _, name = key.rpartition(".")
            if table in KEEPS:
                tables.setdefault(table, {})[name] = value
        file = own / "kiosk.toml"
        file.write_text(_toml(tables), encoding="utf-8")
        album = str(own / "album")
        self._start("run", "--child", "--config", str(file), "--album", album, log=own)

    def _start(self, *words: str, log: Path | None = None) -> Child:
        name = f"{words[0]}-{len(self._children)}.log"
        child = Child(self._root, words, (log or self._folder) / name)
        self._children.append(child)
        return child

    # ---- the page --------------------------------------------------------------------------------

    def _write(self) -> None:
        parts = [_html_of(number, each) for number, each in enumerate(self._chapters, start=1)]
        (self._folder / "index.html").write_text(
            f"<!doctype html><meta charset=utf-8><title>push</title><style>{STYLE}{_MORE}</style>"
            "<h1>A push, from the desk to three kiosks</h1>" + "".join(parts),
            encoding="utf-8",
        )
        print(f"pictures: {self._folder / 'index.html'}")


_MORE = """
pre { background: #fff; padding: 1rem; white-space: pre-wrap; font-size: 13px }
figure { display: inline-block; margin: 0 1rem 1rem 0 } figure img { width: 250px }
"""


def _others() -> list[str]:
    return [name for name in KIOSKS if name != CANARY]


def _html_of(number: int, chapter: Chapter) -> str:
    figures = "".join(
        f"<figure><img src={picture}><figcaption>{name}</figcaption></figure>"
        for name, pictures in chapter.pictures.items()
        for picture in pictures
    )
    text = html.escape("\n".join(chapter.transcript))
    took = "" if chapter.took_s is None else f"<p>The last wait took {chapter.took_s:.1f} s.</p>"
    return f"<h2>{number}. {html.escape(chapter.title)}</h2><pre>{text}</pre>{took}{figures}"


def _toml(tables: dict[str, Any]) -> str:
    """Plain values before tables, as TOML wants it."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in tables.items() if _plain(value)]
    for name, table in tables.items():
        if not _plain(table):
            lines.append(f"[{name}]")
            lines += [
                f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()
            ]
    return "\n".join(lines) + "\n"


def _plain(value: object) -> bool:
    return not isinstance(value, dict)
