#!/bin/bash
# Boots a kernel in QEMU, makes shortages and states that only look like one there, and compares what memtop
# says of each with what was made.
#
#   situations.sh MEMTOP KERNEL...
#
# MEMTOP is the static binary ('make build'). KERNEL is an unpacked linux-image package, as for
# Tests/Fixtures/guest/boot.sh. The guest's clock counts its instructions, and where it idles time passes at once:
# a busy host slows it and changes no verdict. Some minutes each. OUT=DIRECTORY keeps the verdicts.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { sed -n '2,9p' "$0" >&2; exit 64; }
memtop=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/add"
cc -O2 -static -o "$work/add/situations" "$here/situations.c"
install "$memtop" "$work/add/memtop"
# A binary that is not static needs its libraries.
{ ldd "$memtop" 2> /dev/null || true; } | { grep -o '/[^ ]*' || true; } | while read -r file; do
  install -D "$(readlink -f "$file")" "$work/add$file"
done

failed=0
for kernel in "$@"; do
  name=$(basename "$kernel")
  echo "== $name"
  "$here/../Fixtures/guest/boot.sh" "$kernel" "$here/situations.guest" "$work/$name" \
    swap=384M memory=512M timeout=1800 cpus=1 icount=3,sleep=off append=psi=1 append=transparent_hugepage=never \
    "add=$work/add" > "$work/$name.log" 2>&1 || tail -5 "$work/$name.log"
  [ -z "${OUT:-}" ] || { mkdir -p "$OUT" && cp "$work/$name.log" "$work/$name"/* "$OUT"; }
  python3 -B "$here/situations.py" "$work/$name" || failed=1
done
exit $failed
