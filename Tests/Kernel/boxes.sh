#!/bin/bash
# Boots kernels in QEMU and lets memtop contain, release, reclaim and set limits there with cgroup v2, and edit
# limits at random with v2 and on a hybrid host. The kernel's files are the judge.
#
#   boxes.sh MEMTOP KERNEL...
#
# MEMTOP is the static binary ('make build'). KERNEL is an unpacked linux-image package, as for
# Tests/Fixtures/guest/boot.sh. Software emulation: some minutes each.
# Needs: setpriv (util-linux)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { sed -n '2,10p' "$0" >&2; exit 64; }
memtop=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# add PROGRAM PLACE: puts a program and its libraries into the guest.
add() {
  install -D "$1" "$work/add$2"
  { ldd "$1" 2> /dev/null || true; } | { grep -o '/[^ ]*' || true; } | while read -r file; do
    install -D "$(readlink -f "$file")" "$work/add$file"
  done
}
add "$memtop" /memtop
# Busybox has one of this name that can less.
add "$(command -v setpriv)" /limits/setpriv

failed=0
for kernel in "$@"; do
  # On a hybrid host the memory controller is v1's.
  for run in boxes-v2 edits-v2 edits-v1; do
    name=$(basename "$kernel")-$run
    echo "== $name"
    "$here/../Fixtures/guest/boot.sh" "$kernel" "$here/${run%-*}.guest" "$work/$name" cgroup=${run#*-} \
      swap=256M memory=768M timeout=900 "add=$work/add" > "$work/$name.log" 2>&1 || tail -5 "$work/$name.log"
    cat "$work/$name/checks" || failed=1
    # The last line is only written by a guest that came to its end.
    [ "$(tail -n 1 "$work/$name/checks")" = "0 wrong" ] || failed=1
  done
done
exit $failed
