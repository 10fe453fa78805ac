#!/usr/bin/env python3
"""Measures what the pane of groups costs with thousands of memory cgroups, beside a loop in C that reads the same
through kept descriptors. Needs the right to make groups.

Machines are noisy: compare the ratios of one run.
"""

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from statistics import median

import cgroup
import monitor
import surroundings

# Groups in a group, so that the tree has three levels.
WIDTH = 50
# What of the loop's cost a refresh may take; of megabytes (10⁶ bytes) what the pane may add.
MOST_OF_ALL, MOST_OF_SHOWN, MOST_MORE = 1.3, 1 / 20, 4
# The pane as it begins reads the rows on screen. Sorted, and narrowed by what comes of usage and statistics,
# it reads both files of every group.
ALL = [b"\x1bOS", b"ws>=0", b"\r", b"t"]


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/memtop", help="the binary")
    parser.add_argument("--build-dir", default=".build-static/bench", help="for the C program")
    parser.add_argument("--groups", type=int, default=5000, help="groups that are made")
    parser.add_argument("--refreshes", type=int, default=12, help="refreshes measured")
    return parser.parse_args()


def raise_descriptors():
    """As many descriptors as systemd allows a service and a session, where that may be set."""
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 524_288))
    except (OSError, ValueError):
        pass


class Groups:
    """Empty groups below one of our own; made on entry, removed on exit."""

    def __init__(self, count):
        self.count = count
        self.made = []

    def __enter__(self):
        try:
            place, self.version = next(cgroup.mounts())
            self.path = place / f"memtop-bench-{os.getpid()}"
            self.make(self.path)
            if self.version == 2:
                self.hand_down(self.path)
            above = self.path
            for number in range(self.count - 1):
                if number % (WIDTH + 1) == 0:
                    above = self.path / f"slice{number}"
                    self.make(above)
                    if self.version == 2:
                        self.hand_down(above)
                else:
                    self.make(above / f"hg{number:05}")
        except (StopIteration, OSError) as reason:
            self.__exit__()
            raise surroundings.Unmeasured(f"no memory cgroups can be made: {reason}") from reason
        return self

    def make(self, path):
        path.mkdir()
        self.made.append(path)

    @staticmethod
    def hand_down(path):
        (path / "cgroup.subtree_control").write_text("+memory")

    def __exit__(self, *_):
        for path in reversed(self.made):
            path.rmdir()


def run(options, pane, keys=()):
    """CPU milliseconds of each refresh of a pane, and resident megabytes."""
    command = [options.memtop, "--interval", "1", "--no-config", "--pane", pane]
    with tempfile.TemporaryDirectory() as home:
        with monitor.Monitor(command, {"HOME": home}, row=ROWS[pane]) as running:
            running.wait_for_row()
            for key in keys:
                os.write(running.terminal, key)
                running.burst()
            running.refreshes(4)
            costs, _ = running.refreshes(options.refreshes)
            return costs, running.memory()["rss"]


ROWS = {"groups": re.compile(rb"hg\d{5}"), "processes": re.compile(rb"memtop")}


def loop(options, groups):
    """CPU milliseconds of each sweep of the C loop."""
    done = subprocess.run([f"{options.build_dir}/groups", str(options.refreshes), str(groups.path)],
                          check=True, stdout=subprocess.PIPE, text=True)
    return [float(line) for line in done.stdout.split()]


def main():
    options = arguments()
    # Whoever ends it in the middle does not want its groups either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    surroundings.build(options.build_dir, ("groups",))
    raise_descriptors()
    with Groups(options.groups) as groups:
        floor = loop(options, groups)
        without, rss_without = run(options, "processes")
        shown, rss_shown = run(options, "groups")
        every, rss_every = run(options, "groups", ALL)
        floor += loop(options, groups)
    print(f"{len(groups.made)} groups, cgroup v{groups.version}, {surroundings.where()}")
    for name, costs, rss in (("loop in C", floor, None), ("pane of processes", without, rss_without),
                             ("groups, 40 rows needed", shown, rss_shown),
                             ("groups, all needed", every, rss_every)):
        print(f"  {name:24} {min(costs):8.2f} ms of CPU, median {median(costs):8.2f}"
              + (f", RSS {rss:.1f} MB" if rss else ""))
    least = min(floor)
    for what, value, limit in (
            ("all needed, × the loop", min(every) / least, MOST_OF_ALL),
            ("40 rows needed, × the loop", min(shown) / least, MOST_OF_SHOWN),
            ("MB more, 40 rows needed", rss_shown - rss_without, MOST_MORE),
            ("MB more, all needed", rss_every - rss_without, MOST_MORE)):
        print(f"{'holds' if value <= limit else 'MISSED':8}{what}: {value:.2f}, at most {limit:g}")


if __name__ == "__main__":
    try:
        main()
    except surroundings.Unmeasured as reason:
        print(f"groups: left out: {reason}")
    except monitor.Ended as reason:
        raise SystemExit(f"groups: {reason}") from reason
