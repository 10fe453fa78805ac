#!/bin/sh
# Captures the machine at hand (cgroup v1) with a few actors of its own, and takes them away again.
#   here.sh TREE
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
memory=/sys/fs/cgroup/memory
cc -O2 -static -pthread -o "$work/actor" "$here/actor.c"
chmod 755 "$work"
mkdir "$memory/system.slice" "$memory/user.slice"
for service in nginx postgresql shop; do
  mkdir "$memory/system.slice/$service.service"
done
echo 400M >"$memory/system.slice/shop.service/memory.limit_in_bytes"
"$work/actor" "$here/here.cast"
sleep 12
pids=$(cat "$memory"/system.slice/*/cgroup.procs "$memory/user.slice/cgroup.procs")
echo $$ >"$memory/user.slice/cgroup.procs"
"$here/../capture.sh" --only "$(echo "2 $pids" | tr '\n' ' ')" --groups 'system.slice user.slice' \
  --host build-01 --release 6.18.44 --passwd "$here/passwd" "$1"
echo $$ >"$memory/cgroup.procs"
for pid in $pids; do
  kill "$pid"
done
sleep 1
rmdir "$memory"/system.slice/*/ "$memory/system.slice" "$memory/user.slice"
rm -rf "$work" /dev/shm/memtop-fixture
