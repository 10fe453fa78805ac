# Sourced by the scenarios: makes the control groups a cast names.

# v2: memory and pids are switched on from the root down to each group's parent.
make_groups_v2() {
  cd /sys/fs/cgroup || return
  mkdir -p init.scope
  echo 1 >init.scope/cgroup.procs
  echo '+memory +pids' >cgroup.subtree_control
  for group in $(sed -n 's/.* cg=\([^ ]*\).*/\1/p' "$1" | sort -u); do
    at=.
    for part in $(echo "${group%/*}" | tr / ' '); do
      at=$at/$part
      mkdir -p "$at"
      echo '+memory +pids' >"$at/cgroup.subtree_control"
    done
    mkdir -p "$group"
  done
}

# v1: the memory hierarchy, and the same names in the unified one, which has no controllers here.
make_groups_v1() {
  for base in /sys/fs/cgroup/memory /sys/fs/cgroup/unified; do
    cd "$base" || return
    for group in init.scope $(sed -n 's/.* cg=\([^ ]*\).*/\1/p' "$1" | sort -u); do
      mkdir -p "$group"
    done
    echo 1 >init.scope/cgroup.procs
  done
}
