"""What the fuzzer begins with: the captured files, each behind the bytes that its group puts before a file."""
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "Fixtures"
LONGEST = 1 << 14

# The files of each group's parsers, in the order of the parsers in the group's Swift file.
HOST = [
    "proc/meminfo", "proc/vmstat", "proc/zoneinfo", "proc/buddyinfo", "proc/slabinfo",
    "proc/pressure/memory", "proc/swaps", "proc/uptime", "sys/devices/system/node/node0/meminfo",
    "proc/spl/kstat/zfs/arcstats", "sys/block/zram0/mm_stat", "proc/sys/fs/dentry-state",
    "proc/stat", "proc/zoneinfo", "proc/sysvipc/shm", "etc/passwd", "etc/passwd",
    "proc/self/mountinfo", "proc/stat", "proc/self/mountinfo", "proc/self/uid_map", "proc/swaps",
    "proc/sys/vm/overcommit_memory", "proc/sys/vm/min_free_kbytes", "kmsg",
    "proc/sys/kernel/osrelease",
]
PROCESS = [
    "stat", "statm", "status", "smaps_rollup", "smaps", "numa_maps", "cgroup", "oom_score",
    "oom_score_adj", "status", "status",
]
CGROUP = [
    "mountinfo", "memory.max", "memory.oom_control", "memory.stat", "cgroup", "memory.pressure",
]
# What no capture holds, in the kernel's form.
MADE = {
    "kmsg": [b"6,339,5140900,-;NET: Registered protocol family 10\n SUBSYSTEM=net\n"],
    "proc/slabinfo": [
        b"slabinfo - version: 2.1\n# name <active_objs> <num_objs> <objsize> <objperslab>\n"
        b"dentry 41370 41496 192 21 1 : tunables 0 0 0 : slabdata 1976 1976 0\n"],
    "sys/devices/system/node/node0/meminfo": [
        b"Node 0 MemTotal: 8000 kB\nNode 0 MemFree: 100 kB\nNode 0 FilePages: 10 kB\n"],
    "proc/sysvipc/shm": [
        b" key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap\n"
        b" 0 1 1600 4194304 10 11 1 0 0 0 0 1 0 1 3145728 4096\n"],
    "proc/sys/fs/dentry-state": [b"41370\t30000\t45\t0\t9000\t0\n"],
    "numa_maps": [b"7f0c00000000 bind:0-1 anon=512 dirty=512 N0=500 N1=12 kernelpagesize_kB=4\n"],
    "proc/self/uid_map": [b"         0       1000          1\n"],
    "proc/spl/kstat/zfs/arcstats": [
        b"13 1 0x01 147 39984 1 2\nname type data\nsize 4 123456\nc_min 4 1000\nc_max 4 99999\n"],
    "sys/block/zram0/mm_stat": [b"8192 74 12288 0 12288 0 0 0 0\n"],
    "memory.oom_control": [b"oom_kill_disable 0\nunder_oom 0\noom_kill 3\n"],
    "memory.max": [b"max\n", b"268435456\n"],
}
KEYS = [
    b"\x1b[<0;5;300M", b"\x1b[200~kill\r\r\x1b[201~q", b"\x1b[M !!q", b"\x1bOXq\xff\x1b\xff\x1b[20~",
    b"\x1b]52;c;cXE=\x07q", b"\x1bPkill\x1b\\q", b"\x1b[1;5A\x1b[99;3~\xc3\xa9\xe6\x97\xa5",
]
CONFIG = [
    b"sort = \"rss\"\ndescending = true\ncolumns = [\"pid\", \"rss\", \"comm\"]\ninterval = 1.5\n",
    b"theme = \"light\"\nmouse = false\ntree = true\nascii = true\n[table]\na = { b = 1 }\n",
]


def captured(name):
    found = [path for path in sorted(FIXTURES.rglob(name)) if path.is_file()]
    return [path.read_bytes()[:LONGEST] for path in found[:12]] + MADE.get(name, [])


def chosen(names):
    """Behind the number of the parser."""
    return [bytes([number]) + text for number, name in enumerate(names) for text in captured(name)]


def logs():
    texts = [path.read_bytes() for path in sorted((FIXTURES / "kernel-logs").iterdir())
             if path.is_file()]
    texts += [path.read_bytes() for path in sorted((FIXTURES / "journal").iterdir())]
    pieces = [text[at:at + 3072] for text in texts for at in range(0, min(len(text), LONGEST), 3072)]
    return [bytes([7, 63, 1, 255, 30, 0, 127, 16]) + piece for piece in pieces]


def seeds(group):
    return {
        "host": lambda: chosen(HOST), "process": lambda: chosen(PROCESS),
        "cgroup": lambda: chosen(CGROUP), "log": logs, "config": lambda: CONFIG,
        "keys": lambda: KEYS,
        "tasks": lambda: [bytes(range(256)), bytes(256), b"\xff" * 256, b"\x7f" * 256],
    }[group]()


GROUPS = ("host", "process", "cgroup", "log", "config", "keys", "tasks")
