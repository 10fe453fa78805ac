#!/usr/bin/env python3
"""Lets the kernel kill in seeded scenarios and compares its victims with those memtop named.

Each scenario fills a memory cgroup, or a virtual machine, until the kernel kills. Just before each
kill /proc was recorded; memtop reads the record and names the victims. A miss must lie within the
band that memtop showed, or come from the hog's later growth; any other fails the run.
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import guest
import plan
import scenarios
import verdict

HERE = Path(__file__).parent


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n", maxsplit=1)[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/memtop", help="the binary")
    parser.add_argument("--build-dir", default=".build-static/kernel", help="for the load program")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="of the populations")
    parser.add_argument("--only", default="", help="scenarios with this in their name")
    parser.add_argument("--guest", metavar="KERNEL", help="run in a virtual machine with this "
                        "unpacked linux-image package, in place of this machine's cgroup v1")
    parser.add_argument("--keep", help="keep the records in this directory")
    return parser.parse_args()


def build(directory):
    """Compiles the program that loads and records."""
    Path(directory).mkdir(parents=True, exist_ok=True)
    binary = Path(directory).resolve() / "stage"
    subprocess.run(["cc", "-O2", "-static", "-pthread", "-Wall", "-Wextra", "-o", binary]
                   + [HERE / name for name in ("stage.c", "load.c", "record.c")], check=True)
    return binary


def own_group():
    """The directory of this process's group of the v1 memory controller; None without one."""
    mount = None
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        words = line.split()
        kind = words[words.index("-") + 1:]
        if kind[0] == "cgroup" and "memory" in kind[2].split(","):
            mount = words[4]
    if mount is None:
        return None
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            return mount.rstrip("/") + path.rstrip("/"), path.rstrip("/")
    return None


def run_here(chosen, stage, memtop, directory):
    """Runs scenarios in cgroups of this machine; yields each with its record, the group's name and the
    kernel's log."""
    found = own_group()
    if found is None:
        print("judge: left out: there is no cgroup v1 with the memory controller here")
        return
    base, path = found
    name = f"memtop-judge-{os.getpid()}"
    try:
        os.mkdir(f"{base}/{name}")
        os.rmdir(f"{base}/{name}")
    except OSError as error:
        print(f"judge: left out: no right to make groups in {base}: {error.strerror}")
        return
    place = plan.Place("v1", f"{base}/{name}")
    data = directory / "data"
    with open(data, "wb") as file:
        file.truncate(64 << 20)
    # memtop reads the running system: the kernel itself tells it who shares a memory.
    for number, scenario in enumerate(chosen):
        if scenario.is_host or scenario.needs - {"v1"}:
            continue
        command = shlex.join(verdict.command(
            Path(memtop).resolve(), "/", verdict.scope(inner(f"{path}/{name}", scenario.binds))))
        record = directory / f"{number}.record"
        (directory / "plan").write_text(plan.plan(
            scenario, place, data, (command, directory / verdict.ANSWER)))
        (directory / "script").write_text(
            plan.script(scenario, place, stage, directory / "plan", record))
        code = run_script(directory / "script", place)
        if code != 0:
            raise verdict.Lost(f"{scenario.name}: the scenario ended with {code}")
        log = subprocess.run(["dmesg"], capture_output=True, text=True, errors="replace", check=False)
        yield scenario, record, f"{path}/{name}", verdict.killed(log.stdout)


def inner(group, name):
    return f"{group}/{name}" if name else group


def run_script(path, place):
    """Runs a scenario, for five minutes at most; leaves nothing of it behind."""
    with subprocess.Popen(["sh", path], start_new_session=True) as running:
        try:
            return running.wait(timeout=300)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return "nothing in five minutes"
        finally:
            clear(place)


def clear(place):
    """Ends what a scenario that broke off left in its groups, and removes them."""
    for group, _, _ in os.walk(place.directory, topdown=False):
        for pid in Path(group, "cgroup.procs").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                os.rmdir(group)
                break
            except OSError:
                time.sleep(0.05)


class Tally:
    def __init__(self):
        self.first = [0, 0]
        self.three = [0, 0]
        # The same by the order when it runs out, and those which that order alone has wrong.
        self.at_end = [0, 0]
        self.broken = 0
        self.unexplained = 0

    def count(self, figures, is_right):
        figures[0] += is_right
        figures[1] += 1

    def __str__(self):
        return (f"agreement: first victim {self.first[0]} of {self.first[1]}, "
                f"first three {self.three[0]} of {self.three[1]}, "
                f"as it runs out {self.at_end[0]} of {self.at_end[1]} ({self.broken} broken), "
                f"misses without an explanation {self.unexplained}")


def name_of(victim):
    return f"{victim['comm']} ({victim['badness']})" if victim else "one it calls unkillable"


