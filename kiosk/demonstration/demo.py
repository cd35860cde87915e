"""`make run`: peers and kiosk as processes of their own, a visitor, and evidence of the visit.

This is fate and stage hand: it starts and ends processes, has the platform go down and come back,
and looks afterwards whether what the citizen saw is true on the other side. It never touches the
kiosk.
"""

import base64
import json
import os
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from config.load import PROFILES, load_config
from config.words import load_words
from kiosk.demonstration.contact_sheet import write_contact_sheet
from kiosk.demonstration.evidence import write_evidence
from kiosk.demonstration.new_matter import layer_of, order_of
from kiosk.demonstration.processes import Child, DidNotStart
from kiosk.demonstration.sandbox_control import ask_sandbox
from kiosk.demonstration.wiring import draw_secret, load_paper, write_wiring
from kiosk.keeping.audit import HEAD, export_jsonl, verify
from kiosk.supervisor import EXIT_RESTART
from kiosk.technician.pin import SALT_BYTES, hash_pin
from kiosk.technician.pin_command import drawn_pin

START_S = 60.0
VISIT_S = 300.0
BACK_UP_AFTER = "rating"  # the page on which a platform that was down comes back


class Hands(Protocol):
    """The control socket of the simulated hardware."""

    def wire(self, since_s: float = 0.0) -> dict[str, list[dict[str, Any]]]: ...

    def ask(self, question: dict[str, Any]) -> dict[str, Any]: ...


