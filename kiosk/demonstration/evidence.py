"""`build/visit/index.html`: one row per step, with the picture, what crossed each wire, and the
audit lines of that time. Made from what kiosk and peers wrote, each for itself.
"""

import html
import json
from datetime import datetime
from pathlib import Path
from typing import Any

STYLE = """
body { font: 15px/1.5 "Noto Sans CJK SC", sans-serif; margin: 2rem; background: #F4EEE2;
       color: #12262E; }
h1 { font-size: 1.6rem } table { border-collapse: collapse; width: 100% }
td, th { vertical-align: top; text-align: left; padding: .8rem; border-top: 1px solid #CFC5B1 }
img.page { width: 270px; border: 1px solid #6F736D } img.slip { width: 360px }
code { font: 12px/1.5 monospace; white-space: pre-wrap; word-break: break-all }
.device { font-weight: bold; color: #9A3D10; display: block; margin-top: .5rem }
"""

LONGEST_LIST = 14


def write_evidence(directory: Path, visitor: str, wires: dict[str, list[dict[str, Any]]]) -> None:
    """Write index.html into `directory` from visit.jsonl, audit.jsonl and the peers' wires."""
    told = directory / "visit.jsonl"
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    notes = [json.loads(line) for line in lines]
    audit = _audit_lines(directory / "audit.jsonl")
    pages = [note for note in notes if "page" in note]
    rows = []
    for number, page in enumerate(pages):
        begins = page["at_s"] if number else 0.0
        ends = pages[number + 1]["at_s"] if number + 1 < len(pages) else float("inf")
        events = [note for note in notes if "event" in note and begins <= note["at_s"] < ends]
        audited = [name for note in events for name in note["effects"] if name in audit]
        rows.append(_row(page, events, _between(wires, begins, ends), audited, audit))
    (directory / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>{html.escape(visitor)}</title>"
        f"<style>{STYLE}</style><h1>A visit: {html.escape(visitor)}</h1>"
        f"<p>{_head(directory)}</p>"
        "<table><tr><th>Page<th>What happened<th>What crossed the wires<th>Audit log</tr>"
        + "".join(rows)
        + "</table>"
        + _slips(directory),
        encoding="utf-8",
    )


def _head(directory: Path) -> str:
    made = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    links = "".join(
        f' · <a href="{name}">{name}</a>'
        for name in (
            "audit.jsonl",
            "matter.toml",
            "case.xml",
            "receipt.png",
            "receipt.txt",
            "visit.jsonl",
        )
        if (directory / name).exists()
    )
    return (
        f"Made {made}. The kiosk wrote the pictures and the audit log; each simulated device and "
        "the platform told for itself what crossed its wire. Payload is masked: lengths and codes "
        f"only. The people are generated.{links}"
    )


def _row(
    page: dict[str, Any],
    events: list[dict[str, Any]],
    wires: dict[str, list[dict[str, Any]]],
    audited: list[str],
    audit: dict[str, list[str]],
) -> str:
    happened = "\n".join(
        note["event"] + (" → " + ", ".join(note["effects"]) if note["effects"] else "")
        for note in events
    )
    crossed = "".join(
        f'<span class="device">{html.escape(device)}</span><code>{_listed(lines)}</code>'
        for device, lines in wires.items()
        if lines
    )
    lines = "\n".join(audit[name].pop(0) for name in audited if audit[name])
    picture = html.escape(page["picture"])
    return (
        f'<tr><td><a href="{picture}"><img class="page" src="{picture}" loading="lazy"></a>'
        f"<br>{html.escape(page['page'])}"
        f"<td><code>{html.escape(happened)}</code><td>{crossed}"
        f"<td><code>{html.escape(lines)}</code></tr>"
    )


def _listed(lines: list[dict[str, Any]]) -> str:
    """The first and the last lines of a wire; a stream says a thousand times the same."""
    told = [
        "  ".join(_plain(name, value) for name, value in line.items() if name != "at_s")
        for line in lines
    ]
    if len(told) > LONGEST_LIST:
        left = len(told) - LONGEST_LIST
        told = [*told[:6], f"… {left} more …", *told[-8:]]
    return html.escape("\n".join(told))


def _plain(name: str, value: Any) -> str:
    """One figure of a wire as a person reads it: times in ms, everything else as it is."""
    if name == "took_s":
        return f"{value * 1000:.1f} ms"
    return f"{value} B" if name in ("length", "bytes_in", "bytes_out") else str(value)


def _between(
    wires: dict[str, list[dict[str, Any]]], begins: float, ends: float
) -> dict[str, list[dict[str, Any]]]:
    return {
        device: [line for line in lines if begins <= line["at_s"] < ends]
        for device, lines in wires.items()
    }


def _audit_lines(file: Path) -> dict[str, list[str]]:
    """Lines of the audit log by event, in order: number, event, fields, begin of its hash."""
    found: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        entry, its_hash = json.loads(line)["entry"], json.loads(line)["hash"]
        fields = "  ".join(f"{name}={value}" for name, value in entry["fields"].items())
        plain = f"{entry['sequence']:>3}  {entry['event']}  {fields}\n     {its_hash[:16]}…"
        found.setdefault(entry["event"], []).append(plain)
    return found


def _slips(directory: Path) -> str:
    return "".join(
        f'<h2>{html.escape(slip.name)}</h2><img class="slip" src="{html.escape(slip.name)}">'
        for slip in sorted(directory.glob("receipt*.png"))
    )
