#!/bin/sh
# Copies what memtop reads from the running machine into a tree that stands for "/".
# POSIX sh with cp, od and sed: runs under busybox too.
#
#   capture.sh [OPTION]... DIR
#
#   --series COUNT    COUNT trees DIR/0001, DIR/0002, ... one second apart
#   --only "PID ..."  these processes alone
#   --without "PID ..." all but these
#   --groups "NAME ..." of the top cgroups these alone, and the root
#   --kthreads N      at most N kernel threads (10); the memory ones come first
#   --lean            for long series: no wchan, four files for each cgroup
#   --host NAME       write NAME for the machine's own host name
#   --release NAME    write NAME for the machine's own kernel release
#   --passwd FILE     becomes etc/passwd (default: root and nobody)
#
# The capturing shell and its parents, up to but not including pid 1, are never captured.
# A file that exists but could not be opened is listed in DIR/denied; its directory keeps a .gitkeep.
set -u
LC_ALL=C
export LC_ALL

series=0 only='' without='' kthreads=10 lean='' host='' release='' passwd='' groups=''
while [ $# -gt 1 ]; do
  case $1 in
    --series) series=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    --without) without=$2; shift 2 ;;
    --groups) groups=$2; shift 2 ;;
    --kthreads) kthreads=$2; shift 2 ;;
    --lean) lean=1; shift ;;
    --host) host=$2; shift 2 ;;
    --release) release=$2; shift 2 ;;
    --passwd) passwd=$2; shift 2 ;;
    *) echo "capture.sh: unknown option $1" >&2; exit 64 ;;
  esac
done
[ $# -eq 1 ] || { sed -n '2,18p' "$0" >&2; exit 64; }
top=$1

process_files='stat statm status oom_score oom_score_adj cmdline comm cgroup'
[ -n "$lean" ] || process_files="$process_files wchan"
system_files='meminfo vmstat swaps stat uptime loadavg version cmdline zoneinfo buddyinfo
  pressure/memory pressure/cpu pressure/io sys/kernel/osrelease sys/kernel/hostname
  sys/vm/overcommit_memory sys/vm/overcommit_ratio sys/vm/swappiness sys/vm/min_free_kbytes
  sys/vm/panic_on_oom sys/vm/oom_kill_allocating_task sys/vm/oom_dump_tasks'
group_files='memory.current memory.max memory.events memory.swap.current
  memory.usage_in_bytes memory.limit_in_bytes memory.oom_control'
[ -n "$lean" ] || group_files="$group_files cgroup.procs cgroup.controllers cgroup.subtree_control
  memory.peak memory.min memory.low memory.high memory.oom.group memory.events.local memory.stat
  memory.pressure memory.swap.max memory.swap.high memory.swap.events memory.zswap.current
  memory.max_usage_in_bytes memory.soft_limit_in_bytes memory.failcnt memory.swappiness
  memory.use_hierarchy memory.memsw.usage_in_bytes memory.memsw.limit_in_bytes"

# copy FROM TO: one file, or a line in DIR/denied.
copy() {
  [ -e "$1" ] || return 0
  cp "$1" "$2" 2>/dev/null || { rm -f "$2"; deny "$1"; }
}

deny() {
  echo "${1#/}" >>"$tree/denied"
}

# The numbers that `getconf -a` calls PAGESIZE and CLK_TCK, as the kernel gave them to this process.
sysconf() {
  od -An -v -tu8 /proc/self/auxv | while read -r a b c d; do
    for pair in "$a $b" "${c:-0} ${d:-0}"; do
      case $pair in
        '6 '*) echo "PAGESIZE ${pair#* }" ;;
        '17 '*) echo "CLK_TCK ${pair#* }" ;;
      esac
    done
  done
}

