"""A scenario as the shell script that sets it up and the plan that `stage` follows."""

# What /proc and the groups must tell for a prediction.
HOST_FILES = [
    "/proc/meminfo", "/proc/stat", "/proc/zoneinfo", "/proc/uptime", "/proc/self/mountinfo",
    "/proc/sys/kernel/osrelease",
] + ["/proc/sys/vm/" + name for name in (
    "panic_on_oom", "oom_kill_allocating_task", "overcommit_memory", "oom_dump_tasks",
    "swappiness", "min_free_kbytes")]

GROUP_FILES = {
    "v1": ["memory.limit_in_bytes", "memory.usage_in_bytes", "memory.memsw.limit_in_bytes",
           "memory.memsw.usage_in_bytes", "memory.swappiness", "memory.use_hierarchy",
           "memory.oom_control", "memory.stat"],
    "v2": ["memory.max", "memory.high", "memory.current", "memory.swap.max",
           "memory.swap.current", "memory.oom.group", "memory.stat"],
}


class Place:
    """Where groups are made: below a directory of cgroup v1's memory controller or of v2."""

    def __init__(self, version, directory):
        self.version = version
        self.directory = directory

    def group(self, name):
        return self.directory + ("/" + name if name else "")


def script(scenario, place, stage, plan, record):
    """Makes the groups, sets the limits, checks them, and only then loads."""
    lines = ["set -e"]
    kib = 1024
    if place.version == "v2":
        handed = "+memory +io" if scenario.turns_swap_off else "+memory"
        lines.append(f'echo "{handed}" >"$(dirname {place.directory})/cgroup.subtree_control"')
    names = [""] + list(scenario.groups)
    for name in names:
        lines.append(f"mkdir -p {place.group(name)}")
        if place.version == "v2" and name == "" and scenario.groups:
            lines.append(f"echo +memory >{place.group('')}/cgroup.subtree_control")
    limits = {name: 4 * scenario.limit * kib for name in scenario.loose}
    if not scenario.is_host:
        limits[scenario.binds] = scenario.limit * kib
        if scenario.binds:
            limits[""] = (scenario.limit + scenario.cache // 2) * kib
    for name, size in limits.items():
        lines += limit(place, name, size // 4096 * 4096, scenario.swap * kib)
    if scenario.turns_swap_off:
        # So slowly that it is still at it when the kernel kills.
        lines.append(f'echo "$(cat /sys/block/vdb/dev) rbps=65536" >{place.group("")}/io.max')
    if scenario.nodes:
        # One node's memory goes to swap so slowly that the kernel kills while there is much left of it.
        lines.append("swapoff /dev/vdb")
    for name in scenario.killed_together:
        lines.append(f"echo 1 >{place.group(name)}/memory.oom.group")
    for name, value in scenario.sysctls.items():
        lines.append(f"echo {value} >/proc/sys/vm/{name}")
    lines.append(f"{stage} {plan} {record}")
    for name in scenario.sysctls:
        lines.append(f"echo 0 >/proc/sys/vm/{name}")
    for name in reversed(names):
        lines.append(f"rmdir {place.group(name)}")
    return "\n".join(lines) + "\n"


def limit(place, name, size, swap):
    """Nothing is loaded under a limit that does not hold."""
    group = place.group(name)
    file = f"{group}/" + ("memory.max" if place.version == "v2" else "memory.limit_in_bytes")
    yield f"echo {size} >{file}"
    yield f'[ "$(cat {file})" = {size} ]'
    if place.version == "v2":
        yield f"[ ! -f {group}/memory.swap.max ] || echo {swap} >{group}/memory.swap.max"
    else:
        both = f"{group}/memory.memsw.limit_in_bytes"
        yield f"[ ! -f {both} ] || echo {size + swap} >{both}"


def plan(scenario, place, data, asked=None):
    """What `stage` reads.

    asked: a command, and the file it writes; the file belongs to the snapshot.
    """
    lines = [f"data {data}", f"kills {scenario.kills}"]
    for name in HOST_FILES:
        lines.append(f"also {name}")
    for name in [""] + list(scenario.groups):
        for file in GROUP_FILES[place.version]:
            lines.append(f"also {place.group(name)}/{file}")
    if scenario.nodes:
        lines += ["each numa_maps", f"node /sys/devices/system/node/node{scenario.nodes}/meminfo"]
    if asked:
        command, file = asked
        lines += [f"ask {command} >{file}", f"also {file}"]
    if scenario.is_host:
        # The kernel keeps some megabytes for itself: it kills before nothing is left.
        lines += ["host", "counter /proc/vmstat", "fine 14336", "step 128"]
    else:
        group = place.group("")
        files = (("memory.current", "memory.max") if place.version == "v2"
                 else ("memory.usage_in_bytes", "memory.limit_in_bytes"))
        lines.append("room " + " ".join(f"{place.group(scenario.binds)}/{file}" for file in files))
        # Swap that is being turned off takes nothing.
        if scenario.swap and not scenario.turns_swap_off:
            lines.append(f"room {group}/memory.swap.current {group}/memory.swap.max")
        lines += ["fine 2048", "step 32"]
        groups = [place.group(name) for name in [""] + list(scenario.groups)]
        lines += [f"members {name}" for name in groups]
        # Of version 1 a kill counts in the group of its victim alone.
        lines += ([f"counter {group}/memory.events"] if place.version == "v2"
                  else [f"counter {name}/memory.oom_control" for name in groups])
    for worker in scenario.workers:
        group = ("-" if scenario.is_host and not worker.group else place.group(worker.group))
        lines.append(f"worker {worker.name} {worker.kind} {worker.size} {worker.adj} {group}")
    group = "-" if scenario.is_host else place.group(scenario.hog_group)
    lines.append(f"hog {scenario.hog} {scenario.hog_adj} {group}")
    return "\n".join(lines) + "\n"
