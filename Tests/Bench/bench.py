#!/usr/bin/env python3
"""Measures memtop beside htop, top, btop, atop and the least possible programs, under herds of
idle processes.

Machines are noisy: compare the ratios of one run.
"""

import argparse
import json
import shutil
import tempfile
import time

import floors
import monitor
import report
import surroundings
import tools


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/memtop", help="the binary")
    parser.add_argument("--build-dir", default=".build-static/bench", help="for the C programs")
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000, 10_000],
                        help="herd sizes")
    parser.add_argument("--tools", nargs="+", help="which to measure (default: all)")
    parser.add_argument("--rounds", type=int, default=2, help="times each tool is started")
    parser.add_argument("--refreshes", type=int, default=8, help="refreshes measured a round")
    parser.add_argument("--settle", type=int, default=3, help="refreshes skipped first")
    parser.add_argument("--starts", type=int, default=3, help="starts a round timed to the first row")
    parser.add_argument("--traced", type=int, default=2, help="refreshes whose calls are counted")
    parser.add_argument("--json", metavar="FILE", help="where the raw figures go")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def chosen(options):
    """The tools to measure that there are."""
    listed = [tool for tool in tools.tools(options.memtop)
              if options.tools is None or tool.name in options.tools]
    return [tool for tool in listed if shutil.which(tool.command[0])]


def measure_tool(tool, options, is_traced):
    """The figures of one tool: CPU of every refresh, memory, times to the first row."""
    figures = {"floor": tool.floor, "first_row": [], "first_cpu": [], "syscalls": None}
    with tempfile.TemporaryDirectory() as home:
        environment = tool.settle_in(home)
        for _ in range(options.starts):
            with monitor.Monitor(tool.command, environment) as running:
                row, cpu = running.wait_for_row()
                figures["first_row"].append(row)
                figures["first_cpu"].append(cpu)
        with monitor.Monitor(tool.command, environment) as running:
            running.wait_for_row()
            running.refreshes(options.settle)
            before = running.shares()
            figures["cpu"], figures["bytes"] = running.refreshes(options.refreshes)
            figures["shares"] = [b - a for a, b in zip(before, running.shares())]
            figures.update(running.memory())
            figures["kept"] = running.kept_descriptors()
            if is_traced and options.traced:
                figures["syscalls"] = running.syscalls(options.traced)
    return figures


def join(first, second):
    """The figures of two rounds as one."""
    if first is None:
        return second
    joined = dict(first)
    for key in ("cpu", "bytes", "first_row", "first_cpu"):
        joined[key] = first[key] + second[key]
    for key in ("rss", "anonymous", "peak", "kept"):
        joined[key] = max(first[key], second[key])
    joined["shares"] = [a + b for a, b in zip(first["shares"], second["shares"])]
    return joined


def add_sweep(loops, files, kept, options):
    """Measures a C loop once more."""
    loop = loops.setdefault(f"{files}, {kept} kept" if kept else files,
                            {"files": files, "kept": kept, "cpu": [], "first": []})
    first, later = floors.sweep(files, kept, options)
    loop["first"].append(first)
    loop["cpu"] += later


def measure(options):
    """Inside the namespace: every tool and every floor in turn, round after round."""
    result = {"count": options.inside, "tools": {}, "loops": {}}
    with surroundings.herd(options.build_dir, options.inside):
        for number in range(options.rounds):
            for tool in chosen(options):
                figures = measure_tool(tool, options, is_traced=number == 0)
                known = result["tools"][tool.name] = join(result["tools"].get(tool.name), figures)
                if tool.floor in tools.LOOPS and tool.name.startswith("memtop"):
                    # As memtop reads them: so many kept open, the others not.
                    known["first_loop"] = tools.first_sample(tool)
                    known["loop"] = (tool.floor if not known["kept"]
                                     else f"{tool.floor}, {known['kept']} kept")
                    add_sweep(result["loops"], tool.floor, known["kept"], options)
                    if known["kept"]:
                        add_sweep(result["loops"], tool.floor, 0, options)
                    add_sweep(result["loops"], tools.first_sample(tool), 0, options)
            costs = floors.iterate(options)
            if costs:
                loop = result["loops"].setdefault(tools.ITERATOR, {"cpu": [], "first": []})
                loop["cpu"] += costs
    for tool in result["tools"].values():
        tool.setdefault("loop", tool["floor"])
    return result


def main():
    options = arguments()
    if options.inside is not None:
        print(json.dumps(measure(options)))
        return

    surroundings.build(options.build_dir, ("herd", "sweep"))
    reason = floors.build_iterator(options.build_dir)
    print(f"{time.strftime('%Y-%m-%d')}, {surroundings.where()}; "
          f"{', '.join(report.versions(chosen(options)))}")
    print(f"{monitor.COLUMNS}×{monitor.LINES}, 1 s interval, PID USER RES VIRT SHR OOM COMMAND "
          "where a tool has them, by RES unless said")
    if reason:
        print(f"no BPF floor: {reason}")
    results = []
    for count in options.counts:
        if not surroundings.has_room_for(count):
            print(f"\n{count} processes: left out, the host has too little memory for them")
            continue
        results.append(json.loads(surroundings.in_namespace("--inside", str(count))))
        print("\n" + report.table(results[-1]), flush=True)
    print("\n" + report.LEGEND + "\n")
    for line in report.verdicts(results):
        print(line)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file)


if __name__ == "__main__":
    try:
        main()
    except (monitor.Ended, surroundings.Unmeasured) as reason:
        raise SystemExit(f"bench: {reason}") from reason
