#!/bin/bash
# Unpacks the kernel of this machine's own Debian release; nothing is installed.
#
#   get-kernel.sh DIRECTORY        prints where it lies below DIRECTORY
#
# Needs: an amd64 Debian with apt, kmod
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
mkdir -p "$1"
directory=$(cd "$1" && pwd)

for kernel in "$directory"/*/; do
  if [ -f "$kernel/complete" ]; then
    echo "${kernel%/}"
    exit 0
  fi
done

package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
[ -n "$package" ] || { echo "get-kernel: apt knows no linux-image-amd64" >&2; exit 1; }
# Newer packages keep the modules apart.
parts=$(apt-cache depends "$package" | awk '/Depends: linux-(modules|binary)/ { print $2 }')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
# shellcheck disable=SC2086 # names of packages are words
(cd "$work" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download "$package" $parts)
for file in "$work"/*.deb; do dpkg-deb -x "$file" "$work/unpacked"; done

release=${package#linux-image-}
kernel=$directory/$release
rm -rf "$kernel"
mkdir -p "$kernel/boot" "$kernel/lib/modules"
for modules in "$work"/unpacked/{usr/,}lib/modules/"$release"; do
  [ ! -d "$modules" ] || cp -r "$modules" "$kernel/lib/modules/"
done
find "$work/unpacked" -name 'vmlinuz*' -type f -exec cp {} "$kernel/boot/vmlinuz-$release" \;
depmod -b "$kernel" "$release"
touch "$kernel/complete"
echo "$kernel"
