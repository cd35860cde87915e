"""Everything that can happen to a kiosk, as values. `advance()` takes one at a time.

One module for each that speaks: touches and the technician (the screens report the event that a
button's view carries), devices (through `kiosk.ports`), what is kept, the platforms, and the
program with its clock.
"""

Event = object
"""Any of the classes in these modules; `advance()` ignores what it does not know in a state."""
