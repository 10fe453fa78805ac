#!/bin/bash
# Tries one memtop in root file systems of other systems, as root and as an ordinary user.
#
#   roots.sh MEMTOP CACHE [SUITE...]   CACHE keeps the Debian roots; SUITES: bullseye bookworm trixie
#
# Needs: root with the right to mount, mmdebstrap, a mirror of Debian (what it does not have is said and left out)
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
memtop=$(realpath "$1")
mkdir -p "$2"
cache=$(realpath "$2")
shift 2
suites=${*:-bullseye bookworm trixie}
smoke=$(dirname "$0")/smoke.py
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"

try() {
  echo "== $1, as root"
  python3 -B "$smoke" "$memtop" --root "$2"
  echo "== $1, as an ordinary user"
  python3 -B "$smoke" "$memtop" --root "$2" --user 65534
}

echo "== this system, as root"
python3 -B "$smoke" "$memtop"
if ! unshare --mount true 2> /dev/null; then
  echo "left out: no right to mount here, so no other root"
  exit 0
fi

mkdir -p "$scratch/empty/proc"
try "an empty root" "$scratch/empty"

for suite in $suites; do
  archive=$cache/$suite.tar
  if [ ! -f "$archive" ]; then
    # The file takes its name when it is whole.
    if ! timeout 300 mmdebstrap --quiet --variant=essential --skip=check/empty "$suite" "$archive.new.tar" \
      http://deb.debian.org/debian > "$cache/$suite.log" 2>&1; then
      echo "left out: the mirror gives no $suite: $(tail -1 "$cache/$suite.log")"
      rm -f "$archive.new.tar"
      continue
    fi
    mv "$archive.new.tar" "$archive"
  fi
  mkdir "$scratch/$suite"
  tar -C "$scratch/$suite" -xf "$archive" --exclude='./dev/*'
  try "Debian $suite ($(cat "$scratch/$suite/etc/debian_version"))" "$scratch/$suite"
  rm -rf "${scratch:?}/$suite"
done
