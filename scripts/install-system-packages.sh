#!/usr/bin/env bash
# Installs what the tests can use beyond Node: programs of other people to talk to and to check with.
# Everything is optional: without root, or without apt, what needs a missing program is skipped and
# says so. Run it as root on Debian or Ubuntu.
set -euo pipefail

declare -A package_of=(
  [ip]=iproute2 [ss]=iproute2 [tcpdump]=tcpdump [tshark]=tshark [curl]=curl [hping3]=hping3
  [ping]=iputils-ping [python3]=python3 [chromium]=chromium [fc-list]=fontconfig
)

missing=()
for program in "${!package_of[@]}"; do
  command -v "$program" >/dev/null 2>&1 || missing+=("${package_of[$program]}")
done
if ! ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1; then
  missing+=(fonts-noto-cjk)
fi

if [ "${#missing[@]}" -eq 0 ]; then
  echo "system packages: nothing is missing"
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "system packages: missing ${missing[*]}; not installed (needs root and apt-get)"
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
echo "system packages: installing ${missing[*]}"
apt-get update -qq </dev/null
# One at a time: a package that this release does not have must not cost the others.
for package in "${missing[@]}"; do
  apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null ||
    echo "system packages: $package could not be installed; what needs it is skipped"
done
