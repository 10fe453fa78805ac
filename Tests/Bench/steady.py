#!/usr/bin/env python3
"""Checks that a steady refresh asks the allocator for nothing for a process.

The release binary runs under a small and a large herd, and its calls of malloc are counted. No time
decides here. Needs root or user namespaces.
"""

import argparse
import json
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import monitor
import surroundings
import tools

FEW, MANY = 200, 2000

# A refresh may differ by so many calls from one herd to the other: numbers become wider.
TOLERANCE = 20

# Refreshes until every buffer has its size: each process has had its turn to be read in full.
WARM_UP, COUNTED = 70, 30

# The least of so many means counts, and what misses is measured again so often: on a busy machine what
# is done once a second falls on fewer refreshes.
MEANS, ATTEMPTS = 3, 4


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/memtop", help="the binary")
    parser.add_argument("--build-dir", default=".build-static/bench", help="for the C programs")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def calls_of_a_refresh(command, options):
    """Calls of malloc and its like in a refresh."""
    with tempfile.NamedTemporaryFile() as counter:
        counter.write(bytes(16))
        counter.flush()

        def counts():
            return struct.unpack("QQ", Path(counter.name).read_bytes())

        environment = {"LD_PRELOAD": str(Path(options.build_dir, "mallocs.so").resolve()),
                       "MALLOCS_FILE": counter.name}
        with monitor.Monitor(command, environment, interval=0.1) as running:
            running.wait_for_row()
            running.refreshes(WARM_UP)
            means = []
            for _ in range(MEANS):
                calls, samples = counts()
                running.refreshes(COUNTED)
                more_calls, more_samples = counts()
                means.append((more_calls - calls) / (more_samples - samples))
            return min(means)


def measure(options):
    """Inside the namespace: each source of processes under one herd."""
    dashboard = [options.memtop, "--no-config", "--interval", "0.1"]
    commands = {"memtop": dashboard}
    if tools.has_sources(options.memtop):
        commands = {name: [*dashboard, "--source", name] for name in ("proc", "bpf")}
    result = {}
    with surroundings.herd(options.build_dir, options.inside):
        for name, command in commands.items():
            try:
                result[name] = calls_of_a_refresh(command, options)
            except monitor.Ended:
                if name != "bpf":
                    raise
    return result


def main():
    options = arguments()
    if options.inside is not None:
        print(json.dumps(measure(options)))
        return
    surroundings.build(options.build_dir, ("herd",))
    subprocess.run(
        [shutil.which("cc"), "-O2", "-shared", "-fPIC", "-Wall", "-Wextra",
         "-o", f"{options.build_dir}/mallocs.so", Path(__file__).parent / "mallocs.c"], check=True)
    few, many = {}, {}
    for _ in range(ATTEMPTS):
        for count, least in ((FEW, few), (MANY, many)):
            for name, calls in json.loads(
                    surroundings.in_namespace("--inside", str(count))).items():
                least[name] = min(calls, least.get(name, calls))
        missed = [name for name in few if abs(many[name] - few[name]) > TOLERANCE]
        if not missed:
            break
    for name in sorted(few):
        holds = name not in missed
        print(f"{'holds' if holds else 'MISSED'}: {name}: {few[name]:.1f} allocations a refresh with "
              f"{FEW} processes, {many[name]:.1f} with {MANY}")
    if missed:
        raise SystemExit(1)


if __name__ == "__main__":
    try:
        main()
    except (monitor.Ended, surroundings.Unmeasured) as reason:
        raise SystemExit(f"steady: {reason}") from reason
