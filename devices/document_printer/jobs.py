"""What is asked about jobs: how one is, that it be cancelled, and that old ones be settled.

Answers for the questions of RFC 8011 sections 4.2 and 4.3 that concern jobs, and for what a job
asks of the paper. Leaves the order of things in a job's life to `run`.

All of them raise NoAnswer, PortGone and HttpRefused, and NoAnswer for an answer that cannot be.
"""

import asyncio
from dataclasses import dataclass

from devices.document_printer.codec import Answer, Attribute, Tag, Values
from devices.document_printer.journal import DocumentJournal, LeftJob
from devices.document_printer.printer import SIZES, Printer
from devices.document_printer.wire import IppWire
from devices.document_printer.words import ENDED, JobState, Operation, Status, status_title
from devices.transport import NoAnswer
from kiosk.vocabulary import DocumentMedia, PrintOutcome

_SETTLE_TRIES = 5


@dataclass(frozen=True, slots=True)
class JobSeen:
    """sheets: that lie in the output tray, as far as the printer counts."""

    state: int
    reasons: tuple[str, ...]
    sheets: int
    name: str

    @property
    def ended(self) -> bool:
        return self.state in ENDED


def template(media: DocumentMedia, tray: str | None, printer: Printer) -> tuple[Attribute, ...]:
    """What the job asks of the printer: one side of sheets of this size, from this tray."""
    if tray is None:
        paper = Attribute("media", Tag.KEYWORD, (media.value,))
    else:
        across, along = SIZES[media]
        size = (
            Attribute("x-dimension", Tag.INTEGER, (across,)),
            Attribute("y-dimension", Tag.INTEGER, (along,)),
        )
        column = (
            Attribute("media-size", Tag.BEGIN_COLLECTION, (size,)),
            Attribute("media-source", Tag.KEYWORD, (tray,)),
        )
        paper = Attribute("media-col", Tag.BEGIN_COLLECTION, (column,))
    # A printer whose default is two sides would put two pages of a licence on one sheet.
    one_side = Attribute("sides", Tag.KEYWORD, ("one-sided",))
    return (paper, one_side) if "one-sided" in printer.sides else (paper,)


def named(name: str) -> tuple[Attribute, ...]:
    """The job's name, and that nothing may be replaced by something like it, such as A4 for A3."""
    return (
        Attribute("job-name", Tag.NAME, (name,)),
        Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (True,)),
    )


def in_format(format: str) -> Attribute:
    return Attribute("document-format", Tag.MIME, (format,))


def numbered(id: int) -> Attribute:
    return Attribute("job-id", Tag.INTEGER, (id,))


def id_in(answer: Answer) -> int | None:
    """The number that the printer gave to a new job."""
    return _number(answer.group(Tag.JOB).get("job-id", ()))


async def job_seen(wire: IppWire, id: int) -> JobSeen | None:
    """How the job is; None when the printer knows no such job, or no longer."""
    wanted = (
        "job-id",
        "job-name",
        "job-state",
        "job-state-reasons",
        "job-media-sheets-completed",
        "job-impressions-completed",
    )
    answer = await wire.ask(
        Operation.GET_JOB_ATTRIBUTES,
        numbered(id),
        Attribute("requested-attributes", Tag.KEYWORD, wanted),
    )
    if answer.code in (Status.NOT_FOUND, Status.GONE):
        return None
    job = _well(answer).group(Tag.JOB)
    state = _number(job.get("job-state", ()))
    if state is None:
        raise NoAnswer("a job without a state")
    sheets = _number(job.get("job-media-sheets-completed", ()))
    if sheets is None:  # one side each, so as many as sides
        sheets = _number(job.get("job-impressions-completed", ()))
    reasons = tuple(each for each in job.get("job-state-reasons", ()) if isinstance(each, str))
    name = next((each for each in job.get("job-name", ()) if isinstance(each, str)), "")
    return JobSeen(state, reasons, max(sheets or 0, 0), name)


async def find_job(wire: IppWire, name: str) -> int | None:
    """The number of a job that has not ended, by its name; None when there is none."""
    answer = await wire.ask(
        Operation.GET_JOBS,
        Attribute("which-jobs", Tag.KEYWORD, ("not-completed",)),
        Attribute("requested-attributes", Tag.KEYWORD, ("job-id", "job-name")),
    )
    for group in _well(answer).groups:
        if group.tag == Tag.JOB and group.attributes.get("job-name") == (name,):
            return _number(group.attributes.get("job-id", ()))
    return None


async def cancel_job(wire: IppWire, id: int) -> None:
    """Ask for it. Whether it helped is seen in the job: one that has ended cannot be cancelled."""
    await wire.ask(Operation.CANCEL_JOB, numbered(id))


async def settle(wire: IppWire, journal: DocumentJournal, job: LeftJob, pause_s: float) -> bool:
    """See to it that a job of which the end is not known prints no more; whether that is sure.

    After a printer's restart the same number may be another job's: the name tells.
    """
    id = job.id if job.id is not None else await find_job(wire, job.name)
    seen = await job_seen(wire, id) if id is not None else None
    for _ in range(_SETTLE_TRIES):
        if id is None or seen is None or seen.ended or seen.name not in ("", job.name):
            printed = seen is not None and seen.state == JobState.COMPLETED
            journal.end(job.name, PrintOutcome.PRINTED if printed else PrintOutcome.PARTIAL)
            return True
        await cancel_job(wire, id)
        await asyncio.sleep(pause_s)
        seen = await job_seen(wire, id)
    return False


def _well(answer: Answer) -> Answer:
    if answer.code >= 0x0100:
        raise NoAnswer(status_title(answer.code))
    return answer


def _number(values: Values) -> int | None:
    return next((each for each in values if type(each) is int), None)
