"""Numbers and passwords of cases are not to be guessed: who asks for what is not there has to wait.

Six figures are a million tries. After the third wrong one nobody may ask by number for 30 s, then
for twice as long each time, at most an hour (`kiosk/technician/lockout.py`), whoever it is: a kiosk
does not know who types, and a right one of one's own wins an attacker nothing. An hour without a
wrong one, and it begins anew. Pure.
"""

from kiosk.technician.lockout import MOST_S, Lockout

FORGOTTEN_AFTER_S = MOST_S


def counted(guessed: Lockout, at_s: float) -> Lockout:
    """After one more that was wrong."""
    stale = guessed.wrong and at_s - guessed.until_s > FORGOTTEN_AFTER_S
    return (Lockout() if stale else guessed).counted(at_s)
