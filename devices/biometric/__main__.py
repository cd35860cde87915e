"""`python -m devices.biometric PARENT WIRE MEMORY`: the face process, started by `spawn`.

Answers for what has to hold before anything of a person can be in memory, and before the second
that loading takes: it dies with its parent, leaves no dump and cannot be looked into. The rest is
`process`.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4


def main() -> None:
    parent, wire, memory = map(int, sys.argv[1:])
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is meant for the kiosk, which ends us
    if os.getppid() != parent:  # it died before it could be waited for
        return
    from devices.biometric.process import serve

    serve(wire, memory)


if __name__ == "__main__":
    main()
