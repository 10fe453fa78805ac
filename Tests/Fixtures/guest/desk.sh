# A terminal server: files in memory, huge pages reserved and in use, swap on zram with a disk behind.
. /groups.sh
make_groups_v2 /desk.cast
echo 100 >/proc/sys/vm/swappiness
mkdir -p /tmp/big
mount -t tmpfs -o size=200m tmpfs /tmp/big
head -c 70000000 /dev/urandom >/tmp/big/video.iso
cd /sys/fs/cgroup || exit 1
echo 500M >user.slice/user-1000.slice/user@1000.service/memory.high
echo 1 >system.slice/system-postgresql.slice/postgresql@17-main.service/memory.oom.group
echo 64M >system.slice/system-postgresql.slice/postgresql@17-main.service/memory.min
actor /desk.cast
sleep 10
capture.sh --passwd /etc/passwd /srv/out