# Names of the builder, paths and boot parameters of this machine stay here.
harmless() {
  sed -i 's/ ([^()]*@[^()]*) / (builder@example.org) /' "$tree/proc/version"
  kept=
  while read -r words; do
    for word in $words; do
      case $word in
        quiet | ro | rw | console=* | root=/dev/* | psi=* | transparent_hugepage=* | hugepages=* | \
          cgroup_* | systemd.unified_cgroup_hierarchy=* | mitigations=* | panic=* | swapaccount=*)
          kept="$kept${kept:+ }$word" ;;
      esac
    done
  done <"$tree/proc/cmdline"
  echo "$kept" >"$tree/proc/cmdline"
  if [ -n "$host" ]; then
    echo "$host" >"$tree/proc/sys/kernel/hostname"
  fi
  if [ -n "$release" ]; then
    read -r real <"$tree/proc/sys/kernel/osrelease"
    sed -i "s/$real/$release/g" "$tree/proc/version"
    echo "$release" >"$tree/proc/sys/kernel/osrelease"
  fi
  cp "$tree/proc/sys/kernel/hostname" "$tree/etc/hostname"
}

# Kernel threads say so in the flags of stat (PF_KTHREAD).
is_kthread() {
  read -r line <"$1/stat" || return 1
  line=${line##*) }
  # shellcheck disable=SC2086 # the fields of stat, one word each
  set -- $line
  [ $(($7 & 0x200000)) -ne 0 ]
}

# All files of a process are copied by one cp, so that they are of one moment.
capture_process() {
  to=$tree/proc/$1
  mkdir "$to"
  # shellcheck disable=SC2086 # a list of names without blanks
  if ! (cd "/proc/$1" && cp $process_files "$to/") 2>/dev/null; then
    if [ ! -d "/proc/$1" ]; then
      rm -r "$to"
      return
    fi
    for name in $process_files; do
      [ -f "$to/$name" ] || deny "proc/$1/$name"
    done
  fi
  if [ ! -s "$to/stat" ]; then
    : >"$to/.gitkeep"
  elif is_kthread "$to"; then
    case $(cat "$to/comm") in
      kthreadd | kswapd0 | kcompactd0 | oom_reaper | khugepaged | ksmd) ;;
      *) others=$((others + 1)); [ "$others" -le $((kthreads - 6)) ] || { rm -r "$to"; return; } ;;
    esac
  fi
}

# Every cgroup with memory files, under the one hierarchy (v2) or under each of v1's.
capture_groups() {
  for base in /sys/fs/cgroup /sys/fs/cgroup/memory /sys/fs/cgroup/unified; do
    [ -e "$base/cgroup.procs" ] || continue
    find "$base" -type d | while read -r group; do
      below=${group#"$base"}
      below=${below#/}
      case " $groups " in *" ${below%%/*} "* | '  ') ;; *) [ -z "$below" ] || continue ;; esac
      mkdir -p "$tree$group"
      for name in $group_files; do
        copy "$group/$name" "$tree$group/$name"
      done
      rmdir "$tree$group" 2>/dev/null
    done
  done
}

capture_tree() {
  tree=$1
  mkdir -p "$tree/etc" "$tree/proc/pressure" "$tree/proc/self" "$tree/proc/sys/kernel" "$tree/proc/sys/vm"
  cp /proc/uptime "$tree/proc/uptime"
  for name in $system_files; do
    copy "/proc/$name" "$tree/proc/$name"
  done
  rmdir "$tree/proc/pressure" 2>/dev/null
  cp /proc/self/cgroup "$tree/proc/self/cgroup"
  others=0
  for path in /proc/[0-9]*; do
    pid=${path#/proc/}
    if [ -n "$only" ]; then
      case " $only " in *" $pid "*) capture_process "$pid" ;; esac
    else
      case " $without " in *" $pid "*) ;; *) capture_process "$pid" ;; esac
    fi
  done
  capture_groups
  harmless
  if [ -n "$passwd" ]; then
    cp "$passwd" "$tree/etc/passwd"
  else
    printf '%s\n' root:x:0:0:root:/root:/bin/bash nobody:x:65534:65534:nobody:/nonexistent:/bin/false \
      >"$tree/etc/passwd"
  fi
  chmod -R u=rwX,go=rX "$tree"
}

# Seconds since boot as hundredths.
hundredths() {
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}"
}

pid=$$
while [ "$pid" -gt 1 ]; do
  without="$without $pid"
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done

mkdir -p "$top" || exit 73
case $top in /*) ;; *) top=$PWD/$top ;; esac
sysconf >"$top/sysconf"
if [ "$series" -eq 0 ]; then
  capture_tree "$top"
  exit
fi
start=$(hundredths)
number=1
while [ "$number" -le "$series" ]; do
  capture_tree "$top/$(printf '%04d' "$number")"
  left=$((start + number * 100 - $(hundredths)))
  [ "$left" -le 0 ] || sleep "$((left / 100)).$(printf '%02d' $((left % 100)))"
  number=$((number + 1))
done
