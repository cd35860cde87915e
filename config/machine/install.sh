#!/usr/bin/env bash
# Makes this machine a kiosk that starts by itself: the program under $PREFIX, a systemd unit for it and one for its
# screen, names for its ports, and /etc/budayang, which is written once and then belongs to whoever runs the machine.
# With DESTDIR everything is only laid out below that folder, and nothing of this machine is touched.
set -euo pipefail

prefix=${PREFIX:-/opt/budayang}
root=${DESTDIR:-}
if [ -z "$root" ] && [ "$(id -u)" != 0 ]; then
    echo "make install writes to /etc and $prefix, which only root may do: sudo make install" >&2
    exit 1
fi
cd "$(dirname "$0")/../.."
machine=config/machine

if [ -z "$root" ] && ! [ -x /usr/bin/Xorg ]; then
    echo "The screen needs an X server. Run this, then try again:" >&2
    echo "    apt-get install --yes --no-install-recommends xserver-xorg-core xserver-xorg-input-libinput" >&2
    exit 1
fi

# The program, without what an older one had in its place.
install -d "$root$prefix"
for part in config devices kiosk screens run_kiosk.py; do
    rm -rf "$root${prefix:?}/$part"
    cp -R "$part" "$root$prefix/"
done
# What it is called and which version of it runs (kiosk/version.py), and what somebody at the machine looks up.
install -m 644 setup.cfg README.md "$root$prefix/"
rm -rf "$root${prefix:?}/docs"
install -D -m 644 -t "$root$prefix/docs" docs/*.md
find "$root$prefix" -name __pycache__ -prune -exec rm -rf {} +

for unit in budayang.service budayang-display.service; do
    install -d "$root/etc/systemd/system"
    sed "s|@PREFIX@|$prefix|g" "$machine/$unit" >"$root/etc/systemd/system/$unit"
done
install -D -m 644 "$machine/99-budayang.rules" "$root/etc/udev/rules.d/99-budayang.rules"
install -D -m 644 "$machine/90-budayang.conf" "$root/etc/X11/xorg.conf.d/90-budayang.conf"

# Identity and secrets: never overwritten. A second key would make every waiting case unreadable.
etc=$root/etc/budayang
install -d -m 755 "$etc"
[ -e "$etc/kiosk.toml" ] || install -m 600 "$machine/production.toml" "$etc/kiosk.toml"
chmod 600 "$etc/kiosk.toml" # it holds the hash of a PIN; older installations let everybody read it
[ -e "$etc/kiosk.key" ] || (umask 077 && head -c 32 /dev/urandom >"$etc/kiosk.key.new" && sync "$etc/kiosk.key.new" && mv "$etc/kiosk.key.new" "$etc/kiosk.key")
[ -e "$etc/acceptance.json" ] || (umask 077 && echo '{"login_name": "", "login_password": ""}' >"$etc/acceptance.json")

[ -z "$root" ] || exit 0

"$prefix/$machine/prepare.sh"
# The service may write nothing here, so what Python keeps between starts is made now.
"$prefix/.venv/bin/python" -m compileall -q "$prefix"/{config,devices,kiosk,screens,run_kiosk.py}
systemctl daemon-reload
udevadm control --reload
udevadm trigger --subsystem-match=tty
systemctl enable budayang-display.service budayang.service
cat <<TEXT
Installed. Before the first start:
    fill in    /etc/budayang/kiosk.toml, and the platform's login in /etc/budayang/acceptance.json
    look at    ls -l /dev/budayang    (if a port is missing: /etc/udev/rules.d/99-budayang.rules)
    try        cd $prefix && .venv/bin/python run_kiosk.py diagnose
    start      systemctl start budayang-display budayang
TEXT
