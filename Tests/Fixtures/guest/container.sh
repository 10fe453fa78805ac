# A container: private process ids, its own cgroup as the root, a limit of 256 MiB, the host's meminfo.
. /groups.sh
cp /vps.cast /run/host.cast
make_groups_v2 /run/host.cast
actor /run/host.cast
scope=/sys/fs/cgroup/system.slice/docker-7c9e2a5f10b4d8e63a1f7c0b9d5e2846f3a0c7b1e9d4f5826b3c8a7e0d1f9425.scope
mkdir "$scope"
echo 256M >"$scope/memory.max"
echo 64M >"$scope/memory.swap.max"
# Pid 1 of the container is an actor too; the capture runs as its child.
cat >/run/inside.sh <<'INSIDE'
{
  actor /container.cast
  sleep 3
  capture.sh --passwd /etc/passwd /srv/out
  touch /run/done
} &
exec env ACTOR="comm=tini anon=300K" /usr/bin/tini -- /app/start.sh
INSIDE
mkdir -p /usr/bin
cp /sbin/init /usr/bin/tini
box container "$scope" 5d1c0e7a94b2 sh /run/inside.sh &
until [ -e /run/done ]; do
  sleep 1
done
