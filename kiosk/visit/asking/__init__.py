"""How each type of field is asked for: one module a way, chosen by the field's type."""

from types import MappingProxyType

from kiosk.visit.asking import address, business_name, choice, keypad, promise, scope, typing
from kiosk.visit.asking.page import Asks

WAYS: MappingProxyType[str, Asks] = MappingProxyType(
    {
        "phone": keypad,
        "date": keypad,
        "amount": keypad,
        "number": keypad,
        "digits": keypad,
        "id_number": keypad,
        "name": typing,
        "text": typing,
        "uscc": typing,
        "choice": choice,
        "address": address,
        "scope": scope,
        "business_name": business_name,
        "promise": promise,
    }
)
"""By type of field; a signature and a photo have steps of their own in the plan."""
