"""What the status board and the readiness report have a line for, and how each of them is.

Pure. A device is as it last said of itself; what a test found out beyond that (does it do what it
is for?) is added, and gives way as soon as the device itself says that something is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.attention import (
    Attention,
    CheckCaseHistory,
    CheckDisk,
    CheckLicenceSeal,
    CheckPlatformAnswer,
    ConfirmExamples,
    InstallNewerProgram,
    LoadBlankLicences,
    LoadCalendar,
    MendCatalogue,
    WaitForOtherPlatforms,
    WaitForPlatform,
)
from kiosk.diagnosis import WORST_FIRST, Diagnosis, Grade, absent, diagnose
from kiosk.rules import Rules
from kiosk.technician.state import Maintenance
from kiosk.visit.state import State
from kiosk.visit.steps import needed_by
from kiosk.vocabulary import Device, Platform

MANY_WAIT = 20  # cases in the outbox from which on somebody should look (domain.md §6.2)

Needs = Mapping[Device, tuple[str, ...]]
"""Which matters need each device: the same for every line of a board, and dear to find out."""

DEVICES = (
    Device.CARD_READER,
    Device.PRINTER,
    Device.DOCUMENT_PRINTER,
    Device.BARCODE_READER,
    Device.CAMERA,
    Device.BIOMETRIC,
)


@dataclass(frozen=True, slots=True)
class Item:
    """name: of a device, "platform", "other_platforms", "refused", "outbox", "calendar" or
    "catalogue".

    value: a figure for the technician, or empty. testing: a test of it is under way; its grade is
    the one of before.
    """

    name: str
    grade: Grade
    attention: type[Attention] | None = None
    value: str = ""
    matters: tuple[str, ...] = ()
    testing: bool = False

    @property
    def needs_somebody(self) -> bool:
        return self.grade in (Grade.FAIL, Grade.WARNING)


def installed(rules: Rules) -> tuple[Device, ...]:
    """The devices that this kiosk has; the others are absent, which is no fault."""
    optional = {
        Device.DOCUMENT_PRINTER: rules.config.document_printer,
        Device.BARCODE_READER: rules.config.barcode_reader,
    }
    return tuple(device for device in DEVICES if optional.get(device, True) is not None)


def items(rules: Rules, state: State, place: Maintenance) -> tuple[Item, ...]:
    """Every line of the board: what needs somebody first, then what nobody has tried yet; what is
    not there last."""
    needs = needed_by(rules)
    devices = [_device(rules, state, place, device, needs) for device in DEVICES]
    lines = [
        *devices,
        _platform(state),
        *_others(state),
        *_refused(state),
        *_histories(state),
        *_licences(rules, state),
        _outbox(state, place),
        *_data(rules, state),
    ]
    order = (*WORST_FIRST[:2], Grade.NOT_RUN, Grade.OK, Grade.ABSENT)
    return tuple(sorted(lines, key=lambda line: order.index(line.grade)))


def diagnosis_of(
    rules: Rules, state: State, place: Maintenance, device: Device, needs: Needs
) -> Diagnosis:
    """The newest that is known of a device, layer by layer. needs: see `steps.needed_by`."""
    if device not in installed(rules):
        return absent(device)
    found, status = place.found_of(device), state.status_of(device)
    if status is None:
        return found or Diagnosis(device, Grade.NOT_RUN, ())
    function = None
    if found is not None and found.checks and found.checks[-1].grade is not Grade.NOT_RUN:
        function = found
    now = diagnose(needs, device, status)
    if function is None or now.grade is Grade.FAIL:
        return now
    if function.checks[-1].grade is Grade.FAIL:
        return function
    return Diagnosis(
        device, now.grade, (*now.checks[:-1], function.checks[-1]), now.attention, now.matters
    )


def _device(rules: Rules, state: State, place: Maintenance, device: Device, needs: Needs) -> Item:
    known = diagnosis_of(rules, state, place, device, needs)
    tested = known.checks[-1] if known.checks else None
    return Item(
        device.value,
        known.grade,
        known.attention,
        tested.value if tested is not None and tested.layer == "function" else "",
        known.matters,
        testing=device in place.waits,
    )


def _platform(state: State) -> Item:
    if state.platform_reached:
        return Item("platform", Grade.OK)
    return Item("platform", Grade.WARNING, WaitForPlatform)  # cases wait, nobody is sent away


def _others(state: State) -> tuple[Item, ...]:
    """The platforms that visitors' questions go to: a line only when one does not answer."""
    down = sorted(state.unreached - {Platform.ACCEPTANCE})
    if not down:
        return ()
    return (Item("other_platforms", Grade.WARNING, WaitForOtherPlatforms, " ".join(down)),)


def _refused(state: State) -> tuple[Item, ...]:
    """A line only when there are any."""
    if not state.refused:
        return ()
    return (Item("refused", Grade.WARNING, CheckPlatformAnswer, str(state.refused)),)


def _histories(state: State) -> tuple[Item, ...]:
    """A line only when the platform has told something of a case that cannot be."""
    if not state.histories_refused:
        return ()
    return (Item("histories", Grade.WARNING, CheckCaseHistory, str(state.histories_refused)),)


def _data(rules: Rules, state: State) -> tuple[Item, ...]:
    """Lines only when an administrator has to put something right."""
    lines = []
    if rules.calendar_ends_soon(state.now.date()):
        last = str(max(rules.calendar.years, default=""))
        lines.append(Item("calendar", Grade.WARNING, LoadCalendar, last))
    if rules.catalogue.problems:
        count = str(len(rules.catalogue.problems))
        lines.append(Item("catalogue", Grade.WARNING, MendCatalogue, count))
    if rules.unconfirmed:
        count = str(len(rules.unconfirmed))
        lines.append(Item("unconfirmed", Grade.WARNING, ConfirmExamples, count))
    return tuple(lines)


def _licences(rules: Rules, state: State) -> tuple[Item, ...]:
    """Numbered paper where there is any, its fewest sheets; and seals that did not hold."""
    lines = []
    if rules.config.licence_paper is not None and state.blanks:
        least = min(left for _, left in state.blanks)
        few = least < rules.config.licence_paper.low
        grade, attention = (Grade.WARNING, LoadBlankLicences) if few else (Grade.OK, None)
        lines.append(Item("blanks", grade, attention, str(least)))
    if state.seals_refused:
        count = str(state.seals_refused)
        lines.append(Item("seals", Grade.WARNING, CheckLicenceSeal, count))
    return tuple(lines)


def _outbox(state: State, place: Maintenance) -> Item:
    count = "" if place.waiting is None else str(place.waiting)
    if not state.can_keep:
        return Item("outbox", Grade.FAIL, CheckDisk, count)
    if state.not_understood:
        return Item("outbox", Grade.WARNING, InstallNewerProgram, count)
    if place.waiting is None:
        return Item("outbox", Grade.NOT_RUN)
    many = place.waiting > MANY_WAIT
    return Item("outbox", Grade.WARNING if many else Grade.OK, None, count)
