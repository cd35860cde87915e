"""Frames of the SAM-V module as published, recomputed by hand; the only thing both sides share.

No frame here holds a person: what follows a status word is zeros, or the format's own constants.
"""

REQUESTS = {
    "reset": "AA AA AA 96 69 00 03 10 FF EC",
    "status": "AA AA AA 96 69 00 03 11 FF ED",
    "id": "AA AA AA 96 69 00 03 12 FF EE",
    "find": "AA AA AA 96 69 00 03 20 01 22",
    "select": "AA AA AA 96 69 00 03 20 02 21",
    "read": "AA AA AA 96 69 00 03 30 01 32",
    "presence": "AA AA AA 96 69 00 03 30 03 30",
    "management": "AA AA AA 96 69 00 03 30 05 36",
    "fingerprints": "AA AA AA 96 69 00 03 30 10 23",
    "baud 115200": "AA AA AA 96 69 00 03 60 00 63",
    "baud 57600": "AA AA AA 96 69 00 03 60 01 62",
    "baud 38400": "AA AA AA 96 69 00 03 60 02 61",
    "baud 19200": "AA AA AA 96 69 00 03 60 03 60",
    "baud 9600": "AA AA AA 96 69 00 03 60 04 67",
    "rf frame 80": "AA AA AA 96 69 00 04 61 FF 50 CA",
    "rf frame 88": "AA AA AA 96 69 00 04 61 FF 58 C2",
}

REPLIES = {
    "ok": "AA AA AA 96 69 00 04 00 00 90 94",
    "found": "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97",
    "not found": "AA AA AA 96 69 00 04 00 00 80 84",
    "selected": "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C",
    "not selected": "AA AA AA 96 69 00 04 00 00 81 85",
    "read failed": "AA AA AA 96 69 00 04 00 00 41 45",
    "self-test failed": "AA AA AA 96 69 00 04 00 00 60 64",
    "no such item": "AA AA AA 96 69 00 04 00 00 91 95",
}

READ_BEGINS = "AA AA AA 96 69 05 08 00 00 90 01 00 04 00"
FINGERPRINTS_BEGIN = "AA AA AA 96 69 09 0A 00 00 90 01 00 04 00 04 00"

REPLY_SIZES = {
    "reset": 11,
    "status": 11,
    "id": 27,
    "find": 15,
    "select": 19,
    "read": 1295,
    "fingerprints": 2321,
    "management": 39,
    "presence": 11 + 4 * 70,
    "baud 9600": 11,
    "rf frame 80": 11,
}
"""Bytes on the wire of the longest yes."""

VERDICTS = {
    0x90: "yes",
    0x9F: "yes",
    0x91: "no_such_item",
    0x10: "send_again",
    0x11: "send_again",
    0x21: "not_done",
    0x23: "not_done",
    0x24: "not_done",
    0x31: "failed",
    0x32: "failed",
    0x33: "failed",
    0x34: "begin_again",
    0x37: "no_fingerprints",
    0x3F: "no_fingerprints",
    0x40: "unknown_card",
    0x41: "failed",
    0x47: "begin_again",
    0x60: "module_out",
    0x66: "module_out",
    0x80: "no_card",
    0x81: "begin_again",
}
"""Every SW3 that is published, and what it asks for; those of the makers' libraries are not here:
they never cross the wire."""


def request(name: str) -> bytes:
    return bytes.fromhex(REQUESTS[name])


def reply(name: str) -> bytes:
    return bytes.fromhex(REPLIES[name])
