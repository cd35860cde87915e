"""What this kiosk is, and which matters it offers."""

import os

# pydantic would look through every installed package for plug-ins, at every start; none is wanted.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
