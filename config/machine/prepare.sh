#!/usr/bin/env bash
# Prepares this machine, from a bare Debian 12 or 13 to a kiosk that runs: Debian packages, .venv, dependencies, fonts.
# Each stage is skipped when what it makes is there and was made from today's inputs, so a second run costs nothing and
# needs no network. A stage leaves its stamp last: whatever interrupts one, the next run does that stage again.
set -euo pipefail
cd "$(dirname "$0")/../.."

machine=config/machine
venv=.venv
fonts=build/fonts
collections=/usr/share/fonts/opentype/noto

say() { printf 'set-up [%3ds] %s\n' "$SECONDS" "$*"; }
stop() {
    printf 'set-up: %s\n' "$@" >&2
    exit 1
}

# --- 1. Debian packages ---------------------------------------------------------------------------------------------

# What packages.txt names and dpkg does not have, under that name or as something that provides it.
missing_packages() {
    dpkg-query --show --showformat='${db:Status-Status} ${Package}, ${Provides}\n' | awk '
        NR == FNR { sub(/#.*/, ""); if (NF) wanted[++n] = $1; next }
        $1 == "installed" {
            $1 = ""
            count = split($0, names, ",")
            for (i = 1; i <= count; i++) { split(names[i], word, " "); sub(/:.*/, "", word[1]); have[word[1]] = 1 }
        }
        END { for (i = 1; i <= n; i++) if (!(wanted[i] in have)) print wanted[i] }
    ' "$machine/packages.txt" -
}

debian_packages() {
    command -v dpkg-query >/dev/null || stop "this is not Debian; it needs what $machine/packages.txt names, and was never tried elsewhere"
    local missing as_root=() apt
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    apt="apt-get install --yes --no-install-recommends ${missing% }"
    say "Debian packages: $missing"
    if [ "$(id -u)" != 0 ]; then
        # -n: never a question for a password in the middle of a build.
        sudo -n true 2>/dev/null || stop "these Debian packages are missing, and only root may install them. Run this, then try again:" \
            "    sudo apt-get update && sudo $apt"
        as_root=(sudo -n)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    # An installation that was cut off earlier is finished first; apt refuses to begin otherwise.
    "${as_root[@]}" dpkg --configure -a
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update || say "the package lists could not all be refreshed; going on with those at hand"
    # shellcheck disable=SC2086 # the words of $apt are its arguments
    "${as_root[@]}" ${apt/apt-get/apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Acquire::Retries=3}
    missing=$(missing_packages | tr '\n' ' ')
    [ -z "$missing" ] || stop "apt-get finished, and these are still missing: $missing"
}

# --- 2. The interpreter and its .venv -------------------------------------------------------------------------------

# The first Python that we run on and that can make an environment. Each is run to see: a pyenv shim
# is there and executable for versions that are not.
find_python() {
    local name path
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
        path=$("$name" -c 'import sys, ensurepip, venv; (3, 11) <= sys.version_info[:2] <= (3, 13) and print(sys._base_executable)' 2>/dev/null) || continue
        [ -n "$path" ] && printf '%s\n' "$path" && return
    done
    stop "no Python from 3.11 to 3.13 that can make an environment, among: ${PYTHON:-python3.11 python3.12 python3.13 python3}"
}

environment_key() {
    { readlink -f "$venv/bin/python"; cat "$machine/requirements.lock"; } 2>/dev/null | sha256sum
}

environment() {
    local python
    [ -x "$venv/bin/python" ] && [ "$(cat "$venv/stamp" 2>/dev/null)" = "$(environment_key)" ] && return
    python=$(find_python)
    say "$venv with $python"
    # From nothing: a half-installed package looks installed to pip.
    "$python" -m venv --clear "$venv"
    dependencies
    environment_key >"$venv/stamp"
}

# --- 3. Dependencies ------------------------------------------------------------------------------------------------

dependencies() {
    local pip=("$venv/bin/python" -m pip --disable-pip-version-check)
    local install=(install --no-deps --require-hashes --no-build-isolation --retries 10 --timeout 60)
    # pip and setuptools first, from the lock: the models come as source, and are built by these, not by whatever is newest.
    awk '/^[^ #]/ { tool = /^(pip|setuptools)==/ } tool' "$machine/requirements.lock" >"$venv/tools.lock"
    say "the installer"
    "${pip[@]}" "${install[@]}" --quiet --requirement "$venv/tools.lock"
    say "dependencies, about 300 MB; the largest, 100 MB, is the models that recognise a face"
    "${pip[@]}" "${install[@]}" --requirement "$machine/requirements.lock"
}

# --- 4. Fonts -------------------------------------------------------------------------------------------------------

fonts_key() {
    { cat "$machine/fonts.py"; stat --format='%s %Y' "$collections"/NotoSansCJK-{Regular,Bold}.ttc; } | sha256sum
}

chinese_fonts() {
    local name
    for name in NotoSansSC-Regular.otf NotoSansSC-Bold.otf; do [ -s "$fonts/$name" ] || rm -f "$fonts/stamp"; done
    [ "$(cat "$fonts/stamp" 2>/dev/null)" = "$(fonts_key)" ] && return
    say "Chinese fonts into $fonts"
    "$venv/bin/python" "$machine/fonts.py" "$fonts"
    fonts_key >"$fonts/stamp"
}

# --------------------------------------------------------------------------------------------------------------------

mkdir -p build
exec 9>build/set-up.lock
flock --nonblock 9 || { say "waiting for another set-up of this folder"; flock 9; }

debian_packages
environment
chinese_fonts
[ "$SECONDS" -lt 3 ] || say "done"
