# A web shop in full, after it has been busy for a while.
. /groups.sh
cat /shop.cast /shop-more.cast >/run/all.cast
make_groups_v2 /run/all.cast
cd /sys/fs/cgroup/system.slice || exit 1
echo 400M >"$(echo docker-5be1*)/memory.max"
echo 256M >"$(echo docker-e20f*)/memory.max"
echo 64M >"$(echo docker-e20f*)/memory.swap.max"
echo 1G >search.service/memory.high
echo 512M >system-postgresql.slice/memory.low
echo 1 >shop.service/memory.oom.group
echo 300M >../user.slice/user-1002.slice/memory.max
head -c 900000000 /dev/zero >/srv/data/pg-base
actor /run/all.cast
cat /srv/data/pg-base >/dev/null
sleep 12
capture.sh --passwd /etc/passwd /srv/out
