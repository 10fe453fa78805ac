#!/bin/bash
# Boots kernels in QEMU. In each, compares memtop's two sources of processes, field by field, and looks
# at what memtop says where the kernel refuses its program: locked down, or with no memory to lock.
#
#   sources.sh MEMTOP KERNEL...
#
# MEMTOP is the binary ('make build' or 'make install'). KERNEL is an unpacked linux-image package, as for
# Tests/Fixtures/guest/boot.sh. Software emulation: half a minute to some minutes each.
# Needs: setpriv, script (util-linux, bsdutils)
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
add "$(command -v script)" /bin/script
# Busybox has one of this name that can less.
add "$(command -v setpriv)" /limits/setpriv

# boot NAME KERNEL SCENARIO OPTION...
boot() {
  local name=$1 kernel=$2 scenario=$3
  shift 3
  echo "== $name"
  "$here/../Fixtures/guest/boot.sh" "$kernel" "$here/$scenario" "$work/$name" \
    swap=256M memory=768M timeout=600 "add=$work/add" "$@" > "$work/$name.log" 2>&1 ||
    tail -5 "$work/$name.log"
}

failed=0
for kernel in "$@"; do
  name=$(basename "$kernel")
  for cgroup in v2 v1; do
    boot "$name-$cgroup" "$kernel" sources.guest cgroup=$cgroup
    grep -E '^(bpf|oom_score |cgroups)' "$work/$name-$cgroup/doctor" || true
    python3 -B "$here/sources.py" "$work/$name-$cgroup" || failed=1
  done
  # "none" is no word of the option: the kernel stays as it is.
  for lockdown in none integrity confidentiality; do
    boot "$name-$lockdown" "$kernel" refused.guest append=lockdown=$lockdown
    python3 -B "$here/refused.py" "$work/$name-$lockdown" || failed=1
  done
done
exit $failed
