#!/usr/bin/env bash
# Proves on a bare Debian what the README promises: that a clone and one command are enough.
#
#   prove_fresh_machine.sh SUITE REPOSITORY [COMMAND...]      for example: bookworm . make run
#
# As root, with debootstrap. Makes a minimal Debian in $ROOT (a new folder, left behind to look into), puts git and make
# there as a person would, clones REPOSITORY, times COMMAND (make prepare), and then times set-up once more with no
# network at all. $MIRROR is where Debian comes from. A proxy's certificates in /usr/local/share/ca-certificates are
# taken along, and so are the proxy variables and $PIP_CERT and $PIP_INDEX_URL; nothing else of this machine is.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '4p' "$0" >&2; exit 2; }
suite=$1 repository=$2
shift 2
[ $# -gt 0 ] || set -- make prepare
root=${ROOT:-/var/tmp/budayang-$suite}
[ "$(id -u)" = 0 ] || { echo "only root can make a Debian in a folder" >&2; exit 1; }
[ ! -e "$root" ] || { echo "$root is there already; remove it, or set ROOT" >&2; exit 1; }

step() { printf '\n== %s [%ds]\n' "$1" "$SECONDS"; }

inside() {
    chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 TERM="${TERM:-dumb}" "${taken_along[@]}" "$@"
}

taken_along=()
for name in http_proxy https_proxy no_proxy PIP_CERT PIP_INDEX_URL; do
    [ -z "${!name:-}" ] || taken_along+=("$name=${!name}")
done

step "a minimal Debian $suite in $root"
debootstrap --variant=minbase "$suite" "$root" "${MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
mkdir -p "$root/usr/local/share/ca-certificates"
cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
git clone --quiet --bare "$repository" "$root/srv/budayang.git"

# A chroot lacks what every machine has: processes, terminals, shared memory.
trap 'for place in dev/shm dev/pts proc; do umount "$root/$place" 2>/dev/null || true; done' EXIT
mkdir -p "$root/dev/pts" "$root/dev/shm"
mount -t proc proc "$root/proc"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/dev/shm"

step "by hand: git and make"
inside apt-get update --quiet=2
inside env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends git make >"$root.log" 2>&1
inside git clone --quiet /srv/budayang.git /srv/budayang

step "$*"
started=$SECONDS
inside sh -c 'cd /srv/budayang && exec "$@"' sh "$@"
first=$((SECONDS - started))

step "set-up again, with no network"
started=$(date +%s%N)
unshare --net -- chroot "$root" sh -c 'cd /srv/budayang && make prepare'
again=$((($(date +%s%N) - started) / 1000000))

printf '\n%s, %s: "%s" took %d s from a bare machine; set-up again took %d ms.\n' \
    "$suite" "$(inside /srv/budayang/.venv/bin/python --version)" "$*" "$first" "$again"
