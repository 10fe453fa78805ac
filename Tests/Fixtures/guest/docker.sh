# Three containers under cgroup v1, two with limits, one with its killer switched off.
. /groups.sh
make_groups_v1 /docker.cast
cd /sys/fs/cgroup/memory/docker || exit 1
echo 256M >"$(echo 3f2a*)/memory.limit_in_bytes"
echo 400M >"$(echo 8c14*)/memory.limit_in_bytes"
echo 1 >"$(echo 8c14*)/memory.oom_control"
actor /docker.cast
sleep 4
capture.sh --passwd /etc/passwd /srv/out
