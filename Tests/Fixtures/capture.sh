#!/bin/sh
# Copies what memtop reads from the running machine into a tree that stands for "/".
# POSIX sh with cp, od and sed: runs under busybox too. With copyall (guest/copyall.c) in PATH it is fast.
#
#   capture.sh [OPTION]... DIR
#
#   --series COUNT    COUNT trees DIR/0001, DIR/0002, ... a second apart, or as fast as it goes
#   --only "PID ..."  these processes alone
#   --without "PID ..." all but these
#   --groups "NAME ..." of the top cgroups these alone, and the root
#   --kthreads N      at most N kernel threads (10); the memory ones come first
#   --lean            for long series: no wchan and no control groups
#   --smaps           the mappings too
#   --host NAME       write NAME for the machine's own host name
#   --release NAME    write NAME for the machine's own kernel release
#   --passwd FILE     becomes etc/passwd (default: root and nobody)
#
# The capturing shell and its parents, up to but not including pid 1, are never captured.
# A file that exists but could not be opened is listed in DIR/denied; its directory keeps a .gitkeep.
set -u
LC_ALL=C
export LC_ALL

series=0 only='' without='' kthreads=10 lean='' smaps='' host='' release='' passwd='' groups=''
while [ $# -gt 1 ]; do
  case $1 in
    --series) series=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    --without) without=$2; shift 2 ;;
    --groups) groups=$2; shift 2 ;;
    --kthreads) kthreads=$2; shift 2 ;;
    --lean) lean=1; shift ;;
    --smaps) smaps=1; shift ;;
    --host) host=$2; shift 2 ;;
    --release) release=$2; shift 2 ;;
    --passwd) passwd=$2; shift 2 ;;
    *) echo "capture.sh: unknown option $1" >&2; exit 64 ;;
  esac
done
[ $# -eq 1 ] || { sed -n '2,19p' "$0" >&2; exit 64; }
top=$1

process_files='stat statm status oom_score oom_score_adj cmdline comm cgroup'
[ -n "$lean" ] || process_files="$process_files wchan"
[ -z "$smaps" ] || process_files="$process_files smaps smaps_rollup"
vm_files='overcommit_memory overcommit_ratio swappiness min_free_kbytes
  panic_on_oom oom_kill_allocating_task oom_dump_tasks'
group_files='cgroup.procs cgroup.controllers cgroup.subtree_control
  memory.current memory.peak memory.min memory.low memory.high memory.max memory.oom.group
  memory.events memory.events.local memory.stat memory.pressure
  memory.swap.current memory.swap.max memory.swap.high memory.swap.events memory.zswap.current
  memory.usage_in_bytes memory.limit_in_bytes memory.oom_control
  memory.max_usage_in_bytes memory.soft_limit_in_bytes memory.failcnt memory.swappiness
  memory.use_hierarchy memory.memsw.usage_in_bytes memory.memsw.limit_in_bytes'
# The plan of a copy has one folder a line, and so must these lists.
# shellcheck disable=SC2086,SC2116 # words
vm_files=$(echo $vm_files) group_files=$(echo $group_files)

# Copies as told on standard input, FROM INTO NAME... on a line, by one cp for a folder, so that the
# files of a process are of one moment. Prints what exists and cannot be read.
copy_folders() {
  while read -r from into names; do
    present=
    for name in $names; do
      # Inside a hidden process nothing can even be looked for: try.
      [ ! -e "$from/$name" ] && [ -x "$from" ] || present="$present $name"
    done
    [ -n "$present" ] || continue
    mkdir -p "$into"
    # shellcheck disable=SC2086 # a list of names without blanks
    if ! (cd "$from" && exec cp $present "$into/") 2>/dev/null; then
      for name in $present; do
        [ -d "$from" ] || break
        cp "$from/$name" "$into/" 2>/dev/null || { rm -f "$into/$name"; echo "${from#/}/$name"; }
      done
    fi
    rmdir "$into" 2>/dev/null
  done
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

# True for a kernel thread that is one too many. The flags of stat tell a kernel thread (PF_KTHREAD).
is_left_out() {
  case $users in *" $1 "*) return 1 ;; esac
  case $left_out in *" $1 "*) return 0 ;; esac
  read -r line <"/proc/$1/stat" || return 1
  comm=${line#*(}
  comm=${comm%)*}
  # shellcheck disable=SC2086 # the fields of stat, one word each
  set -- "$1" ${line##*) }
  users="$users$1 "
  [ $(($8 & 0x200000)) -ne 0 ] || return 1
  case $comm in
    kthreadd | kswapd0 | kcompactd0 | oom_reaper | khugepaged | ksmd) return 1 ;;
  esac
  others=$((others + 1))
  [ "$others" -gt $((kthreads - 6)) ] || return 1
  left_out="$left_out$1 "
  users=${users%"$1 "}
}

