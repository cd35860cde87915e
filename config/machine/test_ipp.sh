#!/usr/bin/env bash
# The licence printer's contract against `ippeveprinter`, the printer that the CUPS project tests with (make test-ipp).
#
# Installs cups-ipp-utils and dbus-daemon when they are missing and this is root or may be by sudo. Where they cannot be had, it says
# so and ends well: that is no fault of this software. A test that fails is. The printer and its private bus are started and ended by
# the tests; no daemon of the machine is touched.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages="cups-ipp-utils dbus-daemon"
apt="apt-get install --yes --no-install-recommends $packages"

say() { printf 'test-ipp: %s\n' "$@"; }
missing() { ! [ -x /usr/sbin/ippeveprinter ] || ! command -v dbus-daemon >/dev/null; }
without() {
    say "NOT RUN: $1" "the licence printer was tested against our own peer only (make test)"
    exit 0
}

if missing; then
    command -v apt-get >/dev/null || without "this is not Debian, and there is no ippeveprinter"
    as_root=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || without "only root may install its packages: sudo apt-get update && sudo $apt"
        as_root=(sudo -n)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    say "Debian packages: $packages"
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update || say "the package lists could not all be refreshed; going on with those at hand"
    # shellcheck disable=SC2086 # the words of $apt are its arguments
    "${as_root[@]}" ${apt/apt-get/apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Acquire::Retries=3} ||
        without "its packages cannot be installed here: $apt"
    missing && without "its packages are installed, and ippeveprinter is still missing"
fi

# Whether it can run here at all (a bus, a port, a directory) is asked of the printer alone, before our side is judged by it.
.venv/bin/python -m tests.devices.document_printer.eve || without "ippeveprinter does not start here; see above"
exec .venv/bin/python -m pytest -m ipp tests/devices/document_printer
