"""What a printer says of itself, and what is made of it."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.document_printer.health import blocks, describe, holds_up
from devices.document_printer.printer import capabilities_of, measured, read_printer
from kiosk.attention import (
    Attention,
    ClearDocumentJam,
    CloseDocumentPrinter,
    DocumentPaperLow,
    EmptyDocumentOutput,
    LoadDocumentPaper,
    ReplaceToner,
    ResetDocumentPrinter,
    ResumeDocumentPrinter,
    ServiceDocumentPrinter,
    TonerRunsLow,
)
from kiosk.ports import DeviceStatus
from kiosk.vocabulary import DeviceState, DocumentMedia, PaperSupply

A4, A3 = DocumentMedia.A4, DocumentMedia.A3
IDLE, PROCESSING, STOPPED = 3, 4, 5
ONLINE, USER, HARDWARE = DeviceState.ONLINE, DeviceState.USER_ERROR, DeviceState.HARDWARE_ERROR
OFFLINE, OFF = DeviceState.OFFLINE, DeviceState.POWER_OFF


def status(
    *reasons: str,
    state: int = IDLE,
    media: DocumentMedia = A4,
    tray: str | None = None,
    **more: Any,
) -> DeviceStatus:
    told = {"printer-state": (state,), "printer-state-reasons": reasons or ("none",)}
    return describe(read_printer(told | more), media, tray)


CASES: Mapping[tuple[str, ...], tuple[int, DeviceState, type[Attention] | None]] = {
    ("none",): (IDLE, ONLINE, None),
    ("none-report",): (PROCESSING, ONLINE, None),
    ("cover-open",): (STOPPED, USER, CloseDocumentPrinter),
    ("door-open-error",): (STOPPED, USER, CloseDocumentPrinter),
    ("interlock-open-error",): (STOPPED, USER, CloseDocumentPrinter),
    ("media-jam",): (STOPPED, HARDWARE, ClearDocumentJam),
    ("media-empty-error",): (STOPPED, USER, LoadDocumentPaper),
    ("media-needed",): (STOPPED, USER, LoadDocumentPaper),
    ("input-tray-missing",): (STOPPED, USER, LoadDocumentPaper),
    ("media-empty-warning",): (IDLE, ONLINE, DocumentPaperLow),
    ("media-empty-report",): (IDLE, ONLINE, None),
    ("media-low",): (IDLE, ONLINE, DocumentPaperLow),
    ("toner-empty",): (STOPPED, USER, ReplaceToner),
    ("marker-supply-empty-error",): (STOPPED, USER, ReplaceToner),
    ("toner-empty-warning",): (IDLE, ONLINE, TonerRunsLow),
    ("toner-low",): (IDLE, ONLINE, TonerRunsLow),
    ("toner-low-error",): (IDLE, ONLINE, TonerRunsLow),
    ("marker-supply-low-warning",): (IDLE, ONLINE, TonerRunsLow),
    ("output-area-full",): (STOPPED, USER, EmptyDocumentOutput),
    ("output-area-almost-full-warning",): (IDLE, ONLINE, EmptyDocumentOutput),
    ("fuser-over-temp-error",): (STOPPED, HARDWARE, ServiceDocumentPrinter),
    ("marker-waste-almost-full",): (IDLE, ONLINE, ServiceDocumentPrinter),
    ("paused",): (STOPPED, OFFLINE, ResumeDocumentPrinter),
    ("moving-to-paused",): (PROCESSING, OFFLINE, ResumeDocumentPrinter),
    ("shutdown",): (STOPPED, OFF, ResumeDocumentPrinter),
    ("connecting-to-device",): (IDLE, OFFLINE, ResetDocumentPrinter),
    ("com.maker-something-error",): (STOPPED, HARDWARE, ServiceDocumentPrinter),
    ("com.maker-something",): (IDLE, ONLINE, None),
    # What has to be put right first comes first.
    ("media-empty-error", "cover-open-error"): (STOPPED, USER, CloseDocumentPrinter),
    ("toner-empty", "media-jam"): (STOPPED, HARDWARE, ClearDocumentJam),
    ("media-low", "toner-empty-error"): (STOPPED, USER, ReplaceToner),
    ("paused", "media-empty-error"): (STOPPED, USER, LoadDocumentPaper),
}


@pytest.mark.parametrize("reasons", CASES, ids="+".join)
def test_each_reason_has_its_person_and_its_state(reasons: tuple[str, ...]) -> None:
    state, expected, attention = CASES[reasons]
    seen = status(*reasons, state=state)
    assert (seen.state, seen.attention) == (expected, attention)
    assert blocks(seen) == (expected is not ONLINE)


def test_a_printer_that_stopped_for_no_reason_is_not_called_well() -> None:
    seen = status(state=STOPPED)
    assert (seen.state, seen.attention, seen.detail) == (
        HARDWARE,
        ServiceDocumentPrinter,
        "stopped",
    )


def test_a_printer_that_takes_no_jobs_is_offline() -> None:
    seen = status(**{"printer-is-accepting-jobs": (False,)})
    assert (seen.state, seen.attention) == (OFFLINE, ResumeDocumentPrinter)


def tray(name: str, level: int) -> bytes:
    return f"type=other;maxcapacity=250;level={level};name={name};".encode()


def loaded(media: DocumentMedia, source: str) -> dict[str, Any]:
    return {"media-size-name": (media.value,), "media-source": (source,)}


BOTH = {
    "media-ready": (A4.value, A3.value),
    "media-col-ready": (loaded(A4, "main"), loaded(A3, "low")),
    "printer-input-tray": (tray("main", 250), tray("low", 0)),
}


def test_an_empty_tray_concerns_only_who_wants_its_paper() -> None:
    assert status("media-empty", **BOTH).attention is DocumentPaperLow
    wanting = status("media-empty", media=A3, **BOTH)
    assert (wanting.state, wanting.attention, wanting.paper) == (
        USER,
        LoadDocumentPaper,
        PaperSupply.OUT,
    )
    # A printer that stopped does not go on because another tray is full.
    assert status("media-empty", state=STOPPED, **BOTH).state is USER


def test_only_the_configured_tray_counts() -> None:
    assert status(tray="main", **BOTH).state is ONLINE
    assert status(tray="low", **BOTH).attention is LoadDocumentPaper
    assert status(tray="main", media=A3, **BOTH).attention is LoadDocumentPaper


def test_a_size_without_a_name_is_known_by_its_measures() -> None:
    measures = {"x-dimension": (29700,), "y-dimension": (42000,)}
    column = ({"media-size": (measures,), "media-source": ("low",)},)
    assert status(media=A3, **{"media-col-ready": column}).state is ONLINE
    assert status(media=A4, **{"media-col-ready": column}).attention is LoadDocumentPaper


def test_a_printer_that_does_not_know_its_paper_is_believed_to_have_some() -> None:
    seen = status()
    assert (seen.state, seen.paper) == (ONLINE, PaperSupply.UNKNOWN)
    assert status("media-empty").state is USER  # an error, says the standard: no suffix


def test_a_size_of_a_makers_own_is_still_that_size() -> None:
    assert status(**{"media-ready": ("iso_a4_210x297mm_borderless",)}).state is ONLINE
    assert status(**{"media-ready": ("iso_a4plus_220x300mm",)}).attention is LoadDocumentPaper


def test_a_job_does_not_go_on_where_paper_is_needed_though_it_is_a_mere_warning() -> None:
    def held(*reasons: str) -> bool:
        told = {"printer-state": (PROCESSING,), "printer-state-reasons": reasons}
        printer = read_printer(told | BOTH)
        return holds_up(printer, describe(printer, A4, None))

    assert held("media-needed-warning")
    assert held("media-jam-warning")
    assert not held("media-empty-warning")
    assert not held("media-needed-report")


def test_the_technician_reads_model_paper_and_toner() -> None:
    supplies = {
        "printer-make-and-model": ("Example A3",),
        "printer-supply": (
            b"type=wasteToner;maxcapacity=100;level=25;colorantname=unknown;",
            b"type=toner;maxcapacity=200;level=150;colorantname=black;",
            b"type=toner;maxcapacity=100;level=-2;colorantname=cyan;",
        ),
    }
    assert measured(read_printer(supplies | BOTH)) == "Example A3, A4, black 75 %"
    older = {"marker-names": ("Black", "Cyan"), "marker-levels": (40, -1)}
    assert measured(read_printer(older)) == "Black 40 %"


def test_capabilities_are_words_of_the_port() -> None:
    told = {
        "printer-make-and-model": ("Example A3",),
        "media-supported": (A4.value, "iso_a3_297x420mm_full"),
        "color-supported": (True,),
        "document-format-supported": ("application/pdf",),
        "media-source-supported": ("main",),
    }
    assert capabilities_of(read_printer(told)).can == (
        "a4",
        "a3",
        "color",
        "format:application/pdf",
        "tray:main",
    )


values = st.recursive(
    st.one_of(
        st.integers(), st.booleans(), st.text(max_size=30), st.binary(max_size=30), st.just((1, 2))
    ),
    lambda inner: st.dictionaries(st.text(max_size=5), st.tuples(inner), max_size=2),
    max_leaves=3,
)
NAMES = (
    *("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "sides-supported"),
    *("printer-make-and-model", "operations-supported", "document-format-supported"),
    *("media-supported", "media-ready", "media-col-ready", "printer-input-tray", "printer-supply"),
    *("media-source-supported", "color-supported", "marker-names", "marker-levels"),
)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.lists(values, max_size=3).map(tuple)))
def test_whatever_a_printer_says_there_is_a_status(told: dict[str, Any]) -> None:
    printer = read_printer(told)
    seen = describe(printer, A4, None)
    assert seen.detail.isprintable()
    assert len(seen.detail) < 700
    assert measured(printer).isprintable()
    capabilities_of(printer)
    holds_up(printer, seen)
