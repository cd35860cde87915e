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


def request(name: str) -> bytes:
    return bytes.fromhex(REQUESTS[name])


def reply(name: str) -> bytes:
    return bytes.fromhex(REPLIES[name])
