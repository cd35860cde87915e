"""The commands of `run_kiosk.py config` that change nothing of what is said: serve, and see."""

import json
import time
from datetime import datetime

from config.layers import Merged, key_of, leaves, path_of
from config.load import effective, read_files
from config.model import KioskConfig
from config.publish.acts import Acts, plain
from config.publish.check import stand_in
from config.publish.fleet import Fleet
from config.publish.office import CannotDo
from config.publish.server import Server
from config.remote.installed import installed


class Looking(Acts):
    """One method for each act; returns an exit code, None for 0."""

    def serve(self) -> None:
        server = Server(self.office, self.options.address, self.options.port)
        self.say("serve.begins", url=server.url)
        try:
            while True:
                time.sleep(3600.0)
        except KeyboardInterrupt:
            server.close()

    def refresh(self) -> None:
        self.office.repository.refresh(self.office.online())
        expires = self.office.repository.published("timestamp").signed.expires
        self.say("refresh.done", until=f"{expires.astimezone():%Y-%m-%d %H:%M}")
        self.warn_of_the_end()

    def fleet(self) -> None:
        rollout, draft = self.office.rollout(), self.office.draft()
        self.say("fleet.head", generation=rollout.current if rollout else 0)
        self.warn_of_the_end()
        now = datetime.now().astimezone()
        found = list(Fleet(self.office.folder / "reports").seen())
        if not found:
            self.say("fleet.nobody")
        for seen in found:
            report = seen.report
            why = ""
            if report.refused:
                why = self._said(f"remote.refused.{report.refused}")
                why += f" ({report.detail})" if report.detail else ""
            self.say(
                "fleet.row",
                kiosk=self.called(draft, report.terminal),
                generation=report.generation,
                state=self._said(f"publish.state.{report.state}"),
                seconds=round((now - seen.at).total_seconds()),
                program=report.program,
                why=why,
            )

    def _said(self, key: str) -> str:
        """A code that a kiosk has told; of another version of the program, or a liar, as it is."""
        return self.desk.words(key) if self.desk.words.has(key) else key.rpartition(".")[2]

    def show(self) -> int:
        merged, config = self._merged()
        wanted = path_of(self.options.key) if self.options.key else ()
        rows = [
            (path, value)
            for path, value in leaves(config.model_dump(mode="json"))
            if path[: len(wanted)] == wanted
        ]
        for path, value in rows:
            secret = path[-1] == "pin_hash" and value is not None
            print(f"{key_of(path)} = {'…' if secret else plain(value)}")
            print(f"    ← {self._origin(merged, path)}")
        if not rows:
            raise CannotDo("no_key", key=self.options.key)
        return 0

    def _merged(self) -> tuple[Merged, KioskConfig]:
        """Of the kiosk on this computer; else of the draft, for the place that is named."""
        options = self.options
        files = options.config or self.desk.default_machine
        named = any((options.town, options.site, options.kiosk))
        if files and not named:
            done = installed(read_files(*files))
        else:
            self.office.settings()
            bundle = self.office.proposed()
            _, scope = self.scope(self.office.draft())
            machine = {**self.desk.machine, "simulation": True}
            site, terminal, stood_in = stand_in(machine, bundle.county, scope)
            done = effective([stood_in], bundle.layers_for(site, terminal))
        return done.merged, done.config

    def _origin(self, merged: Merged, path: tuple[str, ...]) -> str:
        layer = merged.origin_of(path)
        return self.desk.words(f"publish.level.{layer.level.name.lower()}", name=layer.name)

    def schema(self) -> None:
        print(json.dumps(KioskConfig.model_json_schema(), ensure_ascii=False, indent=1))
