#!/bin/bash
# Makes a disk with a Debian that systemd runs, from Debian's packages; a finished one is kept.
#
#   get-image.sh DIRECTORY [SUITE]     prints the disk's path below DIRECTORY
#
# Needs: root, mmdebstrap, e2fsprogs, a mirror of Debian
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
suite=${2:-bookworm}
packages=systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,systemd-oomd,earlyoom,python3
mkdir -p "$1"
# Another list of packages is another disk.
disk=$(cd "$1" && pwd)/$suite-$(echo "$packages" | cksum | cut -d ' ' -f 1).ext4
if [ ! -f "$disk" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work" "$disk.new"' EXIT
  mmdebstrap --quiet --variant=minbase --skip=check/empty --include="$packages" "$suite" \
    "$work/root" http://deb.debian.org/debian >&2
  truncate -s 1G "$disk.new"
  mkfs.ext4 -q -F -d "$work/root" "$disk.new"
  # It takes its name when it is whole.
  mv "$disk.new" "$disk"
fi
echo "$disk"
