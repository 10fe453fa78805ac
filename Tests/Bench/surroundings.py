"""What is measured in: the C programs, a PID namespace of our own, and a herd of idle processes."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent

SMALLEST_KIB, LARGEST_KIB = 32, 256

# What a process of the herd costs the host, its page tables and kernel structures included.
COST_KIB = 300


class Unmeasured(Exception):
    """What was to be measured in could not be had."""


def build(directory, names):
    """Compiles C programs."""
    Path(directory).mkdir(parents=True, exist_ok=True)
    for name in names:
        subprocess.run(
            ["cc", "-O2", "-static", "-Wall", "-Wextra", "-o", f"{directory}/{name}",
             HERE / f"{name}.c", "-lm"], check=True)


def where():
    """The machine, in a few words."""
    return f"{os.cpu_count()} CPUs, Linux {os.uname().release}"


def available_kib():
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1])
    raise Unmeasured("/proc/meminfo: no MemAvailable")


def has_room_for(count):
    """Whether the host has memory for a herd, and as much again."""
    return count * COST_KIB <= available_kib() / 2


@contextmanager
def herd(directory, count):
    """So many idle processes, ended on leaving."""
    process = subprocess.Popen(
        [f"{directory}/herd", str(count), str(SMALLEST_KIB), str(LARGEST_KIB)],
        stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline() != "ready\n":
            raise Unmeasured(f"a herd of {count} could not be made")
        yield
    finally:
        process.terminate()
        process.wait()


def in_namespace(*arguments):
    """Runs this program again in a PID namespace of its own; what it prints.

    There /proc holds the herd, this program and the monitor, whatever else the machine runs.
    """
    command = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
    if os.geteuid() != 0:
        command += ["--user", "--map-root-user"]
    command += [sys.executable, *sys.argv, *arguments]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if finished.returncode != 0:
        raise Unmeasured("the measuring program ended early")
    return finished.stdout
