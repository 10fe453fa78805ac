#!/usr/bin/env python3
"""Measures memtop beside htop, top and a bare C loop, under herds of idle processes.

Each herd lives in a PID namespace of its own, so /proc holds the herd, this program and the
monitor, whatever else the machine runs. Machines are noisy: compare the ratios of one run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import monitor
import report
import tools

HERE = Path(__file__).parent

SMALLEST_KIB, LARGEST_KIB = 32, 256

# What a process of the herd costs the host, its page tables and kernel structures included.
COST_KIB = 300


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/release/memtop", help="the binary")
    parser.add_argument("--build-dir", default=".build-static/bench", help="for the C programs")
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000, 10_000],
                        help="herd sizes")
    parser.add_argument("--tools", nargs="+", default=["memtop", "memtop by OOM", "htop", "top"],
                        help="which to measure")
    parser.add_argument("--rounds", type=int, default=2, help="times each tool is started")
    parser.add_argument("--refreshes", type=int, default=8, help="refreshes measured a round")
    parser.add_argument("--settle", type=int, default=2, help="refreshes skipped first")
    parser.add_argument("--starts", type=int, default=5, help="starts timed to the first row")
    parser.add_argument("--json", action="store_true", help="print the raw figures")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def build(directory):
    """Compiles the C programs."""
    Path(directory).mkdir(parents=True, exist_ok=True)
    for name in ("herd", "sweep"):
        subprocess.run(
            ["cc", "-O2", "-static", "-Wall", "-Wextra", "-o", f"{directory}/{name}",
             HERE / f"{name}.c", "-lm"], check=True)


def available_kib():
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1])
    raise SystemExit("bench: /proc/meminfo: no MemAvailable")


def measure_tool(tool, options):
    """The figures of one tool: CPU of every refresh, memory, times to the first row."""
    figures = {"cpu": [], "rss": 0, "anonymous": 0, "first_row": [], "loop": tool.loop}
    with tempfile.TemporaryDirectory() as home:
        environment = tool.settle_in(home)
        for _ in range(options.starts):
            with monitor.Monitor(tool.command, environment) as running:
                figures["first_row"].append(running.wait_for_row())
        with monitor.Monitor(tool.command, environment) as running:
            running.wait_for_row()
            running.refreshes(options.settle)
            figures["cpu"] += running.refreshes(options.refreshes)
            figures["rss"], figures["anonymous"] = running.memory()
    return figures


def join(first, second):
    """The figures of two rounds as one."""
    if first is None:
        return second
    return {
        "loop": first["loop"],
        "cpu": first["cpu"] + second["cpu"],
        "rss": max(first["rss"], second["rss"]),
        "anonymous": max(first["anonymous"], second["anonymous"]),
        "first_row": first["first_row"] + second["first_row"],
    }


def sweep(files, options):
    """CPU milliseconds of each sweep of the C loop over these files."""
    output = subprocess.run(
        [f"{options.build_dir}/sweep", str(options.refreshes), *files.split()],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    return [float(line) for line in output.split()]


def measure(options):
    """Inside the namespace: a herd, and every tool in turn, round after round."""
    result = {"count": options.inside, "tools": {}, "loops": {files: [] for files in tools.LOOPS}}
    chosen = [tool for tool in tools.tools(options.memtop) if tool.name in options.tools]
    herd = subprocess.Popen(
        [f"{options.build_dir}/herd", str(options.inside), str(SMALLEST_KIB), str(LARGEST_KIB)],
        stdout=subprocess.PIPE, text=True)
    try:
        if herd.stdout.readline() != "ready\n":
            raise SystemExit(f"bench: a herd of {options.inside} could not be made")
        for _ in range(options.rounds):
            for files, costs in result["loops"].items():
                costs += sweep(files, options)
            for tool in chosen:
                figures = measure_tool(tool, options)
                result["tools"][tool.name] = join(result["tools"].get(tool.name), figures)
    finally:
        herd.terminate()
        herd.wait()
    return result


def in_namespace(count):
    """Runs this program again, for one herd, in a PID namespace of its own."""
    command = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
    if os.geteuid() != 0:
        command += ["--user", "--map-root-user"]
    command += [sys.executable, *sys.argv, "--inside", str(count)]
    finished = subprocess.run(command, stdout=subprocess.PIPE)
    if finished.returncode != 0:
        raise SystemExit(f"bench: the herd of {count} was not measured")
    return json.loads(finished.stdout)


def main():
    options = arguments()
    if options.inside is not None:
        try:
            print(json.dumps(measure(options)))
        except monitor.Ended as reason:
            raise SystemExit(f"bench: {reason}") from reason
        return

    build(options.build_dir)
    print(f"{monitor.COLUMNS}×{monitor.LINES}, 1 s interval, PID USER RES VIRT SHR OOM COMMAND, "
          f"by RES unless said; {os.cpu_count()} CPUs, Linux {os.uname().release}")
    print("CPU is of one refresh; ratios are of the least costs; first row: least … median")
    print("× C loop: to the loop over the files that this order needs of every process")
    results = []
    for count in options.counts:
        if count * COST_KIB > available_kib() / 2:
            print(f"\n{count} processes: left out, the host has too little memory for them")
            continue
        results.append(in_namespace(count))
        print("\n" + report.table(results[-1]), flush=True)
    print()
    for line in report.verdicts(results):
        print(line)
    if options.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
