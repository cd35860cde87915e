"""What IPP's operations do at a simulated printer, on its trays and jobs.

Written from RFC 8011 and PWG 5100.14 (which attributes a printer of today has). For the simulated
printer alone; bytes are `simulator_ipp`'s, sheets `simulator_engine`'s.
"""

import time

import devices.document_printer.simulator_ipp as ipp
from devices.document_printer.simulator_engine import A3, A4, FORMATS, Engine, Job

MODEL = "Budayang Simulated A3 Printer"
_SIZES = {(21000, 29700): A4, (29700, 42000): A3}


class Operations:
    """two_steps: it knows Create-Job and Send-Document."""

    def __init__(self, engine: Engine, two_steps: bool) -> None:
        self._engine, self._two_steps = engine, two_steps

    def carry_out(self, asked: ipp.Asked) -> tuple[int, list[tuple[int, bytes]]]:
        """Status and groups of the answer."""
        match asked.operation:
            case 0x0B:
                return 0, [(ipp.PRINTER, self._attributes())]
            case 0x04:
                return self._check(asked)[0], []
            case 0x02 | 0x05 if asked.operation == 0x02 or self._two_steps:
                return self._new_job(asked)
            case 0x06 | 0x08 | 0x09:
                job = self._engine.job(asked.number("job-id"))
                return self._about(job, asked) if job is not None else (0x0406, [])
            case 0x0A:
                jobs = [job for job in self._engine.jobs if not job.ended]
                return 0, [(ipp.JOB, _job(job)) for job in jobs]
        return 0x0501, []

    def _check(self, asked: ipp.Asked) -> tuple[int, str, str]:
        """Whether such a job can be printed: a status, its paper and its tray."""
        format = asked.word("document-format", FORMATS[0])
        if format not in FORMATS:
            return 0x040A, "", ""
        size = (
            asked.number("media-col/media-size/x-dimension"),
            asked.number("media-col/media-size/y-dimension"),
        )
        media = asked.word("media") or _SIZES.get(size, "" if any(size) else A4)
        trays = [tray for tray, holds in self._engine.media.items() if holds == media]
        tray = asked.word("media-col/media-source") or (trays[0] if trays else "")
        sides = asked.word("sides", "one-sided")
        if tray not in trays or sides not in ("one-sided", "two-sided-long-edge"):
            return 0x040B, media, tray
        return 0, media, tray

    def _new_job(self, asked: ipp.Asked) -> tuple[int, list[tuple[int, bytes]]]:
        status, media, tray = self._check(asked)
        if status:
            return status, []
        job = self._engine.create(asked.word("job-name"), media, tray)
        if asked.operation == 0x02:
            self._engine.take(job, asked.word("document-format"), asked.document)
        return 0, [(ipp.JOB, _job(job))]

    def _about(self, job: Job, asked: ipp.Asked) -> tuple[int, list[tuple[int, bytes]]]:
        if asked.operation == 0x08:
            return (0 if self._engine.cancel(job, "job-canceled-by-user") else 0x0404), []
        if asked.operation == 0x06:
            if job.ended or job.document is not None:
                return 0x0404, []
            if asked.word("document-format") not in FORMATS:
                return 0x040A, []
            self._engine.take(job, asked.word("document-format"), asked.document)
        return 0, [(ipp.JOB, _job(job))]

    def _attributes(self) -> bytes:
        engine = self._engine
        one, words = ipp.attribute, ipp.KEYWORD
        operations = [0x02, 0x04, 0x08, 0x09, 0x0A, 0x0B, 0x4029]  # the last is the maker's own
        operations += [0x05, 0x06] if self._two_steps else []
        ready = engine.ready()
        toner = f"type=toner;maxcapacity=100;level={engine.health.toner};colorantname=black;"
        told = [
            one(ipp.ENUM, "printer-state", engine.state()),
            one(words, "printer-state-reasons", *engine.reasons()),
            one(ipp.BOOLEAN, "printer-is-accepting-jobs", True),
            one(ipp.TEXT, "printer-make-and-model", MODEL),
            one(ipp.ENUM, "operations-supported", *operations),
            one(ipp.MIME, "document-format-supported", *FORMATS),
            one(words, "media-supported", A4, A3),
            one(words, "media-ready", *(engine.media[tray] for tray in ready)),
            one(ipp.OCTETS, "printer-input-tray", *map(self._tray, engine.media)),
            *map(self._loaded, engine.media, ("media-col-ready", "")),
            one(words, "media-source-supported", "auto", *engine.media),
            one(words, "sides-supported", "one-sided", "two-sided-long-edge"),
            one(ipp.BOOLEAN, "color-supported", True),
            one(ipp.OCTETS, "printer-supply", "type=wasteToner;level=20;maxcapacity=100;", toner),
            ipp.collection("media-col-default", ("media-size-name", ipp.KEYWORD, A4)),
            one(ipp.INTEGER, "printer-up-time", int(time.monotonic())),
        ]
        return b"".join(told)

    def _tray(self, tray: str) -> str:
        level = self._engine.health.sheets[tray]
        return (
            f"type=sheetFeedAutoRemovableTray;maxcapacity=250;level={level};status=0;name={tray};"
        )

    def _loaded(self, tray: str, name: str) -> bytes:
        """One value of a set of collections; the first of the set has the name."""
        size = (ipp.KEYWORD, self._engine.media[tray])
        source = (ipp.KEYWORD, tray)
        return ipp.collection(name, ("media-size-name", *size), ("media-source", *source))


def _job(job: Job) -> bytes:
    return b"".join(
        (
            ipp.attribute(ipp.INTEGER, "job-id", job.id),
            ipp.attribute(ipp.NAME, "job-name", job.name),
            ipp.attribute(ipp.ENUM, "job-state", job.state),
            ipp.attribute(ipp.KEYWORD, "job-state-reasons", *job.reasons),
            ipp.attribute(ipp.INTEGER, "job-media-sheets-completed", job.sheets),
        )
    )