class Demonstration:
    """visitor: None when a person sits before the display."""

    def __init__(
        self,
        root: Path,
        *,
        visitor: str | None,
        clock: str,
        platform: str,
        delivers: int,
        control: Callable[[Path], Hands],
        layers: Sequence[Path] = (),
        build: Path,
        pictures: str = "large",
        camera: str | None = None,
        portrait: bytes | None = None,
        matter: str = "",
    ) -> None:
        """layers: more configuration for the kiosk. build: where everything is put.
        pictures: of each page, large or small, or none.

        matter: the file of one that the catalogue lacks, added as an administrator would.
        camera: a real one instead of the simulated; portrait: what the simulated cards carry then.
        """
        # A page that shows somebody's own face must not become a file.
        self._pictures = pictures if camera is None else "none"
        self._camera, self._portrait = camera, portrait
        self._root = root
        self._layers = tuple(layers)
        self._matter = matter
        self._visitor, self._clock = visitor, clock
        self._platform, self._delivers = platform, delivers
        self._control = control
        self._run = build / "run"
        self._visit = build / "visit"
        self._children: list[Child] = []

    def show(self) -> int:
        """Play it; 0 when everything came as told, else 1 with a plain reason."""
        began_s = time.monotonic()
        for directory in (self._run, self._visit):
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir(parents=True)
        try:
            reason = self._play(began_s)
        except DidNotStart as error:
            reason = str(error)
        except subprocess.TimeoutExpired:
            reason = f"the visit did not end within {VISIT_S:g} s; see {self._log()}"
        except OSError as error:  # those of requests are among them
            reason = f"a peer did not answer: {error}"
        except KeyboardInterrupt:
            reason = "interrupted"
        finally:
            for child in reversed(self._children):
                child.stop()
        if reason:
            print(f"NOT as told: {reason}")
            return 1
        return 0

    def _play(self, began_s: float) -> str:
        no_camera = ["--no-camera"] if self._camera is not None else []
        peers = self._start("simulate", "--directory", str(self._run), *no_camera)
        credentials = self._run / "acceptance.json"
        secret = draw_secret(credentials)
        platform_directory = self._visit / "platform"
        platform = self._start(
            "sandbox", "--directory", str(platform_directory), "--credentials", str(credentials)
        )
        wiring, url = peers.ready(START_S), platform.ready(START_S)["url"]
        if self._camera is not None:
            wiring["camera.source"] = self._camera
        if self._portrait is not None:
            self._give_cards(self._portrait)
        if self._platform != "healthy":
            ask_sandbox("POST", url, "faults", {"mode": self._platform})
        wired = write_wiring(
            self._run / "kiosk.toml",
            self._run / "keeping",
            wiring,
            url,
            credentials,
            secret,
            {"technician": {"pin_hash": _draw_pin()}},
        )
        if self._matter:
            self._add(self._matter, url)
        config = load_config(PROFILES / "demo.toml", *self._layers, wired)
        load_paper(config, self._control(self._run / "control").ask({"do": "status"})["peers"])
        print(f"peers are ready after {time.monotonic() - began_s:.1f} s", flush=True)
        kiosk = self._kiosk(wired, url)
        if self._visitor is None:
            self._start("bench", "--directory", str(self._run))
            while kiosk.wait() == EXIT_RESTART:  # as systemd would
                kiosk = self._kiosk(wired, url)
            return ""
        if self._platform != "healthy":
            threading.Thread(target=self._bring_back, args=(url,), daemon=True).start()
        code = kiosk.wait(VISIT_S)
        hardware = self._control(self._run / "control").wire()
        told = ask_sandbox("GET", url, "wire")
        cases = ask_sandbox("GET", url, "cases")["cases"]
        return self._conclude(code, hardware, told, cases)

    def _add(self, matter: str, url: str) -> None:
        """A layer for the kiosk, a word to the platform, and the file itself for whoever looks."""
        (self._visit / "matter.toml").write_text(matter, encoding="utf-8")
        layer = self._run / "matter.toml"
        layer.write_text(layer_of(matter), encoding="utf-8")
        self._layers = (*self._layers, layer)
        ask_sandbox("POST", url, "acceptance/publish", order_of(matter))

    def _give_cards(self, portrait: bytes) -> None:
        asked = {"portrait": base64.b64encode(portrait).decode()}
        self._control(self._run / "control").ask(
            {"to": "card_reader", "do": "portrait_for_all", "with": asked}
        )

    def _start(self, command: str, *arguments: str) -> Child:
        child = Child(self._root, [command, *arguments], self._run / f"{command}.log")
        self._children.append(child)
        return child

    def _kiosk(self, wired: Path, url: str) -> Child:
        profile = self._root / "config" / "profiles" / "demo.toml"
        arguments = ["run", "--child"]
        for layer in (profile, *self._layers, wired):
            arguments += ["--config", str(layer)]
        if self._visitor is not None:
            arguments += ["--visitor", self._visitor, "--clock", self._clock]
            arguments += ["--hardware", str(self._run / "control"), "--sandbox", url]
            arguments += ["--evidence", str(self._visit)]
            arguments += ["--pictures", self._pictures]
        child = Child(self._root, arguments, self._run / "kiosk.log", shown=True)
        self._children.append(child)
        return child

    def _bring_back(self, url: str) -> None:
        """The platform comes back once the citizen has their slip."""
        notes = self._visit / "visit.jsonl"
        wanted = json.dumps({"page": BACK_UP_AFTER})[1:-1]
        for _ in range(int(VISIT_S / 0.2)):
            if notes.exists() and wanted in notes.read_text(encoding="utf-8"):
                ask_sandbox("POST", url, "faults", {"mode": "healthy"})
                print("           the platform is back", flush=True)
                return
            time.sleep(0.2)

    def _conclude(
        self,
        code: int,
        hardware: dict[str, list[dict[str, Any]]],
        told: list[dict[str, Any]],
        cases: list[dict[str, Any]],
    ) -> str:
        """Hold what was seen against the other side; the reason why it does not fit, or nothing."""
        keeping = self._run / "keeping"
        ended = f"the kiosk ended with {code}; see {self._log()}"
        if not (keeping / HEAD).exists():
            return ended  # before it had kept anything
        report = verify(keeping)
        export_jsonl(keeping, self._visit / "audit.jsonl")
        self._collect()
        write_evidence(self._visit, self._visitor or "", {**hardware, "platform": told})
        pictures = sorted(self._visit.glob("[0-9][0-9]-*.png"))
        write_contact_sheet(pictures, self._visit / "contact-sheet.png")
        print(f"evidence: {os.path.relpath(self._visit / 'index.html')}")
        print(f"audit log: {report.entries} events, {'whole' if report.ok else 'BROKEN'}")
        print(f"platform: {len(cases)} case(s) received")
        if code != 0:
            return ended
        if not report.ok:
            return "the audit log is broken"
        if len(cases) != self._delivers:
            return f"{self._delivers} case(s) should have reached the platform"
        return ""

    def _log(self) -> str:
        return os.path.relpath(self._run / "kiosk.log")

    def _collect(self) -> None:
        """Bring slip and case beside the pages; each was written by the peer that received it."""
        for suffix in (".png", ".txt"):
            slips = sorted(self._run.glob(f"receipt-*{suffix}"))
            for number, slip in enumerate(slips):
                name = "receipt" if number == len(slips) - 1 else f"receipt-{number + 1}"
                shutil.copy(slip, self._visit / (name + suffix))
        for document in sorted(self._run.glob("document-*.pdf")):
            shutil.copy(document, self._visit / document.name.replace("document", "licence"))
        for case in sorted((self._visit / "platform" / "cases").glob("*/case.xml")):
            target = self._visit / "case.xml"
            target.unlink(missing_ok=True)
            os.link(case, target)


def _draw_pin() -> str:
    """The hash of a PIN of this demonstration alone, which is told on this terminal alone."""
    pin = drawn_pin()
    print(load_words()["zh"]("technician.terminal.drawn", pin=pin), flush=True)
    return hash_pin(pin, secrets.token_bytes(SALT_BYTES))
