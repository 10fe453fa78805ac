#!/usr/bin/env python3
"""Compares what memtop said of states that were really made with what they were.

  situations.py DIRECTORY

DIRECTORY holds one NAME.json of `memtop diagnose --format json` for each situation of situations.guest."""

import json
import sys
from pathlib import Path

HEALTHY, STRAINED, CRITICAL = "healthy", "strained", "critical"
# Of these none may be said where memory is not the trouble. That the guest's root lies in tmpfs is a true
# remark anywhere.
SHORT = {"shortage", "thrash", "swap-full"}
LEAKS = {"process-leak", "slab-leak", "kernel-leak", "unaccounted-kernel"}

# What was made: the kinds of which one must be among the findings, the levels that are right, and the kinds
# that must not be said.
SITUATIONS = {
    "cache": ({"healthy", "healthy-cache"}, {HEALTHY}, SHORT | LEAKS),
    "streaming": ({"healthy", "healthy-cache"}, {HEALTHY}, SHORT | LEAKS),
    "sawtooth": ({"healthy", "healthy-cache", "recovering"}, {HEALTHY}, LEAKS),
    "tmpfs": ({"tmpfs"}, {STRAINED, CRITICAL}, LEAKS),
    "leak": ({"process-leak"}, {STRAINED, CRITICAL}, {"slab-leak", "kernel-leak", "cgroup-limit"}),
    "hog": ({"shortage", "process-leak"}, {STRAINED, CRITICAL}, {"slab-leak", "kernel-leak", "cgroup-limit"}),
    "thrash": ({"thrash", "shortage"}, {STRAINED, CRITICAL}, LEAKS | {"cgroup-limit"}),
    "limit": ({"cgroup-limit"}, {STRAINED}, SHORT | LEAKS),
    "slab": ({"slab-leak"}, {HEALTHY, STRAINED}, {"process-leak", "thrash", "cgroup-limit"}),
    "missing": ({"negative-dentries"}, {HEALTHY, STRAINED}, {"process-leak", "thrash", "cgroup-limit"}),
    "high": ({"memory-high"}, {STRAINED, CRITICAL}, SHORT | {"kernel-leak", "slab-leak"}),
    "swapped": ({"swap-harmless"}, {HEALTHY}, SHORT | LEAKS),
    "hidden": ({"process-leak", "shortage"}, {STRAINED, CRITICAL}, {"slab-leak", "kernel-leak", "cgroup-limit"}),
    "workers": ({"process-count", "shortage"}, {STRAINED, CRITICAL}, LEAKS | {"cgroup-limit"}),
    "locked": ({"mlocked", "thrash"}, {STRAINED, CRITICAL}, LEAKS | {"cgroup-limit"}),
    "left": ({"tmpfs", "shmem"}, {HEALTHY, STRAINED, CRITICAL}, LEAKS | {"thrash"}),
    "warm": ({"healthy", "healthy-cache", "swap-harmless"}, {HEALTHY}, SHORT | LEAKS),
    "recovered": ({"recovering", "oom-kill"}, {HEALTHY}, SHORT | LEAKS),
    "refaults": ({"thrash", "shortage"}, {STRAINED, CRITICAL}, LEAKS | {"cgroup-limit"}),
    "hugepages": ({"hugepages-unused"}, {HEALTHY, STRAINED}, LEAKS | {"thrash", "cgroup-limit"}),
    "promised": ({"commit-limit"}, {STRAINED, CRITICAL}, SHORT | LEAKS),
}
# Whom the findings of a situation must name.
NAMED = {"leak": "leaker", "limit": "/full", "hog": "hog", "promised": "commit",
         "high": "/slow", "hidden": "leaker", "workers": "php-fpm", "left": "/tmpfs", "recovered": "hog"}


def faults(name, told):
    """What is wrong with a verdict, one line each."""
    wanted, levels, forbidden = SITUATIONS[name]
    verdict = told["verdict"]
    findings = verdict["findings"]
    kinds = {finding["kind"] for finding in findings} | {verdict["kind"]}
    if not kinds & wanted:
        yield f"none of {', '.join(sorted(wanted))} was found"
    if verdict["level"] not in levels:
        yield f"the level is {verdict['level']}"
    for kind in sorted(kinds & forbidden):
        yield f"{kind} was found"
    words = " ".join([verdict["sentence"]] + [
        word for finding in findings for word in [finding["sentence"]] + finding["who"]])
    if name in NAMED and NAMED[name] not in words:
        yield f"{NAMED[name]} is not named"


def main(directory):
    wrong = 0
    for name in SITUATIONS:
        file = Path(directory) / f"{name}.json"
        try:
            told = json.loads(file.read_text())
        except (OSError, ValueError) as error:
            print(f"wrong  {name}: no verdict came back: {error}")
            wrong += 1
            continue
        found = list(faults(name, told))
        verdict = told["verdict"]
        print(f"{'wrong' if found else 'ok   '}  {name}: {verdict['level']}, {verdict['kind']}: "
              f"{verdict['sentence']}")
        for fault in found:
            print(f"         {fault}")
        wrong += bool(found)
    print(f"{len(SITUATIONS) - wrong} of {len(SITUATIONS)} situations were judged right")
    return wrong > 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
