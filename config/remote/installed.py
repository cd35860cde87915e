"""What is in force on this machine, for commands beside the kiosk: looked at, never touched."""

from collections.abc import Sequence

from config.layers import Layer
from config.load import Effective, effective, remote_of
from config.remote.store import Store


def installed(machine: Sequence[Layer]) -> Effective:
    """The machine's own files over the generation in force, if it has signed layers.

    Raises ConfigError; so it does while nothing has come yet of what must come from the county.
    """
    if (found := remote_of(machine)) is None:
        return effective(machine)
    remote, whose = found
    bundle = Store(remote.directory, None).bundle()
    return effective(machine, bundle.layers_for(whose.site, whose.terminal) if bundle else ())
