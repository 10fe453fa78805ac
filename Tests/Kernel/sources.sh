#!/bin/bash
# Boots kernels in QEMU and compares memtop's two sources of processes in each, field by field.
#
#   sources.sh MEMTOP KERNEL...
#
# MEMTOP is the installed binary ('make install'). KERNEL is an unpacked linux-image package, as for
# Tests/Fixtures/guest/boot.sh. Software emulation: some minutes each.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { sed -n '2,8p' "$0" >&2; exit 64; }
memtop=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

install -D "$memtop" "$work/add/memtop"
ldd "$memtop" | grep -o '/[^ ]*' | while read -r file; do
  install -D "$(readlink -f "$file")" "$work/add$file"
done

failed=0
for kernel in "$@"; do
  for cgroup in v2 v1; do
    name=$(basename "$kernel")-$cgroup
    echo "== $name"
    "$here/../Fixtures/guest/boot.sh" "$kernel" "$here/sources.guest" "$work/$name" \
      cgroup=$cgroup swap=256M memory=768M timeout=600 "add=$work/add" > "$work/$name.log" 2>&1 ||
      tail -5 "$work/$name.log"
    grep -E '^(bpf|oom_score |cgroups)' "$work/$name/doctor" || true
    python3 "$here/sources.py" "$work/$name" || failed=1
  done
done
exit $failed
