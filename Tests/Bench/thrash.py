#!/usr/bin/env python3
"""Measures how long memtop and htop stand still while the memory around them thrashes.

Both run in a memory cgroup, from copies of their files that the cgroup pays for. Then readers of a
file larger than the cgroup push every page out that can be pushed out. Needs root and a memory
controller that groups may be made in.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import cgroup
import monitor
import surroundings
import tools

MIB = 1 << 20

OURS, THEIRS = "memtop by OOM", "htop"


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/memtop", help="the binary")
    parser.add_argument("--build-dir", default=".build-static/bench",
                        help="for the programs and the file")
    parser.add_argument("--limit", type=int, default=64, help="MiB that the cgroup may have")
    parser.add_argument("--file", type=int, default=128, help="MiB that are read again and again")
    parser.add_argument("--margin", type=int, default=768,
                        help="KiB of the cgroup that are left for pages of files")
    parser.add_argument("--readers", type=int, default=8, help="processes that read them")
    parser.add_argument("--count", type=int, default=500, help="idle processes to show")
    parser.add_argument("--seconds", type=int, default=40, help="time under load")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def make_file(path, size):
    """A file of real blocks, out of the page cache: reading it again costs the disk."""
    block = os.urandom(MIB)
    with open(path, "wb") as file:
        for _ in range(size):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def copied(command, folder, group):
    """The command, run from copies that the cgroup pays for, so that they can be pushed out."""
    program = shutil.which(command[0])
    listed = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    libraries = [word for word in listed.split() if word.startswith("/")]
    loader = next(path for path in libraries if Path(path).name.startswith("ld-"))
    folder.mkdir()
    subprocess.run(["cp", "-L", program, *libraries, folder], check=True, preexec_fn=group.join)
    return [folder / Path(loader).name, "--library-path", folder, folder / Path(program).name,
            *command[1:]]


class Watch(threading.Thread):
    """Notes when a monitor writes to its terminal."""

    def __init__(self, running):
        super().__init__(daemon=True)
        self.running = running
        self.times = []
        self.is_over = False

    def run(self):
        while not self.is_over:
            try:
                if self.running.drain(0.2) > 0:
                    self.times.append(time.monotonic())
            except monitor.Ended:
                return

    def gaps(self, start, end):
        """Seconds between one output and the next, the wait for the first and after the last too."""
        inside = [start, *(at for at in self.times if start <= at <= end), end]
        return [later - at for at, later in zip(inside, inside[1:])]


def major_faults(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[9])


def thrash(options, group, monitors):
    """Loads the cgroup; the gaps of each monitor meanwhile."""
    watches = {name: Watch(running) for name, running in monitors.items()}
    faults = {name: major_faults(running.pid) for name, running in monitors.items()}
    for watch in watches.values():
        watch.start()
    fill = (options.limit * MIB - group.held()) // 1024 - options.margin
    load = subprocess.Popen(
        [f"{options.build_dir}/thrash", f"{options.build_dir}/thrash.data", str(options.readers),
         str(fill)], preexec_fn=group.join, start_new_session=True)
    start = time.monotonic()
    time.sleep(options.seconds)
    end = time.monotonic()
    result = {}
    for name, watch in watches.items():
        gaps = watch.gaps(start, end)
        result[name] = {"longest": max(gaps), "outputs": len(gaps) - 1,
                        "faults": major_faults(monitors[name].pid) - faults[name]}
        watch.is_over = True
    if load.poll() is not None:
        raise surroundings.Unmeasured("the load was killed; leave a larger --margin")
    load.terminate()
    load.wait()
    for watch in watches.values():
        watch.join()
    return result


def measure(options):
    """Inside the namespace: both monitors in the cgroup, a herd to show, and then the load."""
    chosen = {tool.name: tool for tool in tools.tools(options.memtop)
              if tool.name in (OURS, THEIRS)}
    monitors = {}
    with tempfile.TemporaryDirectory(dir=options.build_dir) as folder, \
            cgroup.MemoryCgroup(f"memtop-thrash-{os.getpid()}-{int(time.time())}",
                                options.limit * MIB) as group, \
            surroundings.herd(options.build_dir, options.count):
        try:
            for name, tool in chosen.items():
                place = Path(folder, Path(tool.command[0]).name)
                environment = tool.settle_in(Path(folder, f"home of {name}"))
                command = [str(word) for word in copied(tool.command, place, group)]
                monitors[name] = monitor.Monitor(command, environment, group.join).__enter__()
            for running in monitors.values():
                running.wait_for_row()
                running.refreshes(3)
            return thrash(options, group, monitors)
        finally:
            for running in monitors.values():
                running.__exit__()


def main():
    options = arguments()
    if options.inside:
        print(json.dumps(measure(options)))
        return
    surroundings.build(options.build_dir, ("herd", "thrash"))
    data = Path(options.build_dir, "thrash.data")
    make_file(data, options.file)
    try:
        result = json.loads(surroundings.in_namespace("--inside"))
    finally:
        data.unlink()
    print(f"{options.readers} readers of {options.file} MiB in a cgroup of {options.limit} MiB with "
          f"{options.margin} KiB for them, {options.seconds} s, {options.count} processes; "
          f"{surroundings.where()}")
    for name, figures in result.items():
        print(f"{name:14} longest gap {figures['longest']:6.2f} s, {figures['outputs']} outputs, "
              f"{figures['faults']} major faults")
    share = result[OURS]["longest"] / result[THEIRS]["longest"]
    word = "holds" if share <= 0.5 else "MISSED"
    print(f"{word}: memtop's longest gap is {share:.2f} of htop's, at most 0.50")


if __name__ == "__main__":
    try:
        main()
    except (monitor.Ended, surroundings.Unmeasured, cgroup.NoMemoryCgroup) as reason:
        raise SystemExit(f"thrash: {reason}") from reason
