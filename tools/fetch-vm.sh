#!/bin/sh
# Gets what the virtual machines of `make vm` boot: Debian's newest kernel for each processor (older ones lack gpio-sim), unpacked
# under build/vm/<arch>, never installed. Usage: tools/fetch-vm.sh x64|arm64...
set -eu
cd "$(dirname "$0")/.."
base="$PWD/build/vm"
mkdir -p "$base/apt/lists/partial" "$base/apt/cache/archives/partial"
echo "deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${MIRROR:?} sid main" >"$base/apt/sources.list"

# apt with lists of its own: the machine's stay as they are.
apart() {
  program=$1
  shift
  "$program" -o APT::Architectures::=amd64 -o APT::Architectures::=arm64 -o Dir::Etc::sourcelist="$base/apt/sources.list" \
    -o Dir::Etc::sourceparts=- -o Dir::State::lists="$base/apt/lists" -o Dir::Cache="$base/apt/cache" -o APT::Sandbox::User=root "$@"
}

# Names of what a package needs, as apt asks for them.
needs() {
  apart apt-cache depends "$1" | sed -n "s/^  Depends: \($2[^ ]*\)$/\1/p"
}

fetch_kernel() {
  arch=$1
  debian=$2
  target="$base/$arch/kernel"
  [ -e "$target/done" ] && return
  echo "Fetching Debian's kernel for $debian"
  [ -n "${listed:-}" ] || apart apt-get update -qq
  listed=yes
  image=$(needs "linux-image-$debian:$debian" 'linux-image-' | head -n 1)
  version=${image#linux-image-}
  version=${version%:*}
  rm -rf "$target"
  mkdir -p "$target/packages"
  (cd "$target/packages" && apart apt-get download -qq "linux-binary-$version:$debian" "linux-modules-$version:$debian")
  for package in "$target"/packages/*.deb; do dpkg -x "$package" "$target"; done
  rm -r "$target/packages"
  # depmod looks in lib/modules; the package has them in usr/lib/modules.
  mkdir -p "$target/lib"
  ln -sfn ../usr/lib/modules "$target/lib/modules"
  depmod -b "$target" "$version"
  touch "$target/done"
}

for arch in "$@"; do
  case "$arch" in
    x64) fetch_kernel x64 amd64 ;;
    arm64) fetch_kernel arm64 arm64 ;;
    *) echo "tools/fetch-vm.sh: say x64 or arm64, not '$arch'" >&2; exit 2 ;;
  esac
done
