#!/bin/sh
# Installs what the machine lacks: Debian packages of the named set and the npm packages of the lockfile.
# Usage: tools/setup.sh run|test|interop|bench|vm. Quick when there is nothing to do: each part leaves a stamp under build/setup.
set -eu
cd "$(dirname "$0")/.."

build="cmake ninja-build g++ pkg-config libasound2-dev libsrtp2-dev libssl-dev libopus-dev libspeexdsp-dev fonts-noto-cjk xfonts-efont-unicode"
peers="kamailio kamailio-tls-modules kamailio-presence-modules kamailio-websocket-modules kamailio-outbound-modules kamailio-sqlite-modules sip-tester sox iproute2 nftables sqlite3 python3 python3-vobject"
case "${1:-run}" in
  run) packages="$build iputils-ping traceroute" ;;
  test) packages="$build chromium socat openssl sox curl python3 espeak-ng" ;;
  interop) packages="$build iputils-ping traceroute ffmpeg espeak-ng libbcg729-0 chromium socat openssl tshark baresip-core debootstrap dnsmasq-base coturn linphone-cli nginx-light scep strongswan-pki libstrongswan-standard-plugins libstrongswan-extra-plugins lighttpd vsftpd rsyslog rsyslog-openssl procps swtpm tpm2-tools busybox-static rtpengine-daemon $peers" ;;
  bench) packages="$build libwebrtc-audio-processing-dev espeak-ng baresip-core tshark $peers" ;;
  vm) packages="$build alsa-utils qemu-system-x86 qemu-system-arm g++-aarch64-linux-gnu busybox-static cpio device-tree-compiler dmsetup e2fsprogs keyutils kmod openssl xz-utils" ;;
  *) echo "tools/setup.sh: unknown set '$1': say run, test, interop, bench or vm" >&2; exit 2 ;;
esac

command -v apt-get >/dev/null || { echo "tools/setup.sh: this needs Debian 12 or newer (no apt-get found)" >&2; exit 1; }
command -v npm >/dev/null || packages="nodejs npm $packages"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else echo "tools/setup.sh: '$*' needs root: install sudo, or run make as root" >&2; exit 1
  fi
}

# Packages that bring a daemon must not start it on the developer's machine.
without_daemons() {
  policy=/usr/sbin/policy-rc.d
  if [ -e $policy ]; then as_root "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
  as_root chmod 755 $policy
  trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
  as_root "$@"
}

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=none
  [ "$status" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "Installing Debian packages:$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list of names
  without_daemons env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

stamp=build/setup/npm.sha256
mkdir -p build/setup
if ! [ -x node_modules/.bin/node ] || ! sha256sum --status -c $stamp 2>/dev/null; then
  echo "Installing npm packages"
  npm ci --no-audit --no-fund --loglevel=error
  sha256sum package-lock.json >$stamp
fi

wanted=v24.21.0
found=$(node_modules/.bin/node --version 2>/dev/null || echo none)
[ "$found" = "$wanted" ] || { echo "tools/setup.sh: the pinned Node is $wanted but node_modules/.bin/node is $found: remove node_modules and try again" >&2; exit 1; }