def compare(scenario, record, said, log, tally, memtop, asked):
    """Judges one run; prints a line for it and one for each miss."""
    hog, misses = record.hog, []
    # Four steps: what was read before the snapshot ended is a step older.
    step = 4 * (128 if scenario.is_host else 32)
    seen = [(kill, doc) for kill, doc in zip(record.kills, said) if doc]

    def miss(what, expected, actual, why):
        if why is None:
            tally.unexplained += 1
            why = "NOTHING EXPLAINS IT"
        misses.append(f"    {what}: said {name_of(expected)}, died {name_of(actual)}: {why}")

    right = 0
    for number, (kill, doc) in enumerate(seen, 1):
        victims = doc["victims"]
        is_right = verdict.follows(victims, kill.deaths, log) > 0
        # Who asks dies; the order is for one that cannot, as the recorder where it may protect itself.
        if doc["outcome"] == "invoker" and kill.deaths == {hog}:
            is_right = True
        right += is_right
        tally.count(tally.first, is_right)
        if not is_right:
            actual = verdict.choice(victims, kill.deaths)
            miss(f"kill {number}", victims[0], actual,
                 verdict.reason(victims[0], actual, hog, step, True))
        elif number == 1 and scenario.first not in ("", victims[0]["comm"]):
            miss("kill 1", {"comm": scenario.first, "badness": "due"}, victims[0], None)
    three = "-"
    if len(record.kills) >= 2 and said[0] and said[0]["outcome"] == "choice":
        three = judge_three(record, said, log, hog, step, tally, miss)
        if record.first:
            three += judge_end(record, memtop, asked, log, tally, three == "yes")
    print(f"  {scenario.name:42} first {right}/{len(seen)}  first three {three}")
    print("".join(line + "\n" for line in misses), end="", flush=True)


def check_binding(memtop, tree, scenario, group, tally):
    """Of the limits on a path memtop names the one that triggers."""
    inside = inner(group, scenario.binds or scenario.loose[0])
    group = inner(group, scenario.binds)
    limits = verdict.read(memtop, tree, verdict.scope(inside))["limits"]
    binding = [level["cgroup"] for level in limits if level["binds"]]
    if binding != [group]:
        tally.unexplained += 1
        print(f"    {inside}: the limit of {group} triggered, said {binding}: NOTHING EXPLAINS IT")


def judge_three(record, said, log, hog, step, tally, miss):
    """Whether the first snapshot's order holds for the first three kills."""
    rest = said[0]["victims"]
    for number, kill in enumerate(record.kills[:3]):
        count = verdict.follows(rest, kill.deaths, log)
        if count == 0:
            actual = verdict.choice(said[0]["victims"], kill.deaths)
            why = None
            if actual is not None:
                why = verdict.reason(rest[0], actual, hog, step, number == 0)
                if why is None and number > 0 and said[number]:
                    why = verdict.moved(rest[0], actual, said[number])
            if number > 0 or why is None:
                miss(f"first three, victim {number + 1}", rest[0], actual, why)
            tally.count(tally.three, False)
            return "no"
        rest = rest[count:]
    tally.count(tally.three, True)
    return "yes"


def judge_end(record, memtop, asked, log, tally, was_right):
    """Whether the order when it runs out, as the first kill's snapshot and the beginning tell it, holds
    for the first three kills."""
    rest = verdict.at_end(memtop, record.first, record.kills[0].tree, asked)
    is_right = True
    for kill in record.kills[:3]:
        count = verdict.follows(rest, kill.deaths, log)
        is_right = is_right and count > 0
        rest = rest[count:]
    tally.count(tally.at_end, is_right)
    if was_right and not is_right:
        tally.broken += 1
    return ", as it runs out " + ("yes" if is_right else "no")


def main():
    options = arguments()
    chosen = [s for s in scenarios.everything(options.seeds) if options.only in s.name]
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(options.keep or scratch).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        stage = build(options.build_dir)
        runs = (guest.run(chosen, stage, options.memtop, Path(options.guest), directory) if options.guest
                else run_here(chosen, stage, options.memtop, directory))
        count, lost = 0, False
        try:
            for scenario, path, group, log in runs:
                count += 1
                judge(scenario, path, group, log, options.memtop, tally)
        except verdict.Lost as error:
            print(f"judge: {error}")
            lost = True
    if count > 0:
        print(tally)
    return 1 if lost or tally.unexplained else 0


def judge(scenario, path, group, log, memtop, tally):
    """Judges the record of one scenario."""
    record = verdict.unpack(path, path.with_suffix(".trees"))
    asked = verdict.scope(None if scenario.is_host else inner(group, scenario.binds), scenario.nodes)
    said = [verdict.predict(memtop, kill.tree, asked) if kill.tree else None
            for kill in record.kills]
    if not any(said):
        raise verdict.Lost(f"{scenario.name}: nobody was killed in time")
    compare(scenario, record, said, log, tally, memtop, asked)
    if scenario.loose or scenario.binds:
        check_binding(memtop, next(k.tree for k in record.kills if k.tree), scenario, group, tally)


if __name__ == "__main__":
    sys.exit(main())
