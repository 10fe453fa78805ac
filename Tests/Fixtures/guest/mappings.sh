# Processes in a limited group, one of them with memory of every kind, and their smaps.
cd /sys/fs/cgroup || exit 1
echo +memory >cgroup.subtree_control
mkdir web.slice
echo +memory >web.slice/cgroup.subtree_control
mkdir web.slice/store.service
echo 192M >web.slice/memory.max
echo 32M >web.slice/memory.swap.max
echo 160M >web.slice/store.service/memory.high
echo 4 >/proc/sys/vm/nr_hugepages
mkdir -p /srv/data/base /run
cd /
start() {
  sh -c 'echo $$ >/sys/fs/cgroup/web.slice/store.service/cgroup.procs; exec "$@"' sh "$@" &
}
count() {
  cat /proc/[0-9]*/comm 2>/dev/null | grep -c "^$1"
}
start mapper
until [ "$(count store)" -eq 2 ]; do sleep 1; done
start mapper worker 14
start mapper worker 6
until [ "$(count worker)" -eq 2 ]; do sleep 1; done
mine=$(grep -lE '^(store|worker)' /proc/[0-9]*/comm | cut -d / -f 3 | tr '\n' ' ')
echo 100 >"/proc/${mine%% *}/oom_score_adj"
capture.sh --smaps --only "1 2 $mine" --kthreads 1 --passwd /etc/passwd /srv/out