plan_processes() {
  for path in /proc/[0-9]*; do
    pid=${path#/proc/}
    case " $without " in *" $pid "*) continue ;; esac
    case " ${only:-$pid} " in *" $pid "*) ;; *) continue ;; esac
    is_left_out "$pid" 2>/dev/null || plan="$plan$path $tree$path $process_files
"
  done
}

# Every cgroup with memory files, under the one hierarchy (v2) or under each of v1's.
list_groups() {
  for base in /sys/fs/cgroup /sys/fs/cgroup/memory /sys/fs/cgroup/unified; do
    [ -e "$base/cgroup.procs" ] || continue
    find "$base" -type d | while read -r group; do
      below=${group#"$base"}
      below=${below#/}
      case " $groups " in
        '  ' | *" ${below%%/*} "*) echo "$group" ;;
        *) [ -n "$below" ] || echo "$group" ;;
      esac
    done
  done
}

capture_tree() {
  tree=$1
  mkdir -p "$tree"
  plan="/proc $tree/proc uptime meminfo vmstat swaps stat loadavg version cmdline zoneinfo buddyinfo
/proc/pressure $tree/proc/pressure memory cpu io
/proc/sys/kernel $tree/proc/sys/kernel osrelease hostname
/proc/sys/vm $tree/proc/sys/vm $vm_files
/proc/$$ $tree/proc/self cgroup
"
  plan_processes
  for group in $group_list; do
    plan="$plan$group $tree$group $group_files
"
  done
  echo "$plan" | $copier >"$tree/denied"
}

# What is done to a tree once it is there: names of the builder, paths and boot parameters of this
# machine go, and the files that git would lose are marked.
finish_tree() {
  tree=$1
  mkdir -p "$tree/etc"
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
  [ -z "$host" ] || echo "$host" >"$tree/proc/sys/kernel/hostname"
  if [ -n "$release" ]; then
    read -r real <"$tree/proc/sys/kernel/osrelease"
    sed -i "s/$real/$release/g" "$tree/proc/version"
    echo "$release" >"$tree/proc/sys/kernel/osrelease"
  fi
  cp "$tree/proc/sys/kernel/hostname" "$tree/etc/hostname"
  if [ -n "$passwd" ]; then
    cp "$passwd" "$tree/etc/passwd"
  else
    printf '%s\n' root:x:0:0:root:/root:/bin/bash nobody:x:65534:65534:nobody:/nonexistent:/bin/false \
      >"$tree/etc/passwd"
  fi
  [ -s "$tree/denied" ] || rm "$tree/denied"
  if [ -e "$tree/denied" ]; then
    sed -n 's|^\(proc/[0-9]*\)/.*|\1|p' "$tree/denied" | sort -u | while read -r process; do
      mkdir -p "$tree/$process"
      [ -e "$tree/$process/stat" ] || : >"$tree/$process/.gitkeep"
    done
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
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
  pid=${pid:-1}
done

mkdir -p "$top" || exit 73
case $top in /*) ;; *) top=$PWD/$top ;; esac
sysconf >"$top/sysconf"
group_list=''
[ -n "$lean" ] || group_list=$(list_groups)
copier=copy_folders
command -v copyall >/dev/null && copier=copyall
users=' ' left_out=' ' others=0
if [ "$series" -eq 0 ]; then
  capture_tree "$top"
  finish_tree "$top"
  exit
fi
number=1
while [ "$number" -le "$series" ]; do
  next=$(($(hundredths) + 100))
  capture_tree "$top/$(printf '%04d' "$number")"
  left=$((next - $(hundredths)))
  [ "$left" -le 0 ] || sleep "$((left / 100)).$(printf '%02d' $((left % 100)))"
  number=$((number + 1))
done
for tree in "$top"/[0-9]*; do
  finish_tree "$tree"
done
