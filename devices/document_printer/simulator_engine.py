"""What a simulated A4/A3 printer has inside: trays, toner, a queue of jobs, and sheets that move.

Answers for the pace (one sheet after the other), for what stops it, for going on by itself when
that is put right, as real printers do, and for keeping what it printed as files. Knows no HTTP and
no IPP encoding.
"""

import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

PENDING, HELD, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = range(3, 10)

A4, A3 = "iso_a4_210x297mm", "iso_a3_297x420mm"
_LOW_TRAY = 12
_FORMATS = {
    "application/pdf": (b"%PDF-", ".pdf"),
    "image/jpeg": (b"\xff\xd8\xff", ".jpg"),
    "image/pwg-raster": (b"RaS2", ".pwg"),
}
FORMATS = tuple(_FORMATS)
_PDF_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


@dataclass
class Job:
    id: int
    name: str
    media: str
    tray: str
    came_s: float
    format: str = ""
    document: bytes | None = field(default=None, repr=False)
    state: int = HELD
    reasons: list[str] = field(default_factory=lambda: ["job-incoming"])
    sheets: int = 0
    of: int = 0
    file: Path | None = None

    @property
    def ended(self) -> bool:
        return self.state in (CANCELED, ABORTED, COMPLETED)


@dataclass
class Health:
    """What is wrong with it, as a person would say it."""

    sheets: dict[str, int] = field(default_factory=lambda: {"tray-1": 250, "tray-2": 250})
    toner: int = 75
    jammed: bool = False
    jams_next: bool = False
    cover_open: bool = False
    paused: bool = False
    aborts_next: bool = False
    keeps_jobs: bool = False  # it takes no Cancel-Job


class Engine:
    """sheet_s: how long one sheet takes. Every method may be called from any thread."""

    def __init__(self, directory: Path, sheet_s: float, document_within_s: float = 60.0) -> None:
        self._directory, self._sheet_s = directory, sheet_s
        self._document_within_s = document_within_s
        self.media = {"tray-1": A4, "tray-2": A3}
        self.health = Health()
        self.jobs: list[Job] = []
        self.news = threading.Condition(threading.RLock())
        self._printed = 0
        self.pulled = dict.fromkeys(self.media, 0)  # sheets taken from each tray, ever
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="simulated A4 printer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        with self.news:
            self._closing = True
            self.news.notify_all()
        self._thread.join(timeout=5.0)

    # ---- how it is ---------------------------------------------------------------------------

    def reasons(self) -> list[str]:
        """`printer-state-reasons`, as a printer of this kind words them."""
        with self.news:
            health = self.health
            counts = health.sheets.values()
            told = {
                "cover-open-error": health.cover_open,
                "media-jam-error": health.jammed,
                "media-empty-error": not any(counts) or self._waits_for_paper(),
                "media-empty-warning": any(counts) and not all(counts),
                "media-low-warning": any(0 < count <= _LOW_TRAY for count in counts),
                "toner-empty-error": health.toner <= 0,
                "toner-low-warning": 0 < health.toner <= 10,
                "paused": health.paused,
            }
            return [reason for reason, true in told.items() if true] or ["none"]

    @property
    def stopped(self) -> bool:
        health = self.health
        return (
            health.cover_open
            or health.jammed
            or health.paused
            or health.toner <= 0
            or not any(health.sheets.values())
            or self._waits_for_paper()
        )

    def state(self) -> int:
        """3 idle, 4 processing, 5 stopped."""
        with self.news:
            if self.stopped:
                return 5
            return 4 if self._head() else 3

    def ready(self) -> list[str]:
        """Trays with something in them."""
        with self.news:
            return [tray for tray, count in self.health.sheets.items() if count]

    def _waits_for_paper(self) -> bool:
        head = self._head()
        return head is not None and not self.health.sheets[head.tray]

    def _head(self) -> Job | None:
        """The job that is printed, or next."""
        going = (PENDING, PROCESSING, STOPPED)
        return next((job for job in self.jobs if job.state in going), None)

    # ---- jobs --------------------------------------------------------------------------------

    def create(self, name: str, media: str, tray: str) -> Job:
        with self.news:
            number = max((job.id for job in self.jobs), default=0) + 1
            job = Job(number, name, media, tray, time.monotonic())
            self.jobs.append(job)
            self.news.notify_all()
            return job

    def job(self, id: int) -> Job | None:
        with self.news:
            return next((job for job in self.jobs if job.id == id), None)

    def take(self, job: Job, format: str, document: bytes) -> None:
        """The document is there; what it cannot make sense of is given up."""
        with self.news:
            if job.ended:
                return
            job.format, job.document = format, document
            begins = _FORMATS.get(format, (b"\0never", ""))[0]
            if not document.startswith(begins):
                job.state = ABORTED
                job.reasons = ["aborted-by-system", "document-format-error"]
            else:
                job.state, job.reasons, job.of = PENDING, ["none"], pages(format, document)
            self.news.notify_all()

    def cancel(self, job: Job, reason: str) -> bool:
        """Whether it could be cancelled."""
        with self.news:
            if job.ended or self.health.keeps_jobs:
                return False
            job.state, job.reasons = CANCELED, [reason]
            self.news.notify_all()
            return True

    def restart(self) -> None:
        """Switched off and on: the queue is gone, numbers begin anew."""
        with self.news:
            self.jobs.clear()
            self.news.notify_all()

    # ---- sheets ------------------------------------------------------------------------------

    def _run(self) -> None:
        with self.news:
            while not self._closing:
                self._give_up_waiting()
                head = self._head()
                if head is None:
                    self.news.wait(0.5)
                elif self.stopped:
                    if head.state != PENDING:
                        head.state, head.reasons = STOPPED, ["printer-stopped"]
                    self.news.wait(0.5)
                else:
                    self._sheet(head)

    def _sheet(self, job: Job) -> None:
        job.state, job.reasons = PROCESSING, ["job-printing"]
        ends_s = time.monotonic() + self._sheet_s
        while (left_s := ends_s - time.monotonic()) > 0 and not (job.ended or self._closing):
            self.news.wait(left_s)
            if self.stopped:
                return
        if job.ended or self._closing:
            return
        if self.health.jams_next:
            self.health.jams_next, self.health.jammed = False, True
            return
        self.health.sheets[job.tray] -= 1
        self.pulled[job.tray] += 1
        job.sheets += 1
        if job.file is None:
            self._printed += 1
            job.file = self._directory / f"document-{self._printed}{_FORMATS[job.format][1]}"
            job.file.write_bytes(job.document or b"")
        if self.health.aborts_next:
            self.health.aborts_next = False
            job.state, job.reasons = ABORTED, ["aborted-by-system"]
        elif job.sheets >= job.of:
            job.state, job.reasons = COMPLETED, ["job-completed-successfully"]

    def _give_up_waiting(self) -> None:
        """Jobs whose document never came (`multiple-operation-time-out`)."""
        for job in self.jobs:
            waited_s = time.monotonic() - job.came_s
            if job.state == HELD and waited_s > self._document_within_s:
                job.state, job.reasons = ABORTED, ["aborted-by-system"]


def pages(format: str, document: bytes) -> int:
    """How many sheets a document takes, at least 1."""
    if format == "application/pdf":
        return max(len(_PDF_PAGE.findall(document)), 1)
    if format == "image/pwg-raster":  # TotalPageCount of the first page's header (PWG 5102.4)
        return max(int.from_bytes(document[4 + 452 : 4 + 456], "big"), 1)
    return 1
