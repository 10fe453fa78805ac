#!/bin/bash
# Looks at a package with lintian, and installs, upgrades and removes it in a clean Debian root.
#
#   deb.sh PACKAGE NEWER ROOT.tar
#
# Needs: root with the right to mount, lintian, mandoc
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
package=$1 newer=$2 archive=$3
fail() { echo "deb: $*" >&2; exit 1; }

lintian --allow-root --fail-on error "$package"
if ! unshare --mount true 2> /dev/null; then
  echo "left out: no right to mount here, so nothing is installed"
  exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
tar -C "$scratch" -xf "$archive" --exclude='./dev/*'
cp "$package" "$scratch/old.deb"
cp "$newer" "$scratch/new.deb"
in_root() {
  # shellcheck disable=SC2016 # the inner shell's own words
  unshare --mount sh -c 'mount --bind /proc "$1/proc" && mount --bind /dev "$1/dev" && shift && exec chroot "$@"' \
    sh "$scratch" "$scratch" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
}
mkdir -p "$scratch/proc" "$scratch/dev"
before=$(cd "$scratch" && find usr etc | sort)
in_root dpkg -i /old.deb > /dev/null
in_root memtop snapshot --limit 1 > /dev/null
old=$(in_root dpkg-query -W -f '${Version}' memtop)
in_root dpkg -i /new.deb > /dev/null
new=$(in_root dpkg-query -W -f '${Version}' memtop)
[ "$old" != "$new" ] || fail "the upgrade changed nothing: $old"
in_root dpkg --verify memtop
in_root memtop --version
in_root dpkg --purge memtop > /dev/null
after=$(cd "$scratch" && find usr etc | sort)
left=$(diff <(echo "$before") <(echo "$after") || true)
[ -z "$left" ] || fail "it leaves behind: $left"
echo "deb: installed $old, upgraded to $new, removed without a trace"
