"""How the fee of a matter can be paid at this kiosk, in the citizen's words."""

from kiosk.visit.moves import Context
from kiosk.vocabulary import Platform


def how_to_pay(c: Context) -> str:
    """On the spot where there is a platform for it, or when the result is handed over."""
    here = "fee" in c.matter.kinds() and c.connected(Platform.PAYMENT)
    return c.words("fee.pay_both" if here else "fee.pay_later")
